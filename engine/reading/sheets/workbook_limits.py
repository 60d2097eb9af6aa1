"""How much a workbook may unpack to: markup is read far slower than numbers."""

from zipfile import ZipFile

from ..inputs import check_unpacked
from .plain_workbook import find_workbook

# 60 MB of a sheet's XML are read in 2 s. That of a table of equal numbers is packed 14:1.
MOST_IN_XLSX, HIGHEST_RATIO_IN_XLSX = 2**25, 40
# In .ods a cell takes 100 bytes, and a table of zeros and ones is packed up to 240:1; 64 MB are
# read in 2 s. In .xlsb a cell takes 16 bytes, packed up to 71:1.
MOST_IN_OTHERS, HIGHEST_RATIO_IN_OTHERS = 2**26, 240
_BYTES_AT_A_TIME = 2**20


def check_workbook(name: str, archive: ZipFile, unpacked: str = "") -> None:
    """Raise BadTable if a workbook unpacks to too much, and BadZipFile if a member is damaged.

    All members are unpacked here, because python-calamine does not look at what they claim to
    unpack to. That takes a tenth of the time in which it reads them. ``unpacked`` is the member
    that the caller will unpack.
    """
    sizes = [(member.file_size, member.compress_size) for member in archive.infolist()]
    if find_workbook(archive) is not None:
        check_unpacked(name, sizes, MOST_IN_XLSX, HIGHEST_RATIO_IN_XLSX)
    else:
        check_unpacked(name, sizes, MOST_IN_OTHERS, HIGHEST_RATIO_IN_OTHERS)
    for member in archive.infolist():
        if member.filename == unpacked:
            continue
        with archive.open(member) as stream:
            while stream.read(_BYTES_AT_A_TIME):
                pass
