"""Everything that is shown has one typographic style: “ ”, ’, –, − and …, as in print."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = "engine", "gui"
CODE = (
    *("engine/writing/program.py", "engine/writing/literals.py"),  # write a program
    "engine/writing/jumps.py",  # writes a part of one
    *("engine/limit/arithmetic.py", "engine/limit/update.py"),  # write formulae and programs
    "engine/limit/optimised_update.py",  # writes formulae and programs
    *("engine/formula/latex.py", "engine/formula/numpy_source.py"),  # write formulae and programs
    "engine/reading/text/unit_rows.py",  # compares cells with words
    "gui/tables/clipboard/copier.py",  # writes HTML
    "engine/reading/sheets/plain_workbook.py",  # writes XML
    "gui/first_launch",  # writes scripts, and speaks to terminals of any encoding
    "engine/requirements.py",  # read by any Python
)
"""What writes languages that have signs of their own."""
CALLS_OF_CODE = "logger", "re"
STRAIGHT_QUOTES = {
    *('zero or more, or "safe"', 'more than zero, or "fits"'),
    'In R, write.csv(readRDS("{file}"), "table.csv", row.names = FALSE).',
    'In R, load("{file}") names its objects; write.csv(NAME, "table.csv", row.names = FALSE).',
}
"""Sentences that quote code."""
FAULTS = {
    "a straight apostrophe": re.compile(r"[^\W\d_]'[^\W\d_]"),
    "straight quotes": re.compile(r'(^|\s)"[^"=<>]+"($|[\s.,;:!?])'),
    "a hyphen for a dash": re.compile(r"\s-{1,3}\s|[^\W_]--[^\W_]"),
    "a hyphen for a minus": re.compile(r"(^|[\s(=])-\d"),
    # What is to be typed, “such as 0.5 or 1e-3”, has the hyphen of the keyboard.
    "a hyphen in a power": re.compile(r"(?<!such as 0.5 or )\de-\d"),
    "three points": re.compile(r"\w ?\.\.\.|, \.\.\."),
}


def shown_texts(path: Path) -> Iterator[str]:
    """Yield the texts of a file that have several words and are no docstring, log or pattern."""
    tree = ast.parse(path.read_text("utf-8"))
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr):  # a docstring, of a module, a class, or a name above it
            left_out.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of = node.func.value
            if isinstance(of, ast.Name) and of.id in CALLS_OF_CODE:
                left_out.update(ast.walk(node))
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    for node in constants:
        if isinstance(node.value, str) and node not in left_out and " " in node.value.strip():
            yield node.value


def faults_of(text: str) -> list[str]:
    if text in STRAIGHT_QUOTES:
        return []
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


@pytest.mark.parametrize("package", PACKAGES)
def test_shown_texts_have_one_style(package: str) -> None:
    found, count = [], 0
    for path in sorted((ROOT / package).rglob("*.py")):
        place = path.relative_to(ROOT).as_posix()
        if place.startswith(CODE):
            continue
        for text in shown_texts(path):
            count += 1
            found += [(place, text, fault) for fault in faults_of(text)]
    assert found == []
    assert count > 300


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("the model's prediction", "a straight apostrophe"),
        ('no column "a" here', "straight quotes"),
        ("columns - all of them", "a hyphen for a dash"),
        ("between 3 and -2", "a hyphen for a minus"),
        ("numbers begin at 4.9e-324", "a hyphen in a power"),
        ("W is 1, 2, ...", "three points"),
    ],
)
def test_each_fault_is_found(text: str, fault: str) -> None:
    assert faults_of(text) == [fault]
