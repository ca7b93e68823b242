"""How long a sheet of links and codes takes, and how long it holds the process: `python -m benchmarks.access_sheet`."""

import tempfile
import time
from pathlib import Path

from benchmarks.machine import describe_machine
from consensus.exports.access_sheet import Layout
from consensus.persistence.database import Database
from consensus.services.people import access_sheets, panel
from consensus.services.people.access_sheets import MOST_ON_A_SHEET, Scope, SheetRequest
from consensus.services.sign_in import secrets
from tests.services.builders import FACILITATOR, KEY, plan_process


def main() -> None:
    """Print the figures as a Markdown table."""
    with tempfile.TemporaryDirectory() as folder:
        built = plan_process(Database(f"sqlite:///{Path(folder) / 'assent.db'}", key=KEY))
        ctx = built.context(FACILITATOR)
        for n in range(MOST_ON_A_SHEET):
            panel.add_member(ctx, built.process_id, panel.MemberDraft(f"Person {n:03}", stakeholder_group="many"))
        held: list[float] = []
        put_in_force = access_sheets._put_in_force

        def timed(*arguments: object) -> None:
            began = time.perf_counter()
            put_in_force(*arguments)  # type: ignore[arg-type]
            held.append(time.perf_counter() - began)

        access_sheets._put_in_force = timed  # type: ignore[assignment]
        began = time.perf_counter()
        secrets.hash_code("ABCDEFGH")
        one_hash = time.perf_counter() - began
        request = SheetRequest(Scope.GROUP, "many")
        rows = []
        for layout in Layout:
            began = time.perf_counter()
            content = access_sheets.issue_sheet(ctx, built.process_id, request, layout).content
            rows.append((layout.value, time.perf_counter() - began, held[-1], len(content) / 1024))
    print(f"{describe_machine()}. One code hashed alone: {one_hash:.2f} s.\n")
    print("| 100 people as | seconds in all | of them holding the process | KiB |\n|---|--:|--:|--:|")
    for name, seconds, holding, size in rows:
        print(f"| {name} | {seconds:.1f} | {holding:.2f} | {size:.0f} |")


if __name__ == "__main__":
    main()
