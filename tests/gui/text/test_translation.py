"""Sentences in another language, and in English without a catalogue."""

from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

from engine import EngineError
from engine.errors import BadSetting, BadTable
from engine.language.sentence import Beginning, Chain, marked
from engine.settings import Settings
from engine.shortening import fitted
from gui.text import translation
from gui.text.message import refusal, sentence_of, short_of
from gui.text.translation import CATALOGUE, plural, translate, translated

ROWS = plural("importing", "{n} rows", "{n} row", 1)


class Brackets(QTranslator):
    """A catalogue in which every sentence is in angle brackets."""

    def translate(
        self,
        context: str,
        sourceText: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str:
        """Return the sentence in brackets, in the form for the count."""
        return f"⟨{disambiguation if n == 1 else sourceText}⟩"


@pytest.fixture
def brackets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_catalogue", Brackets())


class Portuguese(Brackets):
    """A catalogue that names its language as Qt does."""

    def language(self) -> str:
        """Return the language with the country."""
        return "pt_BR"


def test_language_is_named_as_in_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    assert translation.language() == "en"
    monkeypatch.setattr(translation, "_catalogue", Portuguese())
    assert translation.language() == "pt-BR"


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    assert translation._read_catalogue({}, tmp_path / "languages") is None
    assert translate("importing", "No rows.") == "No rows."
    text = marked("engine", "no numbers")
    assert translated(text) is text


def test_missing_catalogue_leaves_english(tmp_path: Path) -> None:
    assert translation._read_catalogue({CATALOGUE: str(tmp_path / "none.qm")}, tmp_path) is None


@pytest.mark.parametrize(
    ("count", "written"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows"), (12_345, "12,345 rows")]
)
def test_plural_follows_the_count(count: int, written: str) -> None:
    assert ROWS(count) == written


@pytest.mark.usefixtures("brackets")
def test_catalogue_is_asked_by_count() -> None:
    assert (ROWS(1), ROWS(2)) == ("⟨1 row⟩", "⟨2 rows⟩")


def test_unknown_sentence_stays_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(translation, "_catalogue", QTranslator())
    assert translate("importing", "No rows.") == "No rows."
    assert ROWS(2) == "2 rows"


@pytest.mark.usefixtures("brackets")
def test_facts_are_translated_too() -> None:
    rule = marked("engine", "zero or more")
    said = marked("engine", "It must be {rule}.").format(rule=rule)
    assert translated(said) == "⟨It must be ⟨zero or more⟩.⟩"
    assert translated("any other text") == "any other text"


@pytest.mark.usefixtures("brackets")
def test_short_sentences_are_fitted_again() -> None:
    name = "x" * 60
    said = fitted(marked("engine", "“{name}” cannot be read."), names={"name": name})
    assert len(translated(said)) <= 72
    assert translated(said).startswith("⟨“xxx")


@pytest.mark.usefixtures("brackets")
def test_parts_are_translated_apart() -> None:
    chain = Chain(marked("engine", "{place}: "), marked("engine", "no number."))
    assert translated(chain) == "⟨{place}: ⟩⟨no number.⟩"


@pytest.mark.usefixtures("brackets")
@pytest.mark.parametrize(
    ("english", "whole", "told"),
    [
        ("It is empty.", "It is empty. Type one.", "⟨It is empty."),
        ("more than zero", "more than zero: there is no quotient", "⟨more than zero"),
    ],
)
def test_beginnings_are_cut_again(english: str, whole: str, told: str) -> None:
    assert translated(Beginning(english, marked("engine", whole))) == told


@pytest.mark.usefixtures("brackets")
def test_errors_are_told_by_the_window() -> None:
    with pytest.raises(BadSetting) as raised:
        Settings(h=0)
    assert str(raised.value).startswith("step h is 0; it must be more than zero")
    told = "⟨⟨step h⟩ is 0; it must be ⟨more than zero: without a step there is no quotient⟩.⟩"
    assert sentence_of(raised.value) == told
    assert refusal(raised.value) == f"{short_of(raised.value)}\n{told}"


@pytest.mark.usefixtures("brackets")
def test_places_are_told_by_the_window() -> None:
    error = BadTable("a.csv", marked("engine", "it has no sheets."), line=3)
    assert sentence_of(error) == "⟨a.csv, ⟨line 3⟩: ⟨it has no sheets.⟩⟩"


def test_plain_errors_stay_as_they_are() -> None:
    assert sentence_of(EngineError("as it is")) == "as it is"
    assert (sentence_of(ValueError("so")), short_of(ValueError("so"))) == ("so", "")
