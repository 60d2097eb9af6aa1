"""``python3 -m tests.soak [MINUTES] [--seed N]``: soak the program, and report what was found.

The same seed draws the same acts. The status is 1 if a promise is broken: no gap in the heartbeat
over 100 ms unless a bare process beside has one of half at the same moment; memory of the last
third of the time within 5 % of the third before; nothing on stderr; no error dialog.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from time import time_ns

from .judging import summary, violations
from .soaking import soak

MOST_SHOWN = 20


def main(words: Sequence[str]) -> int:
    """Soak, print the report and return the exit status."""
    parser = argparse.ArgumentParser("python3 -m tests.soak", description=__doc__)
    parser.add_argument("minutes", nargs="?", type=float, default=30.0)
    parser.add_argument("--seed", type=int, default=time_ns() % 10**6)
    parser.add_argument(
        "--full-speed", action="store_true", help="a run of single epochs, and no other acts"
    )
    parser.add_argument("--xvfb", action="store_true", help="on a virtual X screen")
    parser.add_argument(
        "--stacks", action="store_true", help="note what the window's thread does in a gap"
    )
    parser.add_argument("--keep", type=Path, help="keep the journals in this folder")
    parser.add_argument(
        "--shared", action="store_true", help="other programs need the processors as well"
    )
    options = parser.parse_args(words)
    print(f"seed {options.seed}", flush=True)
    with TemporaryDirectory(prefix="soak") as folder:
        found = soak(
            Path(folder),
            60 * options.minutes,
            options.seed,
            options.full_speed,
            options.stacks,
            options.xvfb,
        )
        if options.keep is not None:
            options.keep.mkdir(parents=True, exist_ok=True)
            for journal in Path(folder).glob("*.jsonl"):
                copyfile(journal, options.keep / journal.name)
    print("\n".join(summary(found)))
    broken = violations(found, options.shared)
    for violation in broken[:MOST_SHOWN]:
        print(f"✗ {violation}")
    print("every promise is kept" if not broken else f"{len(broken)} broken, seed {options.seed}")
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
