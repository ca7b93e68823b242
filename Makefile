# Everything runs from .venv; `make run` and `make test` set up what they need.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: run test check screenshots bench lock clean

run: .venv/.ready
	$(BIN)/assent serve --example

# One more than there are cores: what drives a browser or a server mostly waits for it.
test: .venv/.ready
	$(BIN)/pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal

check: .venv/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

screenshots: .venv/.ready
	$(BIN)/python -m tests.browser.screenshots docs/images

bench: .venv/.ready
	$(BIN)/python -m benchmarks.ballots
	$(BIN)/python -m benchmarks.room
	$(BIN)/python -m benchmarks.replicas
	$(BIN)/python -m benchmarks.statistics
	$(BIN)/python -m benchmarks.collation
	$(BIN)/python -m benchmarks.access_sheet
	$(BIN)/python -m benchmarks.survey
	$(BIN)/python -m benchmarks.mail
	$(BIN)/python -m benchmarks.panel
	$(BIN)/python -m benchmarks.documents

.venv/.ready: requirements.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

# Names, versions and hashes only: no index or host may enter the lock.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-annotate --no-header \
	  --no-emit-index-url --no-emit-find-links --extra dev pyproject.toml -o requirements.lock

clean:
	rm -rf .venv var out
