"""``python3 -m tests.bundle [build|check|wheel]``: build the bundle, or prove it or the wheel."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from .building import DIST, BundleFault, build, packages_checked
from .checking import check


def main() -> int:
    """Do what the words say, and return the exit status."""
    parser = ArgumentParser(prog="python3 -m tests.bundle", description=__doc__)
    parser.add_argument("task", nargs="?", choices=["build", "check", "wheel"], default="build")
    parser.add_argument("--python", type=Path, help="one with PyInstaller and the requirements")
    parser.add_argument("--dist", type=Path, default=DIST, help="where the bundle is put")
    parser.add_argument("--root", type=Path, help="a Debian without Python, from debootstrap")
    words = parser.parse_args()
    try:
        for line in _lines(words.task, words.dist.resolve(), words.python, words.root):
            print(line, flush=True)
    except BundleFault as fault:
        sys.stderr.write(f"Secant: {fault}\n")
        return 1
    return 0


def _lines(task: str, dist: Path, python: Path | None, root: Path | None) -> Iterable[str]:
    """Do a task; return or yield what to print."""
    if task == "build":
        return build(dist, python)
    return packages_checked(dist, python) if task == "wheel" else check(dist, root)


if __name__ == "__main__":
    sys.exit(main())
