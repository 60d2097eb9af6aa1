"""See the package for what this does."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .checks import cases_of, fault, outcome
from .expected import CASES
from .writers import WRITERS, NotThere, Tools, Writer

VERSIONS = "VERSIONS"
_WIDTH = 44


def main(words: Sequence[str] | None = None) -> int:
    """Make the files, read them back, print the faults, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python3 -m tests.real_writers")
    names = [each.name for each in WRITERS]
    parser.add_argument("writers", nargs="*", metavar="WRITER", help=f"of {', '.join(names)}")
    parser.add_argument("--folder", type=Path, help="where the files stay")
    parser.add_argument("--root", type=Path, help="a folder with a system that has the programs")
    parser.add_argument(
        "--python", default=sys.executable, help="an interpreter with the libraries"
    )
    parser.add_argument("--modules", type=Path, default=Path("node_modules"), help="those of npm")
    given = parser.parse_args(words)
    if unknown := [name for name in given.writers if name not in names]:
        parser.error(f"unknown: {', '.join(unknown)}")
    tools = Tools(given.root, given.python, given.modules)
    chosen = [each for each in WRITERS if not given.writers or each.name in given.writers]
    with TemporaryDirectory() as throw_away:
        folder = given.folder or Path(throw_away)
        folder.mkdir(parents=True, exist_ok=True)
        faults = sum(write_and_read(each, folder, tools) for each in chosen)
    print(f"{faults} faults.")
    return 1 if faults else 0


def write_and_read(writer: Writer, folder: Path, tools: Tools) -> int:
    """Make and read the files of a writer, print what is wrong, and return the count of faults."""
    with TemporaryDirectory() as own:
        try:
            version = writer.write(Path(own), tools)
        except NotThere as reason:
            print(f"{writer.name}: not tried: {reason}", flush=True)
            return 0
        made = [(folder / path.name, path.read_bytes()) for path in sorted(Path(own).iterdir())]
    for path, data in made:
        path.write_bytes(data)
    note_version(folder / VERSIONS, writer.name, version)
    print(f"{writer.name}: {len(made)} files, {version}", flush=True)
    expected = {name for name in CASES if name.startswith((f"{writer.name}_", f"{writer.name}."))}
    for name in sorted(expected - {path.name for path, _ in made}):
        print(f"    {name} was not written")
    return sum(read_back(path) for path, _ in made)


def note_version(path: Path, name: str, version: str) -> None:
    """Note the version of a writer in a file with a line for each."""
    lines = path.read_text("utf-8").splitlines() if path.exists() else []
    others = [line for line in lines if not line.startswith(f"{name}: ")]
    path.write_text("\n".join(sorted([*others, f"{name}: {version}"])) + "\n", "utf-8")


def read_back(path: Path) -> int:
    """Read a file in each way, print how it went, and return the count of faults."""
    faults = 0
    for case in cases_of(path.name):
        found = outcome(path, case)
        wrong = fault(case, found)
        faults += bool(wrong)
        read = "refused" if isinstance(found, str) else "read"
        how = "".join(f", {option}={value}" for option, value in case.options.items())
        print(f"    {path.name + how:{_WIDTH}} {wrong or read}", flush=True)
    return faults


if __name__ == "__main__":
    sys.exit(main())
