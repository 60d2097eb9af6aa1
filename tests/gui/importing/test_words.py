import pytest

from engine.reading.choices import Choices
from gui.importing import words


@pytest.mark.parametrize(
    ("field", "offered"),
    [
        ("separator", words.SEPARATORS),
        ("decimal", words.DECIMALS),
        ("thousands", words.THOUSANDS),
        ("comment", words.COMMENTS),
        ("encoding", words.ENCODINGS),
        ("header", words.HEADERS),
    ],
)
def test_every_label_is_valid_option(field: str, offered: dict[object, str]) -> None:
    for value in offered:
        assert getattr(Choices(**{field: value}), field) == value  # type: ignore[arg-type]


def test_encodings_use_standard_spelling() -> None:
    assert [words.encoding_key(key) for key in words.ENCODINGS] == list(words.ENCODINGS)


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("UTF8", "utf-8"),
        ("utf_16_le", "utf-16-le"),
        ("Latin-1", "iso8859-1"),
        ("windows-1252", "cp1252"),
        ("no such", "no such"),
    ],
)
def test_encoding_spellings_are_unified(spelt: str, key: str) -> None:
    assert words.encoding_key(spelt) == key


def test_value_without_label_is_its_label() -> None:
    assert words.label(words.SEPARATORS, ";") == "semicolon"
    assert words.label(words.SEPARATORS, "~") == "~"
