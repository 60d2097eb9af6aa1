import os
import threading
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading.arrays.arrays import ArrayTable
from engine.reading.opening import open_table
from engine.reading.options import ReadOptions
from engine.reading.sheets.sheet_table import SheetTable
from engine.reading.text.text_tables import TextTable

from ..problems import DATA
from .arrays.test_array_files import npy
from .workbooks import ods, packed, xlsx


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx", "t.npy", "t"])
def test_content_decides_the_reader(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text("1,2\n", encoding="utf-8")
    assert isinstance(open_table(path, ReadOptions()), TextTable)
    path.write_bytes(npy([[1.0, 2.0]]))
    assert isinstance(open_table(path, ReadOptions()), ArrayTable)
    path.unlink()
    packed(path, {"A.npy": npy([[1.0, 2.0]])})
    assert isinstance(open_table(path, ReadOptions()), ArrayTable)
    for write in (xlsx, ods):
        assert isinstance(open_table(write(path, {"S": [[1, 2]]}), ReadOptions()), SheetTable)
    path.write_bytes((DATA / "workbooks" / "sheets.xls").read_bytes())
    assert isinstance(open_table(path, ReadOptions()), SheetTable)


@pytest.mark.parametrize("members", [{"data.csv": "1,2\n"}, {}, {"word/document.xml": "<a/>"}])
def test_other_zip_archives_are_refused(tmp_path: Path, members: dict[str, str]) -> None:
    path = packed(tmp_path / "t.csv", members)
    with pytest.raises(BadTable, match=r"^t.csv: this is a ZIP archive, not a text file or"):
        open_table(path, ReadOptions())


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_missing_file_or_folder_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadTable, match="the file could not be read"):
        open_table(tmp_path / name, ReadOptions())


def test_npz_array_outlives_its_archive(tmp_path: Path) -> None:
    np.savez_compressed(tmp_path / "t.npz", A=np.arange(6.0).reshape(2, 3))
    table = open_table(tmp_path / "t.npz", ReadOptions())
    assert [rows.values.tolist() for rows in table.rows([2, 0])] == [[[2, 0], [5, 3]]]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("data", [b"1,2\n", npy([[1.0, 2.0]])])
def test_table_is_read_from_pipe(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[data])
    writer.start()
    table = open_table(path, ReadOptions())
    writer.join()
    assert [rows.values.tolist() for rows in table.rows([0, 1])] == [[[1, 2]]]
