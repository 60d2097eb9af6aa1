import io
import re
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from engine import EngineError, read_table
from engine.reading.sheets.plain_workbook import find_workbook, needs_rewriting, plain_workbook

from ..workbooks import Rows, ods, packed, xlsx

ROWS: Rows = [["x", "y & z"], [1, 2.5], [3, "date:45000"]]
VALUES: Rows = [[1, 2.5], [3, 4]]
Members = Mapping[str, bytes]


def members(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def in_utf16(data: bytes) -> bytes:
    return b"\xff\xfe" + ('<?xml version="1.0" encoding="UTF-16"?>' + data.decode()).encode(
        "utf-16-le"
    )


def renamed(found: Members, old: str, new: str) -> Members:
    """Return members at other places, with whatever refers to them."""
    return {
        name.replace(old, new): data.replace(old.encode(), new.encode())
        for name, data in found.items()
    }


def with_type(found: Members, part: str) -> Members:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    types = f'<Types><Override PartName="/{part}" ContentType="{kind}"/></Types>'
    return {**found, "[Content_Types].xml": types.encode()}


def at_root(found: Members) -> Members:
    return with_type(
        {name.removeprefix("xl/"): data.replace(b'"xl/', b'"') for name, data in found.items()},
        "workbook.xml",
    )


def strict(found: Members) -> Members:
    main, links = (
        b"schemas.openxmlformats.org/spreadsheetml/2006/main",
        b"schemas.openxmlformats.org/officeDocument/2006/relationships",
    )
    return {
        name: data.replace(main, b"purl.oclc.org/ooxml/spreadsheetml/main").replace(
            links, b"purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, data in found.items()
    }


def with_targets(found: Members, change: Callable[[bytes], bytes]) -> Members:
    name = "xl/_rels/workbook.xml.rels"
    return {**found, name: re.sub(rb'(?<=Target=")[^"]*', lambda m: change(m[0]), found[name])}


@pytest.mark.parametrize(
    "change",
    [
        at_root,
        strict,
        lambda m: with_type(renamed(m, "xl/", "calc/"), "calc/workbook.xml"),
        lambda m: with_type(renamed(m, "workbook.xml", "book.xml"), "xl/book.xml"),
        lambda m: renamed(m, "styles.xml", "looks.xml"),
        lambda m: with_targets(m, lambda t: b"/xl/" + t),
        lambda m: with_targets(m, lambda t: b"../xl/" + t),
        lambda m: with_targets(m, lambda t: b"./" + t),
        lambda m: with_targets(m, lambda t: t.replace(b"/", b"\\")),
        lambda m: with_targets(m, lambda t: t.replace(b"sheet", b"%73heet")),
        lambda m: {n: in_utf16(d) if "sheets/" in n else d for n, d in m.items()},
        lambda m: {n: in_utf16(d) for n, d in m.items()},
    ],
)
def test_parts_may_be_anywhere(tmp_path: Path, change: Callable[[Members], Members]) -> None:
    found = members(xlsx(tmp_path / "t.xlsx", {"S": ROWS}))
    path = packed(tmp_path / "t.xlsx", change(found))
    with pytest.raises(EngineError, match=r"row 3, column 2 \(y & z\): 2023-03-15 is a date"):
        read_table(path)
    assert read_table(path, bad_rows="skip").values.tolist() == [[1, 2.5]]


def test_other_archives_have_no_workbook(tmp_path: Path) -> None:
    for found in ({"a": b""}, {"[Content_Types].xml": b"<Types/>"}, {"[Content_Types].xml": b"<"}):
        with zipfile.ZipFile(packed(tmp_path / "t", found)) as archive:
            assert find_workbook(archive) is None
            assert not needs_rewriting(archive)
        with pytest.raises(EngineError, match="this is a ZIP archive"):
            read_table(tmp_path / "t")


@pytest.mark.parametrize("encoding", ["UTFm8", "utf-7", "idna", "hex", "punycode", "big5"])
@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_unknown_encodings_do_no_harm(tmp_path: Path, part: str, encoding: str) -> None:
    found = members(xlsx(tmp_path / "t.xlsx", {"S": ROWS}))
    found[part] = f'<?xml version="1.0" encoding="{encoding}"?>'.encode() + found[part]
    path = packed(tmp_path / "t.xlsx", found)
    assert read_table(path, bad_rows="skip").values.tolist() == [[1, 2.5]]


@pytest.mark.parametrize(
    "change",
    [
        lambda s: s.replace("><", ">\n  <"),
        lambda s: s.replace("><", ">\r\n\t<"),
        lambda s: s.replace("<table:table-cell", "<!-- a > b --><table:table-cell"),
        lambda s: s.replace("</table:table-row>", "<?a b?></table:table-row>"),
        lambda s: s.replace("<text:p>x</text:p>", "<text:p><![CDATA[x]]></text:p>"),
        lambda s: s.replace("<text:p>x</text:p>", "<text:p><!-- a -->x</text:p>"),
        lambda s: s.replace("<text:p>x</text:p>", "\n<text:p>&#120;</text:p>\n"),
        lambda s: s.replace('office:value="2.5"', 'office:value="2&#46;5"'),
        lambda s: re.sub(r"\btable:", "t:", s).replace("xmlns:table=", "xmlns:t="),
        lambda s: s.replace("office:", "o:").replace("xmlns:office=", "xmlns:o="),
        lambda s: '<?xml version="1.0" encoding="UTF-16"?>\n' + s,
    ],
)
def test_ods_may_be_written_in_any_way(tmp_path: Path, change: Callable[[str], str]) -> None:
    found = members(ods(tmp_path / "t.ods", {"S": [["x", "y & z"], *VALUES]}))
    content = change(found["content.xml"].decode()).replace("xmlns:t:", "xmlns:table:")
    content = content.replace("opendocument:xmlns:o:", "opendocument:xmlns:office:")
    encoding = "utf-16" if "UTF-16" in content else "utf-8"
    path = packed(tmp_path / "t.ods", found | {"content.xml": content.encode(encoding)})
    table = read_table(path)
    assert (table.names, table.values.tolist()) == (("x", "y & z"), VALUES)


def test_tab_in_a_cell_is_no_digit(tmp_path: Path) -> None:
    found = members(ods(tmp_path / "t.ods", {"S": [["x", "y"], ["1", 2], [3, 4]]}))
    content = found["content.xml"].replace(b"<text:p>1<", b"<text:p>1<text:tab/>5<")
    path = packed(tmp_path / "t.ods", found | {"content.xml": content})
    with pytest.raises(EngineError, match=r"row 2, column 1 .x.: “1 5” is not a number"):
        read_table(path)


def test_rewritten_workbook_has_the_same_cells(tmp_path: Path) -> None:
    for path in (xlsx(tmp_path / "t", {"S": ROWS, "T": [[1]]}), ods(tmp_path / "o", {"S": ROWS})):
        plain = plain_workbook(path.read_bytes())
        assert plain is not None
        (tmp_path / "plain").write_bytes(plain)
        for file in (path, tmp_path / "plain"):
            assert read_table(file, bad_rows="skip").values.tolist() == [[1, 2.5]]


def test_document_type_is_refused(tmp_path: Path) -> None:
    found = members(ods(tmp_path / "t.ods", {"S": [[1.0]]}))
    content = b'<!DOCTYPE a [<!ENTITY b "5">]>\n' + found["content.xml"].replace(b"><", b"> <")
    path = packed(tmp_path / "t.ods", found | {"content.xml": content})
    with pytest.raises(EngineError, match="this workbook is damaged or in an unsupported format"):
        read_table(path)
    with pytest.raises(ValueError, match="a document type"):
        plain_workbook(path.read_bytes())


def test_date_system_is_kept(tmp_path: Path) -> None:
    found = members(xlsx(tmp_path / "t", {"S": [["date:45000"]]}))
    book = found["xl/workbook.xml"].replace(b"<sheets>", b'<workbookPr date1904="1"/><sheets>')
    path = packed(
        tmp_path / "t", with_targets(found | {"xl/workbook.xml": book}, lambda t: b"./" + t)
    )
    with pytest.raises(EngineError, match="2027-03-16 is a date"):
        read_table(path)


def test_plain_members_are_archived(tmp_path: Path) -> None:
    plain = plain_workbook(xlsx(tmp_path / "t", {"S": ROWS}).read_bytes())
    assert plain is not None
    with zipfile.ZipFile(io.BytesIO(plain)) as archive:
        assert {"xl/workbook.xml", "xl/worksheets/sheet0.xml"} <= set(archive.namelist())
        assert b"&amp;" in archive.read("xl/worksheets/sheet0.xml")
