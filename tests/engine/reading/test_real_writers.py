"""The files of real writers that are kept in tests/data/writers."""

from pathlib import Path

import pytest

from tests.real_writers.checks import cases_of, fault, outcome
from tests.real_writers.expected import CASES, FULL, Case
from tests.real_writers.writers import WRITERS

from ..problems import DATA

FOLDER = DATA / "writers"
FILES = sorted(path for path in FOLDER.iterdir() if path.name not in ("README.md", "VERSIONS"))
LARGEST = 20 * 2**10


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_file_of_real_writer_reads(path: Path) -> None:
    faults = [fault(case, outcome(path, case)) for case in cases_of(path.name)]
    assert not any(faults), faults


def test_every_file_is_expected() -> None:
    assert {path.name for path in FILES} == set(CASES)
    assert max(path.stat().st_size for path in FILES) <= LARGEST
    versions = (FOLDER / "VERSIONS").read_text("utf-8")
    for writer in WRITERS:
        assert f"{writer.name}: " in versions


@pytest.mark.parametrize(
    ("case", "wrong"),
    [
        (Case(FULL), ""),
        (Case(FULL[:-1]), "read as 4×3"),
        (Case([*FULL[:-1], [1, 2, 3]]), "other numbers"),
        (Case(FULL, ("a", "b", "c")), "other names"),
        (Case(FULL, says="skipped"), "'skipped' is not in the notes"),
        (Case(None), "read as [["),
    ],
)
def test_wrong_readings_are_found(case: Case, wrong: str) -> None:
    path = FOLDER / "pandas.csv"
    assert fault(case, outcome(path, case)).startswith(wrong)
    assert bool(wrong) is bool(fault(case, outcome(path, case)))


def test_wrong_refusals_are_found() -> None:
    assert fault(Case(FULL), "not a table").startswith("refused")
    assert fault(Case(None, says="HTML"), "not a table").startswith("'HTML' is not named")
    assert fault(Case(None, says="HTML"), "this is an HTML page") == ""
