import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.cells import RawRow
from engine.reading.text.records import CellSplitter, Records
from engine.reading.text.text import BLOCK_SIZE

from ..texts import records_of

SIZES = [1, 7, BLOCK_SIZE]


def read(records: Records) -> list[RawRow]:
    return [record for block in records.blocks() for record in records.rows_in(block)]


@pytest.mark.parametrize("size", SIZES)
def test_quoted_number_may_span_lines(size: int) -> None:
    records = records_of('"1\n",2\n\n3,"\r\n4"\n5,6\n', size=size)
    assert read(records) == [(1, ["1", "2"]), (4, ["3", "4"]), (6, ["5", "6"])]


@pytest.mark.parametrize("size", SIZES)
def test_quote_inside_cell_is_kept(size: int) -> None:
    assert read(records_of('1"\n2"3\n', size=size)) == [(1, ['1"']), (2, ['2"3'])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("breaks", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_other_line_breaks_are_ignored(breaks: str, size: int) -> None:
    assert read(records_of(f"1{breaks}2,3\n", size=size)) == [(1, [f"1{breaks}2", "3"])]


@given(st.text('1," \n\r'), st.integers(1, 9))
def test_block_size_does_not_change_records(text: str, size: int) -> None:
    def outcome(size: int) -> list[RawRow] | str:
        try:
            return read(records_of(text, size=size))
        except BadTable as error:
            return str(error)

    assert outcome(size) == outcome(BLOCK_SIZE)


@given(st.lists(st.sampled_from(["1,2", '"1\n",2', '"1","\r\n2"']), min_size=4), st.integers(1, 30))
def test_blocks_hold_whole_records(lines: list[str], size: int) -> None:
    records = records_of("\n".join(lines), size=size)
    rows = [record.cells for block in records.blocks() for record in records.rows_in(block)]
    assert rows == [["1", "2"]] * len(lines)
    assert max(len(block.data) for block in records.blocks()) <= 2 * max(size, 12)


def test_records_can_be_read_twice() -> None:
    records = records_of("1,2")
    assert read(records) == read(records) == [(1, ["1", "2"])]


def test_first_row_gives_next_position() -> None:
    records = records_of('\n \n"ä\n",2\r\n3,4')
    assert records.first_row() == ((3, ["ä", "2"]), (12, 5))


def test_first_row_of_empty_text_fails() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file is empty. It needs at least one row"):
        records_of(" \n,\n").first_row()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("end", ["", "\n5,6\n", '\n"5",6\n'])
@pytest.mark.parametrize("line", ['"3,4', '"3"4,5', "9" * 200_000])
def test_unsplittable_line_is_named(line: str, end: str, size: int) -> None:
    records = records_of(f"1,2\n{line}{end}", size=size)
    with pytest.raises(BadTable, match=r"^t.csv, line 2: this line cannot be split into cells"):
        read(records)


def test_unclosed_quote_is_found_early() -> None:
    records = records_of('1,"2\n' + "3,4\n" * 200_000, size=2**10)
    block = next(records.blocks())
    assert len(block.data) < 2**19
    with pytest.raises(BadTable, match="line 1: this line cannot be split"):
        list(records.rows_in(block))


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "text", ["1  2\t 3 \n", " 1\t\t2 3\t\n", "1 2 3", "\t1 2 3 \r\n", '1 "2" 3\n']
)
def test_space_separator_means_white_space(text: str, size: int) -> None:
    assert read(records_of(text, " ", size=size)) == [(1, ["1", "2", "3"])]


def test_hard_space_does_not_separate() -> None:
    assert read(records_of("1\u00a0234 5", " ")) == [(1, ["1\u00a0234", "5"])]


@pytest.mark.parametrize("size", SIZES)
def test_comments_are_skipped_but_counted(size: int) -> None:
    text = '# a "quote\n1,2 # note\n  # b\n\n3,4\n#5,6'
    assert read(records_of(text, comment="#", size=size)) == [(2, ["1", "2"]), (5, ["3", "4"])]
    assert read(records_of("1%2\n% c", comment="%")) == [(1, ["1%2"])]
    assert read(records_of("// c\n1\n", comment="//")) == [(2, ["1"])]


@pytest.mark.parametrize(
    "failed",
    [
        *("#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!", "#NULL!", "#ERROR!"),
        *("#NV", "#WERT!", "#ÜBERLAUF!", "#N/D", "#¡DIV/0!", "#¿NOMBRE?", "#I/T", "#Н/Д", "#ИМЯ?"),
    ],
)
def test_error_value_is_not_a_comment(failed: str) -> None:
    text = f"{failed},1\n2, {failed}\n"
    assert read(records_of(text, comment="#")) == [(1, [failed, "1"]), (2, ["2", failed])]


def test_first_rows_stop_at_open_quote() -> None:
    lines = ["a, b\n", "\n", "1,2\n", '"3,4\n', "5,6\n"]
    assert CellSplitter(",").first_rows(lines, 9) == [["a", "b"], ["1", "2"]]
    assert CellSplitter(",").first_rows(lines, 1) == [["a", "b"]]


@pytest.mark.parametrize(
    ("line", "is_comment"),
    [
        *(("# x", True), ("  #", True), ("#!x", True), ("#New!", True), ("#NVIDIA", True)),
        *(("#A/B test", True), ("#WARNING! Hot, too", True), ("#REF! 5", False)),
        *(("1 # x", False), ("#N/A", False)),
    ],
)
def test_is_comment_recognises_comment_lines(line: str, is_comment: bool) -> None:
    assert CellSplitter(",", "#").is_comment(line) is is_comment
    assert not CellSplitter(",").is_comment(line)


def test_long_almost_rule_is_fast() -> None:
    line = "-" * 100_000 + "x"
    assert read(records_of(f"{line}|1\n---|===\n|2|3|\n", "|")) == [
        (1, [line, "1"]),
        (3, ["2", "3"]),
    ]


@pytest.mark.parametrize(
    ("text", "sign"), [("#x,y\n#1,2\n#2,3\n", "#"), ("# 1 2\n# 3 4\n", "#"), ("%a\n%1\n", "%")]
)
def test_commented_rows_are_not_empty(text: str, sign: str) -> None:
    with pytest.raises(BadTable, match=f"line 1: every line begins with {sign}, which starts"):
        records_of(text, comment=sign).first_row()
