import zipfile
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading.sheets import workbook_limits
from engine.reading.sheets.workbook_limits import check_workbook
from engine.reading.tables import read_table

from ..workbooks import Rows, ods, packed, xlsx
from ..xlsb import xlsb_members

ROWS: Rows = [["x", "y"], *([k, 0] for k in range(2000))]


def check(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        check_workbook("t", archive)


@pytest.mark.parametrize("kind", ["xlsx", "ods", "xlsb"])
def test_unpacked_size_is_limited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    path = tmp_path / "t"
    if kind == "xlsb":
        packed(path, xlsb_members(ROWS))
    else:
        (xlsx if kind == "xlsx" else ods)(path, {"S": ROWS})
    which = "XLSX" if kind == "xlsx" else "OTHERS"
    check(path)
    monkeypatch.setattr(workbook_limits, f"MOST_IN_{which}", 2**10)
    check(path)  # the ratio is ordinary
    monkeypatch.setattr(workbook_limits, f"HIGHEST_RATIO_IN_{which}", 3)
    with pytest.raises(BadTable, match="would unpack to"):
        check(path)


def test_one_swollen_member_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": [["x", "y"], [1, 2]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    packed(path, members | {"xl/media/picture": bytes(2**20)})
    assert read_table(path).values.tolist() == [[1, 2]]
    monkeypatch.setattr(workbook_limits, "MOST_IN_XLSX", 2**19)
    with pytest.raises(BadTable, match=r"^t.xlsx: this archive would unpack to [0-9,]+ MB"):
        read_table(path)


def test_member_larger_than_claimed_is_refused(tmp_path: Path) -> None:
    path = xlsx(tmp_path / "t.xlsx", {"S": ROWS})
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\1\2")
    claim = int.from_bytes(data[entry + 24 : entry + 28], "little")
    data[entry + 24 : entry + 28] = (claim - 1).to_bytes(4, "little")
    path.write_bytes(data)
    with pytest.raises(BadTable, match=r"^t.xlsx: this archive is damaged"):
        read_table(path)
