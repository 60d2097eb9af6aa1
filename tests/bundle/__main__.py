"""``python3 -m tests.bundle [build|check|wheel]``: build the bundle, or prove it or the wheel."""

import sys
from argparse import ArgumentParser
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
        if words.task == "build":
            made = build(words.dist.resolve(), words.python)
        elif words.task == "wheel":
            made = packages_checked(words.dist.resolve(), words.python)
        else:
            made = check(words.dist.resolve(), words.root)
    except BundleFault as fault:
        sys.stderr.write(f"Secant: {fault}\n")
        return 1
    sys.stdout.write("".join(f"{line}\n" for line in made))
    return 0


if __name__ == "__main__":
    sys.exit(main())
