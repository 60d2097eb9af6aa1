"""Files of other programs that hold no text and no sheet: what each is, and what to save instead.

They are recognised by their content; where that does not tell, by their name too. Nothing in them
is unpacked but the first bytes of compressed R data, and nothing is ever unpickled.
"""

import bz2
import re
import struct
import zlib
from collections.abc import Sequence
from itertools import pairwise
from pathlib import PurePath
from typing import NamedTuple

from ..errors import BadTable
from ..language.sentence import Chain, marked

_IN_PANDAS = marked(
    "engine",
    'In Python, pandas.{reader}("{file}").to_csv("table.csv", index=False) writes a CSV file.',
)
NO_TABLE = marked("engine", "this is {what}, not a text file or a sheet with a table.")
"""What is said of a file that is something else, with its article."""
_SAVE_AS = marked("engine", "Open it in a spreadsheet program, and save it as CSV or .xlsx.")
# Enough for each of the signatures of R, of 2 to 7 bytes.
_UNPACKED = 64
# A line of a sparse row, as libsvm and SVMlight write them.
_SPARSE_ROW = re.compile(
    rb"[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?(?:[ \t]+qid:[0-9]+)?"
    rb"(?:[ \t]+[0-9]+:[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)+[ \t]*(?:#.*)?"
)
_LINES_LOOKED_AT = 20
_CONTROL = re.compile(rb"[\0-\x08\x0e-\x19\x1b-\x1f]")
_BYTE_ORDER_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")


class ForeignFormat(NamedTuple):
    """A format, with its article, and how to come from it to a table.

    The remedy leaves the ``file`` open, and the function of pandas that is its ``reader``.
    """

    what: str
    remedy: str = _SAVE_AS
    reader: str = ""


SPSS = ForeignFormat(
    marked("engine", "an SPSS file (.sav)"),
    marked("engine", "In SPSS, save it by File > Save As, type CSV."),
)
SPSS_PACKED = SPSS._replace(what=marked("engine", "a compressed SPSS file (.zsav)"))
SPSS_PORTABLE = SPSS._replace(what=marked("engine", "a portable SPSS file (.por)"))
STATA = ForeignFormat(
    marked("engine", "a Stata file (.dta)"),
    marked("engine", "In Stata, export delimited using table.csv writes a CSV file."),
)
SAS = ForeignFormat(
    marked("engine", "a SAS data set (.sas7bdat)"),
    marked("engine", "In SAS, proc export with dbms=csv writes a CSV file."),
)
SAS_TRANSPORT = SAS._replace(what=marked("engine", "a SAS transport file (.xpt)"))
R_OBJECT = ForeignFormat(
    marked("engine", "an R data file (.rds)"),
    marked("engine", 'In R, write.csv(readRDS("{file}"), "table.csv", row.names = FALSE).'),
)
R_WORKSPACE = ForeignFormat(
    marked("engine", "an R data file (.RData)"),
    marked(
        "engine",
        'In R, load("{file}") names its objects; write.csv(NAME, "table.csv", row.names = FALSE).',
    ),
)
PARQUET = ForeignFormat(marked("engine", "a Parquet file"), _IN_PANDAS, "read_parquet")
ARROW = ForeignFormat(marked("engine", "an Arrow file (Feather)"), _IN_PANDAS, "read_feather")
ARROW_STREAM = ForeignFormat(
    marked("engine", "an Arrow stream (.arrows)"),
    marked("engine", "In Python, pyarrow.ipc.open_stream reads it."),
)
ORC = ForeignFormat(marked("engine", "an ORC file"), _IN_PANDAS, "read_orc")
AVRO = ForeignFormat(
    marked("engine", "an Avro file"),
    marked("engine", "Export the table as CSV from the program that wrote it."),
)
_FROM_HDF = marked(
    "engine", "Export the table as CSV, or in Python: numpy.save a data set that h5py opened."
)
HDF5 = ForeignFormat(marked("engine", "an HDF5 file (.h5)"), _FROM_HDF)
HDF4 = ForeignFormat(
    marked("engine", "an HDF4 file"),
    marked("engine", "Export the table as CSV from the program that wrote it."),
)
_FROM_NETCDF = marked(
    "engine", "ncdump shows its variables; export one as CSV, such as by xarray’s to_dataframe()."
)
NETCDF = ForeignFormat(marked("engine", "a netCDF file (.nc)"), _FROM_NETCDF)
NETCDF4 = ForeignFormat(marked("engine", "a netCDF file (.nc, in HDF5)"), _FROM_NETCDF)
_FROM_MATLAB = marked(
    "engine", "In MATLAB or Octave, writematrix or csvwrite writes a matrix as CSV."
)
MATLAB_4 = ForeignFormat(marked("engine", "a MATLAB file (.mat, version 4)"), _FROM_MATLAB)
MATLAB_5 = ForeignFormat(marked("engine", "a MATLAB file (.mat, version 5)"), _FROM_MATLAB)
MATLAB_7 = ForeignFormat(marked("engine", "a MATLAB file (.mat, version 7.3)"), _FROM_MATLAB)
OCTAVE = ForeignFormat(
    marked("engine", "a binary Octave file"),
    marked("engine", "In Octave, csvwrite writes a matrix as CSV."),
)
FITS = ForeignFormat(
    marked("engine", "a FITS file"),
    marked("engine", "Export its table as CSV, such as by TOPCAT or astropy."),
)
ARFF = ForeignFormat(
    marked("engine", "an ARFF file of Weka"), marked("engine", "In Weka, save it as CSV.")
)
LIBSVM = ForeignFormat(
    marked("engine", "a file of sparse rows (libsvm)"),
    marked(
        "engine",
        "In Python, sklearn.datasets.load_svmlight_file reads it; save its toarray() as CSV.",
    ),
)
PICKLE = ForeignFormat(
    marked("engine", "a Python pickle"),
    marked(
        "engine",
        "It is never unpickled here, as that could run any program. Save the table as CSV or .npy.",
    ),
)
NUMBERS = ForeignFormat(
    marked("engine", "a document of Apple Numbers"),
    marked("engine", "In Numbers, export it by File > Export To > CSV."),
)
GOOGLE_LINK = ForeignFormat(
    marked("engine", "a link to a Google sheet, not the sheet itself"),
    marked("engine", "Open it in the browser, and choose File > Download > CSV."),
)
SYLK = ForeignFormat(marked("engine", "a SYLK file (.slk)"))
DIF = ForeignFormat(marked("engine", "a DIF file (.dif)"))
DBASE = ForeignFormat(marked("engine", "a dBase file (.dbf)"))
LOTUS = ForeignFormat(marked("engine", "a Lotus 1-2-3 sheet"))
ACCESS = ForeignFormat(
    marked("engine", "an Access database"),
    marked("engine", "In Access, export the table as a text file."),
)
LATEX = ForeignFormat(
    marked("engine", "a LaTeX document"),
    marked("engine", "Copy the rows of its table into a text file, with & between cells."),
)
_OWN_EXPORT = marked("engine", "Export the table as CSV from the program that wrote it.")
TDMS = ForeignFormat(marked("engine", "a LabVIEW file (.tdms)"), _OWN_EXPORT)
ORIGIN = ForeignFormat(
    marked("engine", "an Origin project"),
    marked("engine", "In Origin, export the worksheet as ASCII."),
)
EVIEWS = ForeignFormat(
    marked("engine", "an EViews workfile"), marked("engine", "In EViews, export the series as CSV.")
)
JMP = ForeignFormat(
    marked("engine", "a JMP table"), marked("engine", "In JMP, save it by File > Export, type CSV.")
)
ROOT = ForeignFormat(marked("engine", "a ROOT file"), _OWN_EXPORT)
GRIB = ForeignFormat(marked("engine", "a GRIB file"), _OWN_EXPORT)
WORD = ForeignFormat(
    marked("engine", "a Word document"),
    marked("engine", "Copy its table into a spreadsheet program."),
)
SLIDES = ForeignFormat(
    marked("engine", "a presentation"),
    marked("engine", "Copy its table into a spreadsheet program."),
)
PYTORCH = ForeignFormat(
    marked("engine", "a PyTorch file"),
    marked("engine", "Its pickle is never unpickled here. Save the tensor by numpy.save."),
)

_STARTS: tuple[tuple[bytes, ForeignFormat], ...] = (
    (b"$FL2", SPSS),
    (b"$FL3", SPSS_PACKED),
    (b"<stata_dta>", STATA),
    (b"HEADER RECORD*******", SAS_TRANSPORT),
    (bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011"), SAS),
    (b"PAR1", PARQUET),
    (b"PARE", PARQUET),
    (b"ARROW1", ARROW),
    (b"FEA1", ARROW),
    (b"Obj\x01", AVRO),
    (b"\x0e\x03\x13\x01", HDF4),
    (b"CDF\x01", NETCDF),
    (b"CDF\x02", NETCDF),
    (b"CDF\x05", NETCDF),
    (b"MATLAB 7.3 MAT-file", MATLAB_7),
    (b"MATLAB 5.0 MAT-file", MATLAB_5),
    (b"Octave-1-", OCTAVE),
    (b"SIMPLE  =", FITS),
    (b"\0\1\0\0Standard Jet DB", ACCESS),
    (b"\0\1\0\0Standard ACE DB", ACCESS),
    (b"\0\0\2\0\6\4", LOTUS),
    (b"\0\0\x1a\0", LOTUS),
    (b"TDSm", TDMS),
    (b"New MicroTSP Workfile", EVIEWS),
    (b"\xff\xff\0\0\7\0\0\0", JMP),
)
# Signatures that a text could begin with count only where control characters follow.
_BINARY_STARTS = ((b"ORC", ORC), (b"root", ROOT), (b"GRIB", GRIB), (b"CPYA ", ORIGIN))
_R_STARTS: tuple[tuple["re.Pattern[bytes]", ForeignFormat], ...] = (
    (re.compile(rb"RD[ABX][23]\n"), R_WORKSPACE),
    (re.compile(rb"X\n\0\0\0[\2\3]|B\n[\2\3]\0\0\0|A\n[23]\n[0-9]+\n[0-9]+\n"), R_OBJECT),
)
_TEXTS: tuple[tuple["re.Pattern[bytes]", ForeignFormat], ...] = (
    (re.compile(rb"(?:\s*%.*\n)*\s*@relation\s", re.IGNORECASE), ARFF),
    (re.compile(rb'TABLE\s*\n0,1\s*\n"'), DIF),
    # A semicolon table may begin with ID;P, but has no cells at X and Y.
    (re.compile(rb"ID;P[\w;]*\r?\n(?:[A-Z]{1,3};[^\n]*\n)*?C;(?:[^\n]*;)?[XY][0-9]+;"), SYLK),
    (re.compile(rb"\{[^}]{0,400}https://docs\.google\.com/"), GOOGLE_LINK),
    (re.compile(rb"(?:\s*%.*\n)*\s*\\(?:documentclass|begin\{(?:table|tabular|longtable))"), LATEX),
)
_HDF5_SIGNATURE = b"\x89HDF\r\n\x1a\n"
# Where HDF5 may begin, behind a block of the program that wrote it.
_HDF5_PLACES = (0, 512, 1024, 2048)
_BY_NAME = {
    ".sav": SPSS,
    ".zsav": SPSS_PACKED,
    ".por": SPSS_PORTABLE,
    ".dta": STATA,
    ".sas7bdat": SAS,
    ".xpt": SAS_TRANSPORT,
    ".rds": R_OBJECT,
    ".rda": R_WORKSPACE,
    ".rdata": R_WORKSPACE,
    ".mat": MATLAB_5,
    ".dbf": DBASE,
    ".jmp": JMP,
    ".pkl": PICKLE,
    ".pickle": PICKLE,
    ".joblib": PICKLE,
    ".orc": ORC,
    ".wk1": LOTUS,
    ".wks": LOTUS,
    ".tdms": TDMS,
    ".opj": ORIGIN,
}
_ARCHIVES = (
    (re.compile(r"Index/.*\.iwa|Index\.zip"), NUMBERS),
    (re.compile(r"word/document\.xml"), WORD),
    (re.compile(r"ppt/presentation\.xml"), SLIDES),
    (re.compile(r"[^/]+/data\.pkl"), PYTORCH),
)


def refuse_foreign(name: str, head: bytes) -> None:
    """Raise BadTable naming the format if a file begins like one of another program."""
    if (found := recognised(name, head)) is not None:
        raise refusal(name, found)


def refuse_foreign_archive(name: str, members: Sequence[str]) -> None:
    """Raise BadTable naming the format if the members of a ZIP archive are those of a document."""
    for pattern, found in _ARCHIVES:
        if any(map(pattern.fullmatch, members)):
            problem = marked(
                "engine", "this is a ZIP archive, not a text file or a sheet, but {what}."
            ).format(what=found.what)
            raise BadTable(name, Chain(problem, " ", found.remedy))


def refusal(name: str, found: ForeignFormat) -> BadTable:
    """Return the error for a file of another program: what it is, and what to save instead."""
    file = name.rpartition(": ")[2]
    problem = NO_TABLE.format(what=found.what)
    return BadTable(name, Chain(problem, " ", found.remedy.format(file=file, reader=found.reader)))


def recognised(name: str, head: bytes) -> ForeignFormat | None:
    """Return the format of a file of another program, by its first bytes; None for any other."""
    for start, found in _STARTS:
        if head.startswith(start):
            return found
    suffix = PurePath(name).suffix.lower()
    if any(head[place:].startswith(_HDF5_SIGNATURE) for place in _HDF5_PLACES):
        return NETCDF4 if suffix in (".nc", ".nc4") else HDF5
    if (found_in_r := _r_data(head)) is not None:
        return found_in_r
    text = head.removeprefix(b"\xef\xbb\xbf")
    for pattern, found in _TEXTS:
        if pattern.match(text):
            return found
    if _is_portable_spss(head):
        return SPSS_PORTABLE
    if _is_sparse_rows(text):
        return LIBSVM
    if not _CONTROL.search(head) or head.startswith(_BYTE_ORDER_MARKS):
        return None
    for start, found in _BINARY_STARTS:
        if head.startswith(start):
            return found
    return _of_header(head) or _BY_NAME.get(suffix)


def _of_header(head: bytes) -> ForeignFormat | None:
    """Recognise formats without a signature by the numbers of their headers."""
    if _is_arrow_stream(head):
        return ARROW_STREAM
    if _is_old_stata(head):
        return STATA
    if _is_old_matlab(head):
        return MATLAB_4
    return DBASE if _is_dbase(head) else None


def _r_data(head: bytes) -> ForeignFormat | None:
    start = head
    if head.startswith((b"\x1f\x8b", b"BZh", b"\xfd7zXZ")):
        start = _first_unpacked(head)
    return next((found for pattern, found in _R_STARTS if pattern.match(start)), None)


def _first_unpacked(head: bytes) -> bytes:
    """Return a few bytes of what is compressed; b"" if that fails, or needs more of the file."""
    try:
        if head.startswith(b"\x1f\x8b"):
            return zlib.decompressobj(31).decompress(head, _UNPACKED)
        if head.startswith(b"BZh"):
            return bz2.BZ2Decompressor().decompress(head, _UNPACKED)
        from lzma import LZMADecompressor  # a Python may be built without it

        return LZMADecompressor().decompress(head, _UNPACKED)
    except Exception:  # whatever is damaged here is said by the reader that opens it
        return b""


def _is_portable_spss(head: bytes) -> bool:
    start = head.replace(b"\n", b"").replace(b"\r", b"")
    return b"SPSS PORT FILE" in start[:200] or start[456:].startswith(b"SPSSPORT")


def _is_sparse_rows(head: bytes) -> bool:
    """Return whether all lines are a label and numbered values, with rising numbers."""
    lines = head.splitlines()[:-1] if len(head) >= 2**12 else head.splitlines()
    rows = [line for line in lines[:_LINES_LOOKED_AT] if line.strip()]
    if len(rows) < 2 or not all(map(_SPARSE_ROW.fullmatch, rows)):
        return False
    places = [[int(n) for n in re.findall(rb"[ \t]([0-9]{1,18}):", row)] for row in rows]
    return any(len(row) > 1 for row in places) and all(
        a < b for row in places for a, b in pairwise(row)
    )


def _is_arrow_stream(head: bytes) -> bool:
    """Return whether a message of Arrow begins the file: a mark, its length, and its root."""
    if len(head) < 12 or not head.startswith(b"\xff\xff\xff\xff"):
        return False
    length, root = map(int, struct.unpack("<2I", head[4:12]))
    return 8 <= length < 2**28 and length % 8 == 0 and 4 <= root < length


def _is_old_stata(head: bytes) -> bool:
    """Return whether this is Stata's format of 1985 to 2012: version, byte order, 1, 0."""
    return len(head) > 4 and 102 <= head[0] <= 115 and head[1] in (1, 2) and head[2:4] == b"\1\0"


def _is_old_matlab(head: bytes) -> bool:
    """Return whether a MATLAB 4 header begins the file: type, rows, columns, parts, and a name."""
    if len(head) < 22:
        return False
    for order, machine in (("<", 0), (">", 1000)):
        kind, rows, columns, imaginary, length = struct.unpack(f"{order}5i", head[:20])
        is_kind = kind - machine in {10 * p + t for p in range(6) for t in range(3)}
        is_shape = 0 <= rows < 2**31 and 0 <= columns < 2**31 and imaginary in (0, 1)
        title = head[20 : 20 + length] if 1 < length < 64 else b""
        if is_kind and is_shape and re.fullmatch(rb"[A-Za-z]\w*\0", title):
            return True
    return False


def _is_dbase(head: bytes) -> bool:
    """Return whether this is a dBase header: version, a date, and lengths that fit its fields."""
    if len(head) < 33 or head[30:32] != b"\0\0":
        return False
    length = int.from_bytes(head[8:10], "little")
    is_version = head[0] in b"\x02\x03\x04\x05\x30\x31\x32\x43\x63\x7b\x83\x8b\x8e\xcb\xf5\xfb"
    return is_version and 1 <= head[2] <= 12 and 1 <= head[3] <= 31 and length % 32 in (1, 8)
