import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading import Record, Records
from engine.text import BLOCK_SIZE

from .texts import records_of

SIZES = [1, 7, BLOCK_SIZE]


def read(records: Records) -> list[Record]:
    return [record for block in records.blocks() for record in records.within(block)]


@pytest.mark.parametrize("size", SIZES)
def test_a_quoted_number_may_span_lines(size: int) -> None:
    records = records_of('"1\n",2\n\n3,"\r\n4"\n5,6\n', names=("x", "y"), size=size)
    assert read(records) == [(2, ["1", "2"]), (5, ["3", "4"]), (7, ["5", "6"])]


@pytest.mark.parametrize("size", SIZES)
def test_a_quote_within_a_cell_is_one_of_its_characters(size: int) -> None:
    assert read(records_of('1"\n2"3\n', size=size)) == [(1, ['1"']), (2, ['2"3'])]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("breaks", ["\x0b", "\x0c", "\x1c", "\x85", "\u2028"])
def test_only_a_line_feed_or_a_carriage_return_ends_a_line(breaks: str, size: int) -> None:
    assert read(records_of(f"1{breaks}2,3\n", size=size)) == [(1, [f"1{breaks}2", "3"])]


@given(st.text('1," \n\r'), st.integers(1, 9))
def test_records_are_the_same_in_blocks_of_any_size(text: str, size: int) -> None:
    def outcome(size: int) -> list[Record] | str:
        try:
            return read(records_of(text, names=("x",), size=size))
        except BadTable as error:
            return str(error)

    assert outcome(size) == outcome(BLOCK_SIZE)


@given(st.lists(st.sampled_from(["1,2", '"1\n",2', '"1","\r\n2"']), min_size=4), st.integers(1, 30))
def test_no_block_holds_a_record_in_part_nor_many_more_than_asked_for(
    lines: list[str], size: int
) -> None:
    records = records_of("\n".join(lines), size=size)
    rows = [record.cells for block in records.blocks() for record in records.within(block)]
    assert rows == [["1", "2"]] * len(lines)
    assert max(len(block.data) for block in records.blocks()) <= 2 * max(size, 12)


def test_records_can_be_read_again_and_again() -> None:
    records = records_of("1,2")
    assert read(records) == read(records) == [(1, ["1", "2"])]


def test_the_first_record_tells_where_the_second_begins() -> None:
    records = records_of('\n \n"ä\n",2\r\n3,4', names=("x", "y"))
    assert records.first() == ((4, ["ä", "2"]), (12, 6))


def test_without_a_record_there_is_no_first_one() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file is empty. It needs at least one row"):
        records_of(" \n,\n", names=("x", "y")).first()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("end", ["", "\n5,6\n", '\n"5",6\n'])
@pytest.mark.parametrize("line", ['"3,4', '"3"4,5', "9" * 200_000])
def test_a_line_that_cannot_be_split_is_named(line: str, end: str, size: int) -> None:
    records = records_of(f"1,2\n{line}{end}", names=("x", "y"), size=size)
    with pytest.raises(BadTable, match=r"^t.csv, line 3: this line cannot be split into cells"):
        read(records)


def test_a_quote_that_nothing_closes_is_not_searched_to_the_end() -> None:
    records = records_of('1,"2\n' + "3,4\n" * 200_000, names=("x", "y"), size=2**10)
    block = next(records.blocks())
    assert len(block.data) < 2**19
    with pytest.raises(BadTable, match="line 2: this line cannot be split"):
        list(records.within(block))


def test_a_bad_cell_is_named_by_line_and_column_and_header() -> None:
    named = records_of("1,2", names=("x", "y"))
    assert str(named.bad_cell(Record(7, []), 1, "no.")) == "t.csv, line 7: column 2 (y): no."
    unnamed = records_of("1,2")
    assert str(unnamed.bad_cell(Record(7, []), 0, "no.")) == "t.csv, line 7: column 1: no."
