"""Unpack the part of PySide6 that is written in Python, so that its byte code is kept.

shiboken6 has these modules as a zip archive within its library, and compiles them at each start,
which takes 19 ms of 140 until Qt is loaded (the least and the median of 25 in turns). It takes them
from a folder beside it if there is one. The setup runs this as a script in the private environment.
"""

import compileall
import sys
from importlib import import_module
from pathlib import Path
from zipfile import ZipFile

FOLDER = "files.dir"
"""Where shiboken6 looks for them."""
_MODULE = "shibokensupport.signature.loader"


def packed_support() -> ZipFile | None:
    """Return the archive; None if this version of PySide6 has none, or it is unpacked already."""
    # By its name: only where this runs as a script, PySide6 is installed.
    import_module("PySide6.QtCore")
    return getattr(getattr(sys.modules.get(_MODULE), "__loader__", None), "zfile", None)


def unpack(archive: ZipFile, library: Path, listed: Path) -> None:
    """Unpack the modules and compile them.

    They are added to pip's list first, so that they go with the library: another version has other
    ones.

    Parameters
    ----------
    archive : ZipFile
        The modules.
    library : Path
        The folder of shiboken6.
    listed : Path
        The file RECORD, pip's list of what belongs to it.
    """
    members = [each for each in archive.infolist() if each.filename.endswith(".py")]
    members = [each for each in members if each.filename.startswith("shibokensupport/")]
    rows = listed.read_text("utf-8").splitlines()
    for each in members:
        name = f"{library.name}/{FOLDER}/{each.filename}"
        rows = [row for row in rows if row.partition(",")[0] != name]
        rows.append(f"{name},,{each.file_size}")
    listed.write_text("".join(f"{row}\n" for row in rows), "utf-8")
    for each in members:
        archive.extract(each, library / FOLDER)
    compileall.compile_dir(library / FOLDER, quiet=2)


if __name__ == "__main__":
    found = packed_support()
    if found is not None:
        place = Path(str(import_module("shiboken6").__file__)).parent
        unpack(found, place, next(place.parent.glob("shiboken6-*.dist-info/RECORD")))
