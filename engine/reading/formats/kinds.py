"""Which of the formats of other programs are read, and by what."""

from collections.abc import Mapping
from pathlib import PurePath
from typing import NamedTuple

from ..foreign_formats import (
    ARROW,
    ARROW_STREAM,
    HDF5,
    MATLAB_4,
    MATLAB_5,
    MATLAB_7,
    ORC,
    PARQUET,
    SAS_TRANSPORT,
    SPSS,
    SPSS_PACKED,
    STATA,
    ForeignFormat,
)
from .extras import Extra

JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")
# As it may stand behind a byte order mark and blanks.
_JSON_STARTS = (b"{", b"[")
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class ReadableFormat(NamedTuple):
    """The reader of a format, the library that it needs, and the extra with that library."""

    reader: str
    package: str
    extra: Extra


_BY_ARROW = ReadableFormat("arrow_reader.py", "pyarrow", Extra.ARROW)
_BY_SCIPY = ReadableFormat("matlab_reader.py", "scipy", Extra.FORMATS)
_BY_H5PY = ReadableFormat("hdf5_reader.py", "h5py", Extra.FORMATS)
_BY_READSTAT = ReadableFormat("readstat_reader.py", "pyreadstat", Extra.FORMATS)
READABLE: Mapping[ForeignFormat, ReadableFormat] = {
    **dict.fromkeys((PARQUET, ARROW, ARROW_STREAM, ORC), _BY_ARROW),
    **dict.fromkeys((MATLAB_4, MATLAB_5), _BY_SCIPY),
    **dict.fromkeys((HDF5, MATLAB_7), _BY_H5PY),
    **dict.fromkeys((SPSS, SPSS_PACKED, STATA, SAS_TRANSPORT), _BY_READSTAT),
}


def is_json(name: str, head: bytes) -> bool:
    """Return whether a file is JSON by its name and its first bytes: elsewhere it is refused."""
    start = head.removeprefix(_BYTE_ORDER_MARK).lstrip()
    return PurePath(name).suffix.lower() in JSON_SUFFIXES and start.startswith(_JSON_STARTS)
