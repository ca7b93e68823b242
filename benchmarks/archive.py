"""How long an archive takes to be packed and to be verified: `python -m benchmarks.archive`."""

import tempfile
import time
from pathlib import Path

from benchmarks.documents import build
from benchmarks.machine import describe_processor
from consensus.exports.archive.verifier.opened import open_archive
from consensus.exports.archive.verifier.program import verify
from consensus.persistence.database import Database
from consensus.services.archive.archiving import make_archive
from tests.services.builders import KEY

N_PANELISTS, N_TOPICS, PER_TOPIC = 1000, 10, 20


def main() -> None:
    """Print the figures as a Markdown table."""
    n_items = N_TOPICS * PER_TOPIC
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'large.db'}", key=KEY)
        ctx, process_id = build(db, N_PANELISTS, N_TOPICS, PER_TOPIC)
        print(
            f"{describe_processor()}. {N_PANELISTS:,} panelists, {n_items} items, {N_PANELISTS * n_items:,} ballots.\n"
        )
        print("| archive | packed s | of processor | verified s | MiB | wrong |\n|---|--:|--:|--:|--:|--:|")
        for name, with_people in (("for publication", False), ("with people", True)):
            began, used = time.perf_counter(), time.process_time()
            archive = make_archive(ctx, process_id, with_people=with_people)
            packed, processor = time.perf_counter() - began, time.process_time() - used
            path = Path(folder) / "archive.zip"
            path.write_bytes(archive.content)
            began = time.perf_counter()
            findings, _ = verify(open_archive(path), KEY)
            verified = time.perf_counter() - began
            mebibytes = len(archive.content) / 1024**2
            figures = f"{packed:.1f} | {processor:.1f} | {verified:.1f} | {mebibytes:.1f} | {len(findings.wrong)}"
            print(f"| {name} | {figures} |", flush=True)


if __name__ == "__main__":
    main()
