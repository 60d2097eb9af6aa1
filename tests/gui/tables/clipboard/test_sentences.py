import pytest

from engine.verdict.wording import LONGEST
from gui.tables.clipboard import sentences

LONG = "the_mean_temperature_of_the_outer_wall_in_kelvin"


@pytest.mark.parametrize("name", ["", "y", LONG, LONG * 20])
@pytest.mark.parametrize(("rows", "columns"), [(2, 2), (1_000_000, 10_000), (99_999_999, 99_999)])
def test_begun_table_fits_a_line(rows: int, columns: int, name: str) -> None:
    sentence = sentences.begun(rows, columns, name)
    assert len(sentence) <= LONGEST
    assert sentence.startswith(f"Pasted {rows:,} rows of {columns:,} columns; Y is the ")


def test_short_names_stay_whole() -> None:
    said = sentences.begun(4, 3, "weight_in_kg_at_noon")
    assert said == "Pasted 4 rows of 3 columns; Y is the column weight_in_kg_at_noon."


@pytest.mark.parametrize("name", ["", "y", LONG])
def test_advice_fits_a_line(name: str) -> None:
    assert len(sentences.advice_on_y(name)) <= LONGEST


@pytest.mark.parametrize(
    ("rows", "columns", "left"),
    [
        (1, 0, "1 row"),
        (1234, -2, "1,234 rows"),
        (0, 1, "1 column"),
        (-1, 2, "2 columns"),
        (1, 1, "1 row and 1 column"),
        (1, 2, "1 row and 2 columns"),
        (2, 1, "2 rows and 1 column"),
        (2, 3, "2 rows and 3 columns"),
    ],
)
def test_left_over_counts_lines(rows: int, columns: int, left: str) -> None:
    assert sentences.left_over(rows, columns) == f"A still has {left} of the former table."


def test_rounded_numbers_fit_a_line() -> None:
    assert sentences.pasted(2, 3, rounded=False) == "Pasted 2×3 numbers."
    assert len(sentences.pasted(1_000_000, 10_000, rounded=True)) <= LONGEST


def test_nothing_is_left_over() -> None:
    assert sentences.left_over(0, -1) == ""


def test_pasting_tells_its_part() -> None:
    assert sentences.pasting(0.0) == "Pasting … Esc cancels."
    assert sentences.pasting(0.426) == "Pasting 43 % … Esc cancels."
