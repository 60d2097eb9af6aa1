import pytest

from engine.errors import BadChoice, EngineError
from engine.reading.options import BadRows, HiddenRows, ReadOptions
from engine.shortening import in_quotes_if_text


def test_options_default_to_none() -> None:
    assert ReadOptions() == ReadOptions(
        separator=None,
        decimal=None,
        thousands=None,
        encoding=None,
        header=None,
        comment=None,
        sheet=None,
        skip_rows=None,
        columns=None,
        bad_rows=BadRows.REFUSE,
    )


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("separator", character) for character in (",", ";", "\t", "|", " ", ":", "&", "\u00a0")),
        *(("decimal", character) for character in (".", ",")),
        *(("thousands", character) for character in ("", ",", ".", "'", " ")),
        *(("encoding", name) for name in ("utf-8", "UTF-8-SIG", "utf_16_le", "cp1252", "latin-1")),
        *(("header", value) for value in (True, False)),
        *(("comment", character) for character in ("", "#", "%", "//", "!", "*")),
        *(("sheet", sheet) for sheet in ("Data", "", "2019", 1, 99)),
        *(("skip_rows", count) for count in (0, 1, 10**6)),
        *(("columns", columns) for columns in ((1,), ("x", 3), (2, 1, 2))),
    ],
)
def test_valid_option_is_kept(option: str, value: object) -> None:
    assert getattr(ReadOptions(**{option: value}), option) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("option", "value"),
    [
        *(("separator", character) for character in ("", ",,", "a", "1", ".", "-", '"', "\n", 5)),
        *(("decimal", character) for character in ("", ";", ".,", 1)),
        *(("thousands", character) for character in ("_", ";", "''", 3)),
        *(("encoding", name) for name in ("punycode", "unicode_escape", "raw_unicode_escape")),
        *(("encoding", name) for name in ("", "utf-9", "base64", "rot13", "a\0b", 8, "idna")),
        *(("header", value) for value in ("yes", 0, 1)),
        *(
            ("comment", character)
            for character in ("1", "a", "-", "+", ".", ",", " ", '"', "# ", 1)
        ),
        *(("sheet", sheet) for sheet in (0, -1, True, 1.0)),
        *(("skip_rows", count) for count in (-1, True, 1.5, "1")),
        *(("columns", columns) for columns in ((), (0,), (-1,), (True,), (1.0,), (None,))),
        *(("bad_rows", value) for value in ("drop", "", True)),
        *(("hidden_rows", value) for value in ("hide", "", False)),
        *(
            (name, value)
            for name in ("indicators", "days")
            for value in ((), (0,), (1.5,), (True,))
        ),
    ],
)
def test_invalid_option_is_refused(option: str, value: object) -> None:
    with pytest.raises(BadChoice) as refused:
        ReadOptions(**{option: value})  # type: ignore[arg-type]
    assert (refused.value.choice, refused.value.value) == (option, value)
    assert isinstance(refused.value, EngineError)
    assert str(refused.value).startswith(f"{option} is {in_quotes_if_text(value)}; it must be ")
    assert str(refused.value).endswith(".")


def test_decimal_and_thousands_must_differ() -> None:
    with pytest.raises(BadChoice, match="thousands is “,”; it must be different from the"):
        ReadOptions(decimal=",", thousands=",")


def test_strings_and_lists_are_converted() -> None:
    assert ReadOptions(hidden_rows="skip").hidden_rows is HiddenRows.SKIP  # type: ignore[arg-type]
    options = ReadOptions(bad_rows="skip", columns=[1, "y"])  # type: ignore[arg-type]
    assert options.bad_rows is BadRows.SKIP
    assert options.columns == (1, "y")


@pytest.mark.parametrize(
    ("options", "skipped", "detects"),
    [
        (ReadOptions(), 0, True),
        (ReadOptions(header=True), 0, True),
        (ReadOptions(header=False), 0, False),
        (ReadOptions(skip_rows=0), 0, False),
        (ReadOptions(skip_rows=2), 2, False),
    ],
)
def test_titles_are_detected_unless_options_say(
    options: ReadOptions, skipped: int, detects: bool
) -> None:
    assert (options.rows_to_skip, options.detects_titles) == (skipped, detects)


def test_comment_differs_from_separator() -> None:
    assert ReadOptions(separator=",", comment=";").comment == ";"
    with pytest.raises(BadChoice, match="different from the separator"):
        ReadOptions(separator=";", comment=";")


def test_lone_name_is_one_column() -> None:
    assert ReadOptions(columns="2019").columns == ("2019",)  # type: ignore[arg-type]


@pytest.mark.parametrize("option", ["indicators", "days"])
def test_lone_name_is_one_derived_column(option: str) -> None:
    for value, expected in (("day", ("day",)), (["a", 2], ("a", 2))):
        options = ReadOptions(**{option: value})  # type: ignore[arg-type]
        assert getattr(options, option) == expected
        assert hash(options) == hash(ReadOptions(**{option: expected}))  # type: ignore[arg-type]
