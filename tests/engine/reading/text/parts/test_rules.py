import pytest

from engine.errors import BadTable
from engine.reading.faults import NeedsChoice
from engine.reading.options import ReadOptions
from engine.reading.text.parts.rules import LateRules, RuledGroup, cut_totals, may_have_late_rules
from engine.reading.text.records import CellSplitter
from engine.reading.text.text import BLOCK_SIZE

from ...texts import table_of, text_file

SIZES = [1, BLOCK_SIZE]
TWO_ROWS = [[1, 2], [3, 4]]
FRAMED = "+---+---+\n| x | y |\n+---+---+\n| 1 | 2 |\n| 3 | 4 |\n+---+---+\n"


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    ("text", "left_out"),
    [
        ("| x | y |\n|---+---|\n| 1 | 2 |\n| 3 | 4 |\n|---+---|\n| 4 | 6 |\n#+TBLFM: @>=v\n", 1),
        (f"{FRAMED}| 4 | 6 |\n+---+---+\n", 1),
        (f"{FRAMED}| 4 | 6 |\n", 1),
        ("x y\n--- ---\n1 2\n3 4\n--- ---\n4 6\n", 1),
        ("x y\n=== ===\n1 2\n3 4\n=== ===\n4 6\n=== ===\n", 1),
        ("x y\n1 2\n3 4\n---------\n4 6\n", 1),
        ("1 2\n3 4\n-----\n4 6\n", 1),
        ("x|y\n---|---\n1|2\n3|4\n---|---\nTotal|6\nMean|3\n", 2),
        (FRAMED, 0),
        ("| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n", 0),
        ("=== ===\nx   y\n=== ===\n1   2\n3   4\n=== ===\n", 0),
        ("+---+---+\n| x | y |\n+===+===+\n| 1 | 2 |\n+---+---+\n| 3 | 4 |\n+---+---+\n", 0),
    ],
)
def test_totals_below_rule_are_left_out(text: str, left_out: int, size: int) -> None:
    table = table_of(text, size=size)
    assert [row for rows in table.rows([0, 1]) for row in rows.values.tolist()] == TWO_ROWS
    assert len(table.notes) == min(left_out, 1)
    if left_out:
        rows = "1 row below" if left_out == 1 else f"{left_out} rows below"
        assert table.notes[0].startswith(f"{rows} the rule in line ")


@pytest.mark.parametrize(
    "label", ["Total", "TOTAL:", "Sum", "Mean", "Average", "**Total**", "Grand total", "Summe"]
)
def test_labels_mark_totals(label: str) -> None:
    text = f"| n | x |\n|---+---|\n| a | 2 |\n|---+---|\n| b | 4 |\n|---+---|\n| {label} | 6 |\n"
    table = table_of(f"{text}|---+---|\n", ReadOptions(columns=("x",)))
    assert [row for rows in table.rows([1]) for row in rows.values.tolist()] == [[2], [4]]
    assert "1 row below the rule in line 6 was left out" in table.notes[0]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"{FRAMED}| 5 | 6 |\n| 7 | 8 |\n", 6),
        ("x y\n--- ---\n1 2\n3 4\n--- ---\n5 6\n7 8\n", 5),
        ("1 2\n--- ---\n3 4\n5 6\n", 2),
    ],
)
def test_rows_below_a_rule_are_refused(text: str, line: int) -> None:
    with pytest.raises(
        BadTable, match="there is a rule in this line, with 2 rows below"
    ) as refused:
        table_of(text)
    assert refused.value.line == line


@pytest.mark.parametrize(
    "text",
    [
        f"{FRAMED}\n{FRAMED}",
        "\n".join(["| x | y |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n"] * 2),
        "x y\n--- ---\n1 2\n3 4\n\nx y\n--- ---\n1 2\n3 4\n",
    ],
)
def test_ruled_tables_below_each_other_are_choices(text: str) -> None:
    with pytest.raises(NeedsChoice):
        table_of(text)
    for k in (1, 2):
        table = table_of(text, ReadOptions(sheet=k))
        assert [row for rows in table.rows([0, 1]) for row in rows.values.tolist()] == TWO_ROWS
        assert table.layout.names == ("x", "y")


def test_rules_between_commas_are_cells() -> None:
    text = text_file(b"a,---\n1,2\n")
    assert cut_totals(text, ["a,---\n"], CellSplitter(",")) == (text, ())


def test_group_of_totals_has_labels_alone() -> None:
    assert RuledGroup(["| Total | 5 |", "Mean 3"], None).is_total
    assert not RuledGroup(["| Total | 5 |", "Meandering 3"], None).is_total


def rows_of(count: int) -> str:
    return "".join(f"{k}.5  {k % 7}\n" for k in range(count))


@pytest.mark.parametrize("size", [64, 1000, BLOCK_SIZE])
@pytest.mark.parametrize("rule", ["-----", "=====", "---  ---", "-----\n"])
@pytest.mark.parametrize("count", [150, 199, 3000])
def test_late_rule_ends_table(count: int, rule: str, size: int) -> None:
    table = table_of(f"x  y\n{rows_of(count)}{rule}\n4  5\n", size=size)
    found = list(table.rows([0, 1]))
    assert sum(len(rows.values) for rows in found) == count
    notes = [*table.notes, *(note for rows in found for note in rows.notes)]
    line = f"{count + 2:,}"
    assert [*dict.fromkeys(notes)] == [f"1 row below the rule in line {line} was left out (“4 5”)."]


@pytest.mark.parametrize("size", [64, BLOCK_SIZE])
def test_rows_below_late_rule_are_refused(size: int) -> None:
    with pytest.raises(BadTable, match=r"line 252: there is a rule in this line, with 2 rows"):
        table_of(f"x  y\n{rows_of(250)}-----\n4  5\n6  7\n", size=size)
    table = table_of(f"x  y\n{rows_of(20_000)}-----\n4  5\n6  7\n", size=size)
    with pytest.raises(BadTable, match=r"line 20,?002: there is a rule in this line, with 2 rows"):
        list(table.rows([0, 1]))


@pytest.mark.parametrize("size", [64, BLOCK_SIZE])
def test_late_rule_at_end_is_harmless(size: int) -> None:
    table = table_of(f"x  y\n{rows_of(250)}-----\n", size=size)
    found = list(table.rows([0, 1]))
    assert sum(len(rows.values) for rows in found) == 250
    assert not any(rows.notes for rows in found)


def test_only_blank_and_bar_have_late_rules() -> None:
    assert may_have_late_rules(["1 2\n"], CellSplitter(" "))
    assert not may_have_late_rules(["1 2\n", "---\n"], CellSplitter(" "))
    assert not may_have_late_rules(["1,2\n"], CellSplitter(","))


def test_rule_before_watching_is_passed() -> None:
    text = text_file(b"1 2\n---\n3 4\n")
    block = next(text.blocks(text.start, lambda lines: lines))
    watching = LateRules(text, CellSplitter(" "), is_watching=True).end_block(block)
    assert (watching.block.data, watching.is_last) == (b"1 2\n", True)
    passing = LateRules(text, CellSplitter(" "), is_watching=False).end_block(block)
    assert (passing.block, passing.is_last, passing.notes) == (block, False, ())
