"""No pattern takes for ever on a line that nearly fits.

A repeat within a repeat that can share out what it takes in many ways tries them all: with 300
characters that does not end. So each pattern of the engine meets such lines, in a process of its
own that is given far more time than the milliseconds that it needs.
"""

import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine

ROOT = Path(__file__).parents[3]
SECONDS = 100
TIMES = 300
# What tables and formulas are made of; repeated, and followed by what few patterns expect there.
PIECES = (
    *(".", "..", "…", "0", "0.", "1,", "-1", "e", "a", "a ", " ", "\t", "\n", " \n", "%\n", "#"),
    *("\\", "\\\\", "\\a", "{}", "{", "(", "[", '"', '""', "'", "|", "| ", "||", "&", "=", "-"),
    *("--", "+-", "<a", "<a>", "&a;", "1:", "1:1 ", "1 ", ";", "0;", "_", "%", "×", "1 more "),
    *("qid:", ".0", ". "),
)
ENDS = ("!", "\0", "\n!", "")


def patterns(*folders: str) -> Iterator[re.Pattern[str] | re.Pattern[bytes]]:
    """Yield the patterns that the modules of some folders of the engine keep."""
    for found in pkgutil.walk_packages(engine.__path__, "engine."):
        if found.name.split(".")[1] in folders and not found.name.endswith("__main__"):
            values = vars(importlib.import_module(found.name)).values()
            yield from (each for each in values if isinstance(each, re.Pattern))


def meet_lines(*folders: str) -> int:
    """Let each pattern meet each line; return how many patterns there are."""
    lines, count = [piece * TIMES + end for piece in PIECES for end in ENDS], 0
    for pattern in patterns(*folders):
        print(count, repr(pattern.pattern)[:300], flush=True)  # the last one is the one that hangs
        for line in lines:
            if isinstance(pattern.pattern, bytes):
                pattern.search(line.encode())
                pattern.fullmatch(line.encode())
            else:
                pattern.search(line)
                pattern.fullmatch(line)
        count += 1
    return count


@pytest.mark.parametrize("folder", ["reading", "formula", "archive", "writing"])
def test_no_pattern_takes_for_ever(folder: str) -> None:
    command = f"from {__name__} import meet_lines; assert meet_lines({folder!r})"
    try:
        found = subprocess.run(
            [sys.executable, "-c", command], cwd=ROOT, capture_output=True, timeout=SECONDS
        )
    except subprocess.TimeoutExpired as error:
        pytest.fail(f"it hangs: {(error.stdout or b'').splitlines()[-1:]}")
    assert found.returncode == 0, found.stderr.decode()
