"""What the engine says of a file can be said whole in another language: none is built from pieces.

The samples hold no lower-case words, so such a word in a fact is English that nobody can translate.
"""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import EngineError, Problem, Settings, descend, optimum
from engine.errors import SentenceError
from engine.language.sentence import Beginning, Chain, MarkedText, Sentence
from engine.reading.options import AnyOption
from engine.reading.sheets import sheet_look
from engine.reading.sheets.misread import Misread, MisreadKind
from engine.reading.tables import read_table
from engine.verdict.judge import judge
from engine.verdict.verdict import Outcome
from engine.verdict.wording import how_often, in_epochs
from gui.text import translation
from gui.text.message import refusal, sentence_of, short_of
from gui.text.translation import translated

from .test_refusals import ERRORS
from .test_translation import Brackets

WORD = re.compile(r"\b[a-z]{3,}\b")
NUMBERS = "".join(f"{k},{2 * k}\n" for k in range(1, 9))
LONG = "123456789012345678"
OCTAVE = (
    "# name: R\n# type: range\n1 2 1\n\n# name: A\n# type: matrix\n# rows: 2\n# columns: 2\n"
    " 1 2\n 3 4\n"
)
TOTALS = "N,A,B\nP,1,2\nQ,3,4\nR,5,6\n"
OF_TOTALS = {"columns": ("A", "B"), "bad_rows": "skip"}
RULES = (
    "| A | B |\n|---+---|\n| P | 2 |\n|---+---|\n| Q | 4 |\n|---+---|\n| TOTAL | 6 |\n|---+---|\n"
)
GAPS = "A,N,B\n1,P,2\n3,Q,5\n4,R,4\n,S,4\n"
PERCENTS = "5%,1\n" * 30
LAST = {"columns": ("B",)}
SAMPLES: list[tuple[str, str, dict[str, Any]]] = [
    ("3 lines above the table were left out, beginning", f"TITLE\nMORE\n\nA,B\n{NUMBERS}", {}),
    ("1 line of units below the names was left out", f"A,B\nkg,m\n{NUMBERS}", {}),
    ("1 line of types below the names was left out", f"A,B\nint64,float64\n{NUMBERS}", {}),
    ("it has no name and holds row names", "A,B\nP,1,2\nQ,3,4\nR,5,7\n", {}),
    ("Column 1 was left out: it holds row names.", ",A,B\nP,1,2\nQ,3,4\nR,5,7\n", {}),
    ("Column 1 (ID) was left out: it holds row", "ID,A,B\n1,4,2\n2,9,6\n3,7,7\n", {}),
    ("The last row (line 5) is labelled “TOTAL”;", f"{TOTALS}TOTAL,9,12\n", OF_TOTALS),
    ("The last row above the footer", f"{TOTALS}TOTAL,9,12\nNOTE,,\n", OF_TOTALS),
    ("The last 2 rows (from line 5)", f"{TOTALS}MEAN,3,4\nTOTAL,9,12\n", OF_TOTALS),
    ("1 row below the rule in line 6 was left out", RULES, LAST),
    ("Left out: R, a range.", OCTAVE, {}),
    ("There are 3 blank lines in line 3", "A,B\n1,2\n\n\n\n3,5\n4,4\n", {}),
    ("Digits are lost in column 1 (A)", f"A,B\n{LONG},2\n{LONG},4\n", {}),
    ("become the same number", f"A,B\n1.{LONG}91,2\n1.{LONG}92,4\n", {}),
    ("1e-400 in line 2, column 1 (A) was read as 0", "A,B\n1e-400,2\n3,4\n", {}),
    ("was read: 2 of 3 columns, 3 of 4 rows.", GAPS, {"columns": "numeric"}),
    ("was read as 2 columns of 0 and 1, for", "N,A\nP,1\nQ,2\nR,3\nP,7\n", {"indicators": ("N",)}),
    ("Column 1 (D) was read as days since", "D,A\n2024-01-01,1\n2024-01-03,2\n", {"days": ("D",)}),
    ("Column 1 (N) has only the value", "N,A\nP,1\nP,2\n", {"indicators": ("N",)}),
    ("there is no column named “C”; choose “A” or “B”", f"A,B\n{NUMBERS}", {"columns": ("C", "B")}),
    ("could be the numbers 1 and 5, or 1.5", "1,5;\n2,7;\n3,1;\n", {}),
    ("this text holds 2 tables with blank lines", "A,B\n1,2\n3,4\n\n\nC,D\n1,2\n3,4\n", {}),
    ("1,5 has a decimal comma, but 2.5 in line 3", "A;B\n1,5;2\n2.5;3\n", {}),
    ("“7” is beside percentages in", f"A,B\n{PERCENTS}7,2\n", {"columns": ("A", "B")}),
    ("this is a Matrix Market file", "%%MatrixMarket matrix\n1 2\n", {}),
]


def said_of(folder: Path, text: str | bytes, **options: AnyOption) -> list[str]:
    """Return the notes on a file, or the sentences that refuse it."""
    path = folder / "T.CSV"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    try:
        return [*read_table(path, **options).notes]
    except EngineError as error:
        return [error.sentence, error.short]


def loose_words(text: object) -> Iterator[str]:
    """Find the words in a sentence that are no text of the code and no sentence of their own."""
    match text:
        case Chain():
            for part in text.parts:
                yield from loose_words(part)
        case Beginning():
            yield from loose_words(text.whole)
        case Sentence():
            for each in (*text.facts.values(), *text.names.values()):
                yield from loose_words(each)
            for each in text.texts:
                yield from () if isinstance(each, Chain | MarkedText) else loose_words(each)
        case str() if not isinstance(text, MarkedText):
            yield from WORD.findall(text)


def outside_brackets(text: str) -> str:
    """Return what is in none of the brackets."""
    outside, depth = "", 0
    for character in text:
        depth += (character == "⟨") - (character == "⟩")
        outside += character if not depth else ""
    assert depth == 0
    return outside


@pytest.fixture(autouse=True)
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_catalogue", Brackets())


def is_whole(text: str) -> bool:
    return not WORD.search(outside_brackets(translated(text))) and not [*loose_words(text)]


@pytest.mark.parametrize(("english", "text", "options"), SAMPLES, ids=[each[0] for each in SAMPLES])
def test_sentences_on_files_are_whole(
    english: str, text: str, options: dict[str, Any], tmp_path: Path
) -> None:
    said = said_of(tmp_path, text, **options)
    assert any(english in each for each in said), said
    assert [each for each in said if not is_whole(each)] == []


def test_sentences_on_other_files_are_whole(tmp_path: Path) -> None:
    np.savez(tmp_path / "T.npz", A=np.ones((3, 2)), Y=np.ones(3), C=np.ones((4, 1)))
    arrays = (tmp_path / "T.npz").read_bytes()
    for data in (arrays, gzip.compress(b"A,B\n1,2\n"), b"PAR1" + bytes(99), b"%PDF-1.4\n"):
        said = said_of(tmp_path, data)
        assert said
        assert [each for each in said if not is_whole(each)] == []


@pytest.mark.parametrize("rows", [[3], [3, 5, 6]])
def test_sentences_on_sheets_are_whole(rows: list[int]) -> None:
    look = sheet_look
    for said in (
        *(look.uncomputed_note(rows), look.hidden_columns_note(rows), look.totals_note(rows)),
        *(look.computed_rows_note(rows, "=A1"), look.subtotals_note(rows)),
        *(look.blank_rows_note(rows), look.blank_columns_note(rows)),
        *(
            look.hidden_rows_note(rows, is_filtered=filtered, is_read=read)
            for filtered in (True, False)
            for read in (True, False)
        ),
        *(Misread(kind, row, row).said("S") for kind in MisreadKind for row in (0, 7)),
    ):
        assert is_whole(said), said


@pytest.mark.parametrize("epochs", [1, 1.7, 45, 1e12, 1e300])
def test_epochs_are_counted_by_form(epochs: float) -> None:
    for said in (in_epochs(epochs), how_often(epochs)):
        assert is_whole(said)
        assert translated(said) == f"⟨{said}⟩"


@pytest.mark.parametrize("epochs", [1, 2, 1000])
@pytest.mark.parametrize("outcome", [Outcome.STILL_FALLING, Outcome.LOSS_LEFT])
def test_epochs_done_are_counted_whole(outcome: Outcome, epochs: int) -> None:
    often, verb = how_often(45), "is" if epochs == 1 else "are"
    said = outcome.counted(epochs, f"{epochs}", often=often, loss="2")
    assert is_whole(said)
    assert translated(said).endswith(f" {epochs} {verb} done.⟩")


@pytest.mark.parametrize("difference", ["forward", "backward"])
@pytest.mark.parametrize(
    ("settings", "outcome"),
    [
        ({"h": 10.0}, Outcome.BIAS_ROSE),
        ({"h": 1e-3, "until_converged": True}, Outcome.BIASED),
        ({"h": 0.1, "epochs": 500}, Outcome.BIASED_SO_FAR),
        ({"h": 1e-14, "epochs": 3}, Outcome.ONE_SIDED_ROUNDED),
    ],
)
def test_verdicts_on_quotients_are_whole(
    settings: dict[str, Any], outcome: Outcome, difference: str
) -> None:
    problem = Problem([[1.0, 1.0], [1.0, 2.0]], [3.0, 4.0])
    used = Settings(**{"learning_rate": "safe", "difference": difference, **settings})
    *_, frame = descend(problem, used)
    verdict = judge(problem, used, frame, optimum(problem))
    assert verdict.kind is outcome
    assert difference in verdict.sentence.lower()
    assert is_whole(verdict.sentence)


@pytest.mark.parametrize(
    "error", [each for each, _ in ERRORS], ids=lambda each: type(each).__name__
)
def test_refusals_of_the_engine_are_whole(error: SentenceError) -> None:
    if isinstance(error, EngineError) and isinstance(error.sentence, Sentence | Chain):
        for text in filter(
            None, (sentence_of(error), short_of(error), *refusal(error).split("\n"))
        ):
            assert not WORD.search(outside_brackets(text)), text


def test_piece_is_found() -> None:
    form = MarkedText("engine", "{count} left out.")
    assert not is_whole(form.format(count="3 rows were"))
    assert not is_whole(form.format(count="3") + " more")
    assert is_whole(form.format(count=MarkedText("engine", "three rows")))
