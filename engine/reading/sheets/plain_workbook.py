"""Write a workbook again in the one form that python-calamine reads without fault.

It fails at white space between the cells of an .ods, overlooks CDATA sections, comments, character
references and parts in UTF-16, and finds a part only at its usual place. An XML parser has no such
trouble, but takes longer than python-calamine itself, so only workbooks that need it are rewritten.
The content types and relations of an .xlsx say where its parts are.

This runs in the process that reads workbooks, so it imports nothing of Secant.
"""

import io
import posixpath
import re
from collections.abc import Callable, Mapping, Sequence
from typing import IO, NamedTuple
from urllib.parse import unquote
from xml.etree import ElementTree
from xml.parsers.expat import ParserCreate
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_STORED, ZipFile

# 4 MiB: the names and relations of 10,000 sheets. Parsed, they take up to 100 times that.
_LONGEST_LIST = 2**22
_DOCTYPE = tuple("<!DOCTYPE".encode(each) for each in ("utf-8", "utf-16-le", "utf-16-be"))
_TYPES = "[Content_Types].xml"
# Of a workbook, a template, and both with macros.
_WORKBOOK_TYPE = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)
_USUAL = "xl/workbook.xml"
_LINK = "id"
# Where python-calamine looks for them, beside the workbook.
_PLACES = {"styles": "styles.xml", "sharedStrings": "sharedStrings.xml"}
_UTF16 = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_BYTES_AT_A_TIME = 2**16
_CONTENT, _MANIFEST, _MIMETYPE = "content.xml", "META-INF/manifest.xml", "mimetype"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_USUAL_PREFIXES = [
    f'xmlns:{each}="{_ODF}{each}:1.0"'.encode() for each in ("office", "table", "text")
]
# Text is kept only in these: values and texts of .xlsx, paragraphs of .ods.
_WITH_TEXT = {"v", "t", "text:p"}
# A cell of .ods that holds one of these shows a blank there.
_BLANK = {"text:tab", "text:line-break"}


class Relation(NamedTuple):
    """What a part is related to: ``kind`` is such as worksheet or styles, ``target`` as written."""

    kind: str
    part: str
    target: str = ""


class SheetPart(NamedTuple):
    """A sheet of a workbook: its name, its state and the relation to its part."""

    name: str
    state: str
    relation: Relation


def find_workbook(archive: ZipFile) -> str | None:
    """Return the part that is the workbook; None if the archive has none."""
    names = archive.namelist()
    if _USUAL in names:
        return _USUAL
    try:
        found = [part for part in _typed(archive) if part in names]
        kinds = [each for each in relations(archive, "").values() if each.part in names]
    except (KeyError, ElementTree.ParseError):
        return None
    documents = [each.part for each in kinds if each.kind == "officeDocument"]
    return next((part for part in (*documents, *found) if part in found), None)


def _typed(archive: ZipFile) -> Sequence[str]:
    """Return the parts that the content types call a workbook."""
    types = parsed(archive, _TYPES)
    extensions = {
        each.get("Extension", "").lower()
        for each in types.iterfind("{*}Default")
        if each.get("ContentType") in _WORKBOOK_TYPE
    }
    named = {each.get("PartName", ""): each.get("ContentType") for each in types}
    return [
        part
        for part in archive.namelist()
        if named.get(f"/{part}") in _WORKBOOK_TYPE
        or (f"/{part}" not in named and posixpath.splitext(part)[1][1:].lower() in extensions)
    ]


def relations(archive: ZipFile, part: str) -> Mapping[str, Relation]:
    """Return the relations of a part (of the package for "") by their ids.

    Raises KeyError if there are none, ParseError if no program wrote them.
    """
    folder, name = posixpath.split(part)
    root = parsed(archive, posixpath.join(folder, "_rels", f"{name}.rels"))
    return {
        each.get("Id", ""): Relation(
            each.get("Type", "").rsplit("/", 1)[-1],
            _resolved(folder, each.get("Target", ""), archive),
            each.get("Target", ""),
        )
        for each in root
        if each.get("TargetMode") != "External"
    }


def _resolved(folder: str, target: str, archive: ZipFile) -> str:
    """Return the part that a target is, as the archive spells it."""
    path = unquote(target).replace("\\", "/")
    path = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
    if path in archive.namelist():
        return path
    alike = (name for name in archive.namelist() if name.lower() == path.lower())
    return next(alike, path)


def sheet_parts(archive: ZipFile, workbook: str) -> Sequence[SheetPart]:
    """Return the sheets of a workbook in their order.

    Raises KeyError if a part is missing, ParseError if no program wrote it.
    """
    linked = relations(archive, workbook)
    return [
        SheetPart(each.get("name", ""), each.get("state", ""), linked[_link(each)])
        for each in parsed(archive, workbook).iterfind("{*}sheets/{*}sheet")
    ]


def _link(element: ElementTree.Element) -> str:
    """Return the id of a sheet's relation. Its namespace depends on the kind of Office Open XML."""
    return next(
        (value for key, value in element.items() if key.endswith(f"}}{_LINK}")),
        element.get(_LINK, ""),
    )


def parsed(archive: ZipFile, part: str) -> ElementTree.Element:
    """Parse a part. Raises KeyError if it is not there, ParseError if no program wrote it."""
    if archive.getinfo(part).file_size > _LONGEST_LIST:
        raise ElementTree.ParseError
    data = archive.read(part)
    if any(each in data for each in _DOCTYPE):  # entities may expand without end
        raise ElementTree.ParseError
    try:
        return ElementTree.fromstring(data)
    except (LookupError, ValueError) as error:  # an encoding that Python or expat does not know
        raise ElementTree.ParseError from error


def needs_rewriting(archive: ZipFile) -> bool:
    """Return whether python-calamine would overlook a part of a workbook, or all of it."""
    if _CONTENT in archive.namelist():
        with archive.open(_CONTENT) as stream:
            head = stream.read(_BYTES_AT_A_TIME)
        return head.startswith(_UTF16) or not all(each in head for each in _USUAL_PREFIXES)
    workbook = find_workbook(archive)
    if workbook is None:
        return False
    try:
        sheets = [each.relation for each in sheet_parts(archive, workbook)]
        others = [each for each in relations(archive, workbook).values() if each.kind in _PLACES]
    except (KeyError, ElementTree.ParseError):
        return False
    parts = [workbook, *(each.part for each in (*sheets, *others))]
    is_elsewhere = any(each.part != f"xl/{_PLACES[each.kind]}" for each in others) or any(
        each.part not in (each.target.removeprefix("/"), f"xl/{each.target}") for each in sheets
    )
    return workbook != _USUAL or is_elsewhere or any(_is_utf16(archive, each) for each in parts)


def _is_utf16(archive: ZipFile, part: str) -> bool:
    if part not in archive.namelist():
        return False
    with archive.open(part) as stream:
        return stream.read(2) in _UTF16


def plain_workbook(data: bytes, change: Callable[[bytes], bytes] = bytes) -> bytes | None:
    """Return a workbook with the same cells in plain form; None if it is none that can be.

    ``change`` returns what is to be written instead of a part in plain form.
    """
    with ZipFile(io.BytesIO(data)) as archive:
        if _CONTENT in archive.namelist():
            members = _plain_ods(archive)
        elif (workbook := find_workbook(archive)) is not None:
            members = _plain_xlsx(archive, workbook)
        else:
            return None
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_STORED) as plain:
        for name, member in members.items():
            plain.writestr(name, change(member))
    return out.getvalue()


def _plain_ods(archive: ZipFile) -> Mapping[str, bytes]:
    members = {name: archive.read(name) for name in (_MIMETYPE, _MANIFEST)}
    with archive.open(_CONTENT) as content:
        return members | {_CONTENT: plain_xml(content, _ods_name, _ods_attribute)}


def _plain_xlsx(archive: ZipFile, workbook: str) -> Mapping[str, bytes]:
    """Return the members of a workbook whose parts are at their usual places."""
    sheets = sheet_parts(archive, workbook)
    books = [Relation("officeDocument", "xl/workbook.xml")]
    linked = [
        Relation(each.relation.kind, f"worksheets/sheet{k}.xml") for k, each in enumerate(sheets)
    ]
    members = {
        f"xl/{target.part}": _plain_part(archive, each.relation.part)
        for target, each in zip(linked, sheets, strict=True)
    }
    for kind, name in _PLACES.items():
        for found in relations(archive, workbook).values():
            if found.kind == kind and found.part in archive.namelist():
                linked.append(Relation(kind, name))
                members[f"xl/{name}"] = _plain_part(archive, found.part)
    entries = "".join(
        f"<sheet name={quoteattr(each.name)} state={quoteattr(each.state or 'visible')} "
        f'r:id="rId{k}"/>'
        for k, each in enumerate(sheets)
    )
    dates = (
        '<workbookPr date1904="1"/>' if _counts_from_1904(_plain_part(archive, workbook)) else ""
    )
    return members | {
        "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types"/>'.encode(),
        "_rels/.rels": _relations(books),
        "xl/_rels/workbook.xml.rels": _relations(linked),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}">{dates}<sheets>{entries}</sheets>'
            "</workbook>"
        ).encode(),
    }


def _relations(linked: Sequence[Relation]) -> bytes:
    each = "".join(
        f'<Relationship Id="rId{k}" Type="{_LINKS}/{kind}" Target={quoteattr(part)}/>'
        for k, (kind, part, _) in enumerate(linked)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{each}</Relationships>'.encode()


def _counts_from_1904(workbook: bytes) -> bool:
    properties = re.search(rb"<workbookPr[^>]*>", workbook)
    return (
        properties is not None and re.search(rb'date1904="(?:1|true)"', properties[0]) is not None
    )


def _plain_part(archive: ZipFile, part: str) -> bytes:
    with archive.open(part) as stream:
        return plain_xml(stream, _xlsx_name, _xlsx_attribute)


def plain_xml(
    stream: IO[bytes], element: Callable[[str], str], attribute: Callable[[str], str]
) -> bytes:
    """Return XML with the same elements in UTF-8, without comments and CDATA sections.

    Text outside values and paragraphs is left out. ``element`` and ``attribute`` return the new
    name for one with its namespace before a space; "" leaves an attribute out. Raises ExpatError or
    ValueError if the stream is no XML, or has a document type.
    """
    writer = _Writer(element, attribute)
    writer.read(stream)
    return writer.out.getvalue()


class _Writer:
    """Writes the elements that a parser meets."""

    def __init__(self, element: Callable[[str], str], attribute: Callable[[str], str]) -> None:
        self._elements, self._attributes = _Remembered(element), _Remembered(attribute)
        self._depth = 0
        self.out = io.BytesIO()

    def read(self, stream: IO[bytes]) -> None:
        """Write all of a stream. Raises ExpatError if it is not well-formed."""
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        parser.StartDoctypeDeclHandler = _refuse_doctype
        while piece := stream.read(_BYTES_AT_A_TIME):
            parser.Parse(piece, False)
        parser.Parse(b"", True)

    def _start(self, name: str, attributes: Sequence[str]) -> None:
        tag, pairs = self._elements[name], iter(attributes)
        kept = ((self._attributes[key], value) for key, value in zip(pairs, pairs, strict=True))
        written = "".join(f" {key}={quoteattr(value)}" for key, value in kept if key)
        if self.out.tell() == 0 and tag.startswith("office:"):
            written += " " + b" ".join(_USUAL_PREFIXES).decode()
        self.out.write(f"<{tag}{written}>".encode())
        self._depth += tag in _WITH_TEXT
        if tag in _BLANK and self._depth:
            self.out.write(b" ")

    def _end(self, name: str) -> None:
        tag = self._elements[name]
        self._depth -= tag in _WITH_TEXT
        self.out.write(f"</{tag}>".encode())

    def _text(self, text: str) -> None:
        if self._depth:
            self.out.write(escape(text, {"\r": "&#13;"}).encode())


class _Remembered(dict[str, str]):
    """The names of elements and attributes, each found once."""

    def __init__(self, named: Callable[[str], str]) -> None:
        super().__init__()
        self._of = named

    def __missing__(self, name: str) -> str:
        self[name] = self._of(name)
        return self[name]


def _refuse_doctype(*_: object) -> None:
    raise ValueError("a document type, whose entities may expand without end")


def _xlsx_name(name: str) -> str:
    """Return the name without its namespace, which python-calamine does not look at."""
    return name.rpartition(" ")[2]


def _xlsx_attribute(name: str) -> str:
    """Return the name of an attribute of a spreadsheet, and of ``xml:space``."""
    space, _, local = name.rpartition(" ")
    if space:
        return f"xml:{local}" if space.endswith("/XML/1998/namespace") else ""
    return local


def _ods_name(name: str) -> str:
    """Return the name with the prefix by which python-calamine knows its namespace."""
    return _ods_attribute(name) or name.rpartition(" ")[2]


def _ods_attribute(name: str) -> str:
    space, _, local = name.rpartition(" ")
    if not space.startswith(_ODF):
        return ""
    return f"{space.removeprefix(_ODF).split(':')[0]}:{local}"
