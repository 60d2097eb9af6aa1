import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import BadTable
from engine.reading.blocks import read_blocks
from engine.reading.faults import BadCells
from engine.reading.formats import json_records
from engine.reading.formats.json_records import read_records
from engine.reading.inputs import in_memory
from engine.reading.options import ReadOptions
from engine.reading.preview import preview
from engine.reading.tables import import_table, read_table


def written(folder: Path, text: str | bytes, name: str = "t.json") -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.json", '[{"x": 1, "y": 2.5}, {"y": 3, "x": -1e3}]'),
        ("t.JSON", '\n[\n {"x": 1,\n "y": 2.5},\n {"y": 3, "x": -1e3}\n]\n'),
        ("t.json", '{"x": 1, "y": 2.5}{"y": 3, "x": -1e3}'),
        ("t.jsonl", '{"x": 1, "y": 2.5}\n\n{"y": 3, "x": -1e3}\n'),
        ("t.ndjson", '\ufeff{"x": 1, "y": 2.5}\r\n{"y": 3, "x": -1e3}'),
    ],
)
def test_records_are_read(tmp_path: Path, name: str, text: str) -> None:
    table = read_table(written(tmp_path, text, name))
    assert table.names == ("x", "y")
    assert table.values.tolist() == [[1, 2.5], [-1000, 3]]
    assert table.notes == ()


def test_other_name_is_refused_as_before(tmp_path: Path) -> None:
    for name in ("t.csv", "t.txt", "t"):
        with pytest.raises(BadTable, match="this is JSON, not a table"):
            read_table(written(tmp_path, '[{"x": 1, "y": 2}]', name))


def test_text_of_that_name_is_text(tmp_path: Path) -> None:
    assert read_table(written(tmp_path, "x,y\n1,2\n")).values.tolist() == [[1, 2]]


CELLS = {
    "null": "the cell is empty",
    "true": "TRUE is a truth value",
    '"a"': "“a” is not a number",
    '""': "the cell is empty",
    "[1]": "the cell holds a list",
    '{"a": 1}': "the cell holds a record",
    "NaN": "nan is not a finite number",
    "-Infinity": "-inf is not a finite number",
    "1e400": "inf is not a finite number",
    "9" * 400: "is not a finite number",
    '"12 %"': "“12 %” is not a number",
}


@pytest.mark.parametrize("cell", CELLS)
def test_cell_without_number_is_named(tmp_path: Path, cell: str) -> None:
    text = f'{{"x": 1, "y": 2}}\n{{"x": 1,\n"y": {cell}}}\n{{"x": 2, "y": 2}}'
    path = written(tmp_path, text, "t.jsonl")
    with pytest.raises(BadTable) as caught:
        read_table(path)
    assert "t.jsonl, line 2, column 2 (y): " in str(caught.value)
    assert CELLS[cell] in str(caught.value).replace("−", "-")
    assert len(str(caught.value)) < 400
    assert read_table(path, bad_rows="skip").values.tolist() == [[1, 2], [2, 2]]


def test_missing_key_is_an_empty_cell(tmp_path: Path) -> None:
    path = written(tmp_path, '{"x": 1, "y": 2}\n{"y": 2}\n', "t.jsonl")
    with pytest.raises(BadTable, match=r"line 2, column 1 \(x\): the cell is empty"):
        read_table(path)


def test_number_stored_as_text_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"x": "1.5", "y": 1}, {"x": "-2e3", "y": 2}]')
    assert read_table(path).values.tolist() == [[1.5, 1], [-2000, 2]]


@pytest.mark.parametrize("whole", [2**53 + 1, 10**17 + 1, 10**20 + 1])
def test_lost_digits_are_told(tmp_path: Path, whole: int) -> None:
    for others in ("", ', "z": 0.5'):
        path = written(tmp_path, f'[{{"x": {whole}{others}, "y": 1}}, {{"x": 0.5, "y": 2}}]')
        table = read_table(path, columns=["x", "y"])
        assert table.values[0, 0] == float(whole)
        assert f"{whole} becomes {int(float(whole))}" in table.notes[0]


def test_key_that_comes_late_is_told(tmp_path: Path) -> None:
    rows = [{"x": k, "y": k / 7} | ({"z": 1} if k == 2999 else {}) for k in range(5000)]
    path = written(tmp_path, "\n".join(map(json.dumps, rows)), "t.jsonl")
    with pytest.raises(BadTable, match=r"line 3000: this record has the key “z”, which none of"):
        read_table(path)
    assert len(read_table(path, bad_rows="skip").values) == 4999


def test_key_that_comes_early_is_a_column(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"x": 1}, {"x": 2, "y": 3}]')
    assert preview(path).names == ("x", "y")


def test_key_that_comes_twice_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, '[{"x": 1, "y": 2}, {"x": 1, "y": 2, "x": 3}]')
    with pytest.raises(BadTable, match="line 1: this record has the key “x” twice"):
        read_table(path)


BROKEN = {
    '[{"x": 1},': "damaged or ends early",
    '[{"x": 1}': "damaged or ends early",
    '[{"x": 1},]': "damaged or ends early",
    '[{"x": 1}] 5': "damaged or ends early",
    '[{"x": 1} {"x": 2}]': "damaged or ends early",
    '{"x": 1 "y": 2}': "damaged or ends early",
    "[]": "holds no records",
    "{}": "its records have no keys",
    "[1, 2]": "no JSON record",
    '[{"x": 1}, 2]': "no JSON record",
    '{"x": [1, 2], "y": [3, 4]}': "a record of lists or records",
    '{"x": {"0": 1}, "y": {"0": 2}}': 'orient="records"',
    "[" * 100_000: "damaged or ends early",
    '{"x": ' + "[" * 100_000: "damaged or ends early",
}


@pytest.mark.parametrize("text", BROKEN, ids=range(len(BROKEN)))
def test_broken_json_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(BadTable, match=BROKEN[text]):
        read_table(written(tmp_path, text))


def test_place_of_damage_is_named(tmp_path: Path) -> None:
    rows = [json.dumps({"x": k, "y": k}) for k in range(30_000)]
    rows[20_000] = '{"x": 1; "y": 2}'
    with pytest.raises(BadTable, match="line 20001: the JSON is damaged"):
        read_table(written(tmp_path, "\n".join(rows), "t.jsonl"))


def test_other_encoding_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="not in UTF-8"):
        read_table(written(tmp_path, '[{"größe": 1, "y": 2}]'.encode("latin-1")))


def test_long_record_is_refused(tmp_path: Path) -> None:
    text = '[{"x": "' + "a" * 2**23 + '", "y": 1}]'
    with pytest.raises(BadTable, match="this record takes more than"):
        read_table(written(tmp_path, text[:-4]))


def test_large_file_is_streamed(tmp_path: Path) -> None:
    values = np.random.default_rng(2).normal(size=(20_000, 3))
    lines = [json.dumps(dict(zip("abc", row, strict=True))) for row in values.tolist()]
    path = written(tmp_path, "[" + ",\n".join(lines) + "]")
    assert read_table(path).values.tobytes() == values.tobytes()
    blocks = list(read_blocks(path))
    assert len(blocks) > 5
    fractions = [block.fraction for block in blocks]
    assert fractions == sorted(fractions)
    assert fractions[-1] == 1


def test_all_faults_are_counted(tmp_path: Path) -> None:
    rows = [{"x": None if k % 100 == 0 else k, "y": k} for k in range(5000)]
    with pytest.raises(BadCells) as caught:
        import_table(written(tmp_path, json.dumps(rows)))
    assert caught.value.faults.by_column == {1: 50}


def test_sheet_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="has no sheets"):
        preview(written(tmp_path, '[{"x": 1, "y": 2}]'), ReadOptions(sheet=1))


@given(
    st.lists(st.dictionaries(st.text(max_size=3), st.floats(-1e9, 1e9), max_size=3), max_size=9),
    st.integers(1, 30),
)
def test_pieces_make_no_difference(rows: list[dict[str, float]], piece: int) -> None:
    for text in (json.dumps(rows), "\n".join(map(json.dumps, rows))):
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(json_records, "_PIECE", piece)
            found = list(read_records(in_memory("t", text.encode())))
        assert [dict(each.pairs) for each in found] == rows
