import tracemalloc
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine import Matrix
from engine.errors import BadTable
from engine.reading.blocks import TableBlocks, read_blocks
from engine.reading.tables import read_table

finite = st.floats(allow_nan=False, allow_infinity=False)
sizes = st.integers(1, 200)


@dataclass(frozen=True, eq=False)
class Written:
    """A table and one way to write it."""

    names: tuple[str, ...]
    values: Matrix
    data: bytes


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Draw a table with or without a header, with blank lines, quotes and spaces added."""
    separator, decimal = draw(st.sampled_from([(",", "."), (";", ","), (";", "."), ("\t", ".")]))
    width = draw(st.integers(1 if decimal == "." else 2, 4))
    values = draw(st.lists(st.lists(finite, min_size=width, max_size=width), min_size=1))
    names = draw(st.sampled_from([(), ("größe", '"in\nm"', "y", "z")]))[:width]
    styles = st.sampled_from(["{}", "{}", "{}", " {} ", '"{}"', '"{}\n"'])
    lines = [separator.join(names)] if names else []
    for row in values:
        cells = [draw(styles).format(repr(value).replace(".", decimal)) for value in row]
        lines += [*draw(st.sampled_from([[], [], [""], [" "]])), separator.join(cells)]
    end = draw(st.sampled_from(["\n", "\r\n", "\r"]))
    text = end.join(lines) + draw(st.sampled_from(["", end, end + end]))
    data = text.encode(draw(st.sampled_from(["utf-8", "utf-8-sig"])))
    return Written(tuple(name.strip('"') for name in names), np.array(values), data)


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("blocks") / "t.csv"


def blocks_of(path: Path, data: bytes | str, size: int) -> TableBlocks:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return read_blocks(path, size=size)


def joined(blocks: TableBlocks) -> Matrix:
    return np.concatenate([block.values for block in blocks])


@given(written(), sizes)
def test_block_size_does_not_change_values(path: Path, table: Written, size: int) -> None:
    blocks = blocks_of(path, table.data, size)
    assert (blocks.name, blocks.names) == ("t.csv", table.names)
    assert blocks.width == table.values.shape[1]
    assert joined(blocks).tobytes() == table.values.tobytes()
    assert joined(blocks).tobytes() == read_table(path).values.tobytes()


@given(st.text('x1,;."\n\r\t\0é'), sizes)
def test_block_size_does_not_change_refusals(path: Path, text: str, size: int) -> None:
    def outcome() -> list[object] | str:
        try:
            table = read_table(path)
        except BadTable:
            return "refused"
        return [table.names, table.values.tolist()]

    def outcome_by_blocks() -> list[object] | str:
        try:
            blocks = read_blocks(path, size=size)
            return [blocks.names, joined(blocks).tolist()]
        except BadTable:
            return "refused"

    path.write_text(text, encoding="utf-8", newline="")
    assert outcome_by_blocks() == outcome()


@given(written(), sizes)
def test_blocks_are_nonempty_and_read_only(path: Path, table: Written, size: int) -> None:
    for block in blocks_of(path, table.data, size):
        assert len(block.values) > 0
        assert block.values.shape[1] == table.values.shape[1]
        assert block.values.dtype == np.float64
        assert block.values.flags.c_contiguous
        assert not block.values.flags.writeable


def test_block_fraction_grows_to_one(path: Path) -> None:
    fractions = [block.fraction for block in blocks_of(path, "x,y\n" + "1,2\n" * 99, 40)]
    assert fractions == sorted(set(fractions))
    assert fractions[0] == pytest.approx(0.1, abs=0.02)
    assert fractions[-1] == 1


def test_size_limits_rows_of_a_block(path: Path) -> None:
    blocks = list(blocks_of(path, "1,2\n" * 1000, 400))
    assert max(len(block.values) for block in blocks) <= 101


def test_memory_does_not_grow_with_file(path: Path) -> None:
    blocks = blocks_of(path, "1.5,2.25\n" * 200_000 + '"1.5",−2\n' * 500, 2**14)
    tracemalloc.start()
    rows = sum(len(block.values) for block in blocks)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert rows == 200_500
    assert peak < 2**20


def test_iterations_over_blocks_are_independent(path: Path) -> None:
    blocks = blocks_of(path, "x\n" + "1\n" * 50, 10)
    pairs = list(zip(blocks, blocks, strict=True))
    assert sum(len(one.values) for one, _ in pairs) == 50
    assert all(np.array_equal(one.values, other.values) for one, other in pairs)


@pytest.mark.parametrize("size", [1, 2**20])
@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("x,y\n1,2\n3,z\n", "t.csv, line 3, column 2 (y): “z” is not a number"),
        ("1,2\n3,4\n5\n", "t.csv, line 3: this row has 1 cell, but the first row has 2."),
        ('"a\nb",y\n1,2\n3,x\n', "t.csv, line 4, column 2 (y): “x” is not a number"),
        ("x,y\n \n,\n", "t.csv: there is a header, but no rows of numbers below it."),
        ("1;2\n1.234;5\n1,5;2", "t.csv, line 2, column 1: 1.234 could mean 1234"),
        ("1;2\n3;\n1,5;1.234", "t.csv, line 2, column 2: the cell is empty"),
    ],
)
def test_error_names_file_line_and_column(path: Path, text: str, message: str, size: int) -> None:
    with pytest.raises(BadTable) as refused:
        joined(blocks_of(path, text, size))
    assert str(refused.value).startswith(message)


def test_blocks_before_a_fault_are_yielded(path: Path) -> None:
    blocks = iter(blocks_of(path, "1,2\n3,4\n5,x\n", 1))
    assert next(blocks).values.tolist() == [[1, 2]]
    assert next(blocks).values.tolist() == [[3, 4]]
    with pytest.raises(BadTable, match="line 3"):
        next(blocks)


@pytest.mark.parametrize("size", [1, 2**20])
def test_only_column_ignores_other_columns(path: Path, size: int) -> None:
    blocks = blocks_of(path, "name,x,y\na,1,2\nb,3,4\n", size).only_column(1)
    assert (blocks.names, blocks.width) == (("x",), 1)
    assert joined(blocks).tolist() == [[1], [3]]
    assert joined(blocks_of(path, "1,2\n3,4\n", size).only_column(1)).tolist() == [[2], [4]]
