"""Digits above or below the line in a cell."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.reading.sheets.raised_digits import (
    Line,
    has_raised_strings,
    is_raised_number,
    mark_raised,
    raised_styles,
    shown_raised,
)

from ..workbooks import ods, packed, xlsx

SUPER = '<rPr><b/><vertAlign val="superscript"/></rPr>'
SUB = '<rPr><vertAlign val="subscript"/></rPr>'
BOLD = "<rPr><b/></rPr>"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def run(text: str, style: str = "") -> str:
    return f'<r>{style}<t xml:space="preserve">{text}</t></r>'


def changed(path: Path, member: str, old: str, new: str) -> Path:
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    assert old in members[member]
    return packed(path, {**members, member: members[member].replace(old, new, 1)})


def inline(folder: Path, runs: str) -> Path:
    path = xlsx(folder / "a.xlsx", {"S": [["x", "y"], [1.5, 2], [31415, 4], [5, 6]]})
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(path) as archive:
        text = archive.read(sheet).decode()
    start = text.rindex("<c ", 0, text.index("31415"))
    end = text.index("</c>", start) + len("</c>")
    cell = f'<c r="A3" t="inlineStr"><is>{runs}</is></c>'
    return changed(path, sheet, text[start:end], cell)


def shared(folder: Path, runs: str) -> Path:
    path = inline(folder, runs)
    path = changed(
        path, "xl/worksheets/sheet1.xml", f't="inlineStr"><is>{runs}</is>', 't="s"><v>0</v>'
    )
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name).decode() for name in archive.namelist()}
    strings = "xl/sharedStrings.xml"
    path = packed(path, {**members, strings: f"<sst><si>{runs}</si></sst>"})
    link = f'<Relationship Id="rId99" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>'
    name = "xl/_rels/workbook.xml.rels"
    return changed(path, name, "</Relationships>", f"{link}</Relationships>")


RAISED = [
    (run("2.5") + run("1", SUPER), "2.5¹"),
    (run("10") + run("3", SUPER) + run(" "), "10³"),
    (run("10") + run("-12", SUPER), "10⁻¹²"),
    (run("7") + run("2", SUB), "7₂"),
    (run("1", SUPER) + run("7"), "¹7"),
    (run("10") + run("2.5", SUPER), "10^2.5"),
    (run("1,234") + run("5", SUPER), "1,234⁵"),
    (run("3") + run("0", BOLD) + run("2", SUPER), "30²"),
]


@pytest.mark.parametrize("write", [inline, shared])
@pytest.mark.parametrize(("runs", "text"), RAISED)
def test_raised_digits_are_no_number(
    tmp_path: Path, write: Callable[[Path, str], Path], runs: str, text: str
) -> None:
    path = write(tmp_path, runs)
    with pytest.raises(EngineError, match=r"row 3, column 1 \(x\)") as refused:
        read_table(path)
    assert text in str(refused.value)
    table = read_table(path, bad_rows="skip")
    assert table.values.tolist() == [[1.5, 2], [5, 6]]


@pytest.mark.parametrize("write", [inline, shared])
@pytest.mark.parametrize(
    "runs",
    [
        run("3") + run("0", BOLD),
        run("30", SUPER),
        run("3") + run("0", '<rPr><vertAlign val="baseline"/></rPr>'),
        run("30") + run(" ", SUPER),
    ],
)
def test_plain_rich_number_is_read(
    tmp_path: Path, write: Callable[[Path, str], Path], runs: str
) -> None:
    assert read_table(write(tmp_path, runs)).values.tolist() == [[1.5, 2], [30, 4], [5, 6]]


def test_raised_unit_stays_as_it_is() -> None:
    data = f"<si>{run('area (m')}{run('2', SUPER)}{run(')')}</si>".encode()
    assert mark_raised(data) == data
    assert not has_raised_strings(data)


def test_strings_with_prefix_are_found() -> None:
    runs = run("10") + run("3", SUPER)
    assert has_raised_strings(
        f"<x:si>{runs}</x:si>".replace("<r", "<x:r").replace("<t", "<x:t").encode()
    )


@pytest.mark.parametrize(
    ("position", "text"),
    [("super 58%", "10³"), ("sub 58%", "10₃"), ("33% 58%", "10³"), ("-33% 58%", "10₃")],
)
def test_raised_span_is_no_number(tmp_path: Path, position: str, text: str) -> None:
    path = ods(tmp_path / "a.ods", {"S": [["x", "y"], [1.5, 2], ["marked", 4], [5, 6]]})
    path = with_styles(path, position)
    with pytest.raises(EngineError, match=r"row 3, column 1 \(x\)") as refused:
        read_table(path)
    assert text in str(refused.value)
    assert read_table(path, bad_rows="skip").values.tolist() == [[1.5, 2], [5, 6]]


def with_styles(path: Path, position: str) -> Path:
    space = 'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"'
    style = (
        f'<office:automatic-styles><style:style {space} style:name="T1" style:family="text">'
        f'<style:text-properties style:text-position="{position}"/></style:style>'
        "</office:automatic-styles><office:body>"
    )
    path = changed(path, "content.xml", "<office:body>", style)
    span = '10<text:span text:style-name="T1">3</text:span>'
    return changed(path, "content.xml", "marked", span)


def test_span_on_the_line_is_read(tmp_path: Path) -> None:
    path = ods(tmp_path / "a.ods", {"S": [["x", "y"], [1.5, 2], ["marked", 4], [5, 6]]})
    assert read_table(with_styles(path, "0% 100%")).values[1].tolist() == [103, 4]


def test_each_style_has_its_own_position() -> None:
    styles = b"".join(
        b'<style:style style:name="%b"><style:text-properties %b/></style:style>' % each
        for each in ((b"A", b""), (b"B", b' style:text-position="sub 58%"'), (b"C", b""))
    )
    assert raised_styles(styles) == {b"B": Line.BELOW}


def test_cut_off_string_stays_as_it_is() -> None:
    data = b"<si><r><t>1</t></r><r><vertAlign val='superscript'/><t>2"
    assert mark_raised(data) == data


def test_struck_digits_are_shown() -> None:
    assert is_raised_number([("3", Line.STRUCK), ("4", Line.ON)])
    assert shown_raised("3", Line.STRUCK) == "~3~"


def test_many_raised_strings_are_marked() -> None:
    # Searched to the end of the part for each string, this would take minutes.
    data = f"<si>{run('1')}{run('2', SUPER)}</si>".encode() * 30_000
    assert mark_raised(data).count("²".encode()) == 30_000
