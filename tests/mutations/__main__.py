"""See the package for what this does."""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

USAGE = "Usage: python3 -m tests.mutations COUNT FIRST_SEED [FOLDER] [--reports|--formats]"
_REPORTS, _FORMATS = "--reports", "--formats"
_REPORT_EVERY = 10_000


def main(words: Sequence[str]) -> int:
    """Read the files of some seeds, print the faults, and return the exit status."""
    from .samples import FORMATS, KINDS, REPORTED, WORKBOOKS

    kinds = REPORTED if _REPORTS in words else (*KINDS, *WORKBOOKS)
    kinds = FORMATS if _FORMATS in words else kinds
    words = [word for word in words if word not in (_REPORTS, _FORMATS)]
    if not 2 <= len(words) <= 3 or not all(word.isdecimal() for word in words[:2]):
        print(USAGE)
        return 2
    count, first = map(int, words[:2])
    if len(words) == 2:
        with TemporaryDirectory() as folder:
            return read_all(count, first, Path(folder), None, kinds)
    kept = Path(words[2])
    kept.mkdir(parents=True, exist_ok=True)
    return read_all(count, first, kept, kept, kinds)


def read_all(count: int, first: int, folder: Path, kept: Path | None, kinds: Sequence[str]) -> int:
    """Read the files in ``folder``, and keep those with faults in ``kept``."""
    from .attempt import Attempts, changed_file

    attempts, start, faults = Attempts(folder, kinds), time.perf_counter(), 0
    with (folder / "seed.txt").open("w", encoding="ascii") as note:
        for seed in range(first, first + count):
            note.seek(0)
            note.write(f"{seed}\n")
            note.flush()
            fault = attempts.fault(seed)
            if fault:
                faults += 1
                file = changed_file(seed, kinds)
                what = f"seed {seed}, {file.kind}, {file.reader}, {file.options}"
                print(f"{what}: {fault}", flush=True)
                if kept is not None:
                    (kept / f"{seed}.{file.kind}").write_bytes(file.data)
            done = seed - first + 1
            if done % _REPORT_EVERY == 0:
                print(f"{done:,} files, {time.perf_counter() - start:.0f} s", flush=True)
    print(f"{count:,} files, seeds {first} to {first + count - 1}: {faults} faults.", flush=True)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
