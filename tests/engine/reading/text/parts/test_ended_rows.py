import pytest

from engine.reading.faults import NeedsChoice
from engine.reading.notes import semicolons_left_out
from engine.reading.options import ReadOptions
from engine.reading.text.parts.ended_rows import commas_part_ended_rows, without_ends

from ...texts import table_of, text_file


def values_of(text: str, options: ReadOptions | None = None) -> list[list[float]]:
    """Return the rows of a text."""
    table = table_of(text, options)
    found = table.rows(range(table.layout.width))
    return [row for rows in found for row in rows.values.tolist()]


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n", "\n\n"])
@pytest.mark.parametrize(
    "text", ["x,y;\n1,2;\n3,4;\n", "x, y;\n1, 2;\n3, 4;\n", "# a\nx,y;\n1,2;\n3,4;"]
)
def test_header_shows_the_separator(text: str, end: str) -> None:
    text = text.replace("\n", end)
    assert values_of(text) == [[1, 2], [3, 4]]
    assert table_of(text).layout.names == ("x", "y")
    assert semicolons_left_out() in table_of(text).notes
    assert values_of(text, table_of(text).options) == [[1, 2], [3, 4]]


def test_blanks_show_the_separator() -> None:
    assert values_of("1, 2;\n3, 4;\n") == [[1, 2], [3, 4]]


def test_commas_without_names_are_doubtful() -> None:
    text = "1,2;\n3,4;\n"
    with pytest.raises(NeedsChoice, match=r"the numbers 1 and 2, or 1\.2") as caught:
        table_of(text)
    assert (caught.value.option, caught.value.values) == ("decimal", (".", ","))
    assert values_of(text, ReadOptions(decimal=".")) == [[1, 2], [3, 4]]
    assert values_of(text, ReadOptions(decimal=",")) == [[1.2], [3.4]]


@pytest.mark.parametrize(
    "text",
    ["Price, net;\n1,2;\n3,4;\n", "x;\n1,2;\n3,4;\n", "1,234;\n3,456;\n", "x;y;\n1,2;3;\n4;5;\n"],
)
def test_decimal_commas_stay(text: str) -> None:
    lines = text.splitlines(keepends=True)
    assert not commas_part_ended_rows(text_file(text.encode()), lines, "", ReadOptions())


def test_semicolon_between_later_cells_is_refused() -> None:
    text = "x,y;\n" + "1,2;\n" * 300 + "3,4;5;\n"
    table = table_of(text)
    faults = [fault for rows in table.rows([0, 1]) for fault in rows.faults]
    assert [fault.text for fault in faults] == ["4 5"]


def test_ends_become_blanks() -> None:
    text = without_ends(text_file(b"1,2;\n"))
    assert next(text.blocks(text.start, lambda lines: lines)).data == b"1,2 \n"
