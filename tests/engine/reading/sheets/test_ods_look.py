import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.reading.sheets import ods_look as look_module
from engine.reading.sheets.ods_look import look_at_ods
from engine.reading.sheets.sheet_look import SheetLook

from ..workbooks import ods, packed

TWO = '<table:table-row><table:table-cell office:value-type="float" office:value="2"'


def changed(path: Path, change: Callable[[str], str]) -> Path:
    """Write a workbook of two sheets whose content is changed."""
    ods(path, {"One": [["a"], [7]], "S": [["x", "y"], [2, 5], [3, 4]]})
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    content = change(members["content.xml"].decode())
    return packed(path, members | {"content.xml": content.encode()})


def look(path: Path) -> SheetLook:
    with zipfile.ZipFile(path) as archive:
        return look_at_ods(archive)["S"]


def test_plain_sheet_is_all_right(tmp_path: Path) -> None:
    assert look(changed(tmp_path / "t.ods", str)) == SheetLook()


@pytest.mark.parametrize("visibility", ["filter", "collapse"])
def test_hidden_rows_are_seen(tmp_path: Path, visibility: str) -> None:
    row = f'<table:table-row table:visibility="{visibility}"'
    found = look(
        changed(tmp_path / "t", lambda s: s.replace(TWO, TWO.replace("<table:table-row", row)))
    )
    assert (found.hidden_rows, found.is_filtered) == ((range(2, 3),), visibility == "filter")


def test_repeated_rows_are_counted(tmp_path: Path) -> None:
    blank = '<table:table-row table:number-rows-repeated="9"><table:table-cell/></table:table-row>'
    hidden = TWO.replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    found = look(changed(tmp_path / "t", lambda s: s.replace(TWO, blank + hidden)))
    assert found.hidden_rows == (range(11, 12),)


def test_groups_of_rows_are_no_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_module, "_BYTES_AT_A_TIME", 100)
    hidden = TWO.replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    group = f"<table:table-row-group>{hidden}"
    found = look(changed(tmp_path / "t", lambda s: s.replace(TWO, group)))
    assert found.hidden_rows == (range(2, 3),)


def test_sheet_of_columns_is_looked_at(tmp_path: Path) -> None:
    column = '<table:table-column table:visibility="collapse"/>'
    rows = '<table:table table:name="S">.*?</table:table>'
    empty = f'<table:table table:name="S">{column}</table:table>'
    found = look(changed(tmp_path / "t", lambda s: re.sub(rows, empty, s)))
    assert found.hidden_columns == (range(1, 2),)


def test_tables_without_name_are_no_sheets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_module, "_BYTES_AT_A_TIME", 100)
    hidden = TWO.replace("<table:table-row", '<table:table-row table:visibility="collapse"')
    nameless = f'<table:table table:style-name="t">{hidden}/></table:table-row></table:table>'
    end = "</office:spreadsheet>"
    found = look(changed(tmp_path / "t", lambda s: s.replace(end, nameless + end)))
    assert found == SheetLook()


def test_hidden_columns_are_seen(tmp_path: Path) -> None:
    columns = (
        '<table:table table:name="S"><table:table-column table:number-columns-repeated="3"/>'
        '<table:table-column table:visibility="collapse" table:number-columns-repeated="2"/>'
    )
    found = look(
        changed(tmp_path / "t", lambda s: s.replace('<table:table table:name="S">', columns))
    )
    assert found.hidden_columns == (range(4, 6),)


@pytest.mark.parametrize(
    "formula",
    [
        'table:formula="of:=[.A2]+1"',
        "table:formula='of:=[.A2]+1'",
        'table:style-name="c" \n table:formula="of:=IF([.A2]>1;2;3)" ',
    ],
)
@pytest.mark.parametrize("size", [2**20, 200])
def test_formula_without_result_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, formula: str, size: int
) -> None:
    monkeypatch.setattr(look_module, "_BYTES_AT_A_TIME", size)
    value = 'office:value-type="float" office:value="4"'
    path = changed(tmp_path / "t.ods", lambda s: s.replace(value, formula))
    with pytest.raises(EngineError, match=r"row 3, column 2 \(y\): this formula was never"):
        read_table(path, sheet="S")
    assert read_table(path, sheet="One").values.tolist() == [[7]]


def test_computed_formula_is_read(tmp_path: Path) -> None:
    value = 'office:value-type="float" office:value="4"'
    path = changed(
        tmp_path / "t.ods", lambda s: s.replace(value, f'table:formula="of:=[.A2]+1" {value}')
    )
    assert read_table(path, sheet="S").values.tolist() == [[2, 5], [3, 4]]


def test_groups_of_rows_are_not_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look_module, "_BYTES_AT_A_TIME", 40)
    rows = "<table:table-rows>" + 3 * "<table:table-row><table:table-cell/></table:table-row>"
    hidden = '<table:table-row table:visibility="collapse"/></table:table-rows>'
    content = f'<office:document-content><table:table table:name="S">{rows}{hidden}'
    found = look(packed(tmp_path / "t", {"content.xml": content}))
    assert found.hidden_rows == (range(4, 5),)
