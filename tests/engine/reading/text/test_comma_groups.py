import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.comma_groups import find_comma_groups, is_grouped_by_commas, told_commas
from engine.reading.text.text_tables import TextTable

from ..texts import table_of


def values(table: TextTable) -> list[list[float]]:
    columns = range(table.layout.width)
    return [row for rows in table.rows(columns) for row in rows.values.tolist()]


@pytest.mark.parametrize(
    ("text", "first", "columns"),
    [
        ("cost\n1,638,721.70\n1,238,700.10\n", 1638721.7, [1, 638, 721.7]),
        ("# by me\nnet cost\n1,638,721\n2,721,700\n3,700,721\n", 1638721, [1, 638, 721]),
        ("cost\n-1,638,721.5\n-1,238,700.5\n", -1638721.5, [-1, 638, 721.5]),
    ],
)
def test_name_above_groups_is_asked(text: str, first: float, columns: list[float]) -> None:
    with pytest.raises(NeedsChoice, match=r"could be .* columns") as asked:
        table_of(text)
    assert (asked.value.option, asked.value.values) == ("thousands", (",", ""))
    chosen = table_of(text, ReadOptions(thousands=","))
    assert (values(chosen)[0], len(chosen.layout.names)) == ([first], 1)
    assert values(table_of(text, ReadOptions(thousands="")))[0] == columns


def test_uneven_groups_are_one_column() -> None:
    table = table_of("cost\n638.5\n1,638.5\n12,345,678\n")
    assert values(table) == [[638.5], [1638.5], [12345678]]
    assert (table.layout.names, table.notes) == (("cost",), (told_commas("1,638.5"),))
    assert values(table_of("cost\n638.5\n1,638.5\n12,345,678\n", table.options)) == values(table)


@pytest.mark.parametrize("text", ["title\n1,2,3\n4,5,6\n", "My title\n1,638,721.70\n2,1,3\n"])
def test_other_rows_have_a_title(text: str) -> None:
    assert table_of(text).layout.width == 3


@pytest.mark.parametrize(
    "lines", [[], ["cost"], ["a,b", "1,638,721"], ["cost", "1,638"], ["5", "1,638,721"]]
)
def test_other_lines_are_no_groups(lines: list[str]) -> None:
    assert find_comma_groups("t.csv", lines, 1, None) == ""
    assert not is_grouped_by_commas("1,63")


def test_one_comma_is_refused() -> None:
    table = table_of("cost\n1,638\n2,721\n")
    with pytest.raises(BadTable, match="this row has 2 cells"):
        raise table.error_at(next(iter(table.rows([0]))).faults[0])
