import pytest

from engine.errors import BadChoice, EngineError
from engine.reading.choices import BadRows, Choices


def test_nothing_chosen_is_all_left_open() -> None:
    assert Choices() == Choices(
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
    ("choice", "value"),
    [
        *(("separator", sign) for sign in (",", ";", "\t", "|", " ", ":", "&", "\u00a0")),
        *(("decimal", sign) for sign in (".", ",")),
        *(("thousands", sign) for sign in ("", ",", ".", "'", " ")),
        *(("encoding", name) for name in ("utf-8", "UTF-8-SIG", "utf_16_le", "cp1252", "latin-1")),
        *(("header", value) for value in (True, False)),
        *(("comment", sign) for sign in ("", "#", "%", "//", "!", "*")),
        *(("sheet", place) for place in ("Data", "", "2019", 1, 99)),
        *(("skip_rows", count) for count in (0, 1, 10**6)),
        *(("columns", columns) for columns in ((1,), ("x", 3), (2, 1, 2))),
    ],
)
def test_what_makes_sense_is_kept(choice: str, value: object) -> None:
    assert getattr(Choices(**{choice: value}), choice) == value  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("choice", "value"),
    [
        *(("separator", sign) for sign in ("", ",,", "a", "1", ".", "-", '"', "\n", 5)),
        *(("decimal", sign) for sign in ("", ";", ".,", 1)),
        *(("thousands", sign) for sign in ("_", ";", "''", 3)),
        *(("encoding", name) for name in ("", "utf-9", "base64", "rot13", "a\0b", 8)),
        *(("header", value) for value in ("yes", 0, 1)),
        *(("comment", sign) for sign in ("1", "a", "-", "+", ".", ",", ";", " ", '"', "# ", 1)),
        *(("sheet", place) for place in (0, -1, True, 1.0)),
        *(("skip_rows", count) for count in (-1, True, 1.5, "1")),
        *(("columns", columns) for columns in ((), (0,), (-1,), (True,), (1.0,), (None,))),
        *(("bad_rows", value) for value in ("drop", "", True)),
    ],
)
def test_what_makes_none_is_refused_with_a_sentence(choice: str, value: object) -> None:
    with pytest.raises(BadChoice) as refused:
        Choices(**{choice: value})  # type: ignore[arg-type]
    assert (refused.value.choice, refused.value.value) == (choice, value)
    assert isinstance(refused.value, EngineError)
    assert str(refused.value).startswith(f"{choice} is {value!r}; it must be ")
    assert str(refused.value).endswith(".")


def test_one_sign_cannot_mark_decimals_and_group_thousands() -> None:
    with pytest.raises(BadChoice, match="thousands is ','; it must be another sign than the"):
        Choices(decimal=",", thousands=",")


def test_bad_rows_may_be_said_by_name_and_columns_be_any_sequence() -> None:
    options = Choices(bad_rows="skip", columns=[1, "y"])  # type: ignore[arg-type]
    assert options.bad_rows is BadRows.SKIP
    assert options.columns == (1, "y")


@pytest.mark.parametrize(
    ("options", "skipped", "seeks"),
    [
        (Choices(), 0, True),
        (Choices(header=True), 0, True),
        (Choices(header=False), 0, False),
        (Choices(skip_rows=0), 0, False),
        (Choices(skip_rows=2), 2, False),
    ],
)
def test_titles_are_sought_where_nothing_is_said(
    options: Choices, skipped: int, seeks: bool
) -> None:
    assert (options.rows_to_skip, options.detects_titles) == (skipped, seeks)
