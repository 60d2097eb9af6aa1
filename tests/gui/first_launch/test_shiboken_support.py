"""The unpacked part of PySide6: where it lies, and that it goes with the library."""

import io
import subprocess
import sys
from pathlib import Path
from zipfile import ZipFile

from gui.first_launch.distributions import Distribution
from gui.first_launch.shiboken_support import FOLDER, packed_support, unpack
from tests import TIMEOUT_SECONDS

MODULES = {"shibokensupport/__init__.py": "", "shibokensupport/signature/loader.py": "x = 1\n"}


def packed() -> ZipFile:
    data = io.BytesIO()
    with ZipFile(data, "w") as archive:
        archive.writestr("signature_bootstrap.py", "not this one")
        for name, text in MODULES.items():
            archive.writestr(name, text)
    return ZipFile(data)


def test_modules_are_unpacked_listed_and_compiled(tmp_path: Path) -> None:
    library, description = tmp_path / "shiboken6", tmp_path / "shiboken6-6.dist-info"
    library.mkdir()
    description.mkdir()
    listed = description / "RECORD"
    listed.write_text("shiboken6-6.dist-info/RECORD,,\n")
    for _ in range(2):  # a repair does it once more
        unpack(packed(), library, listed)
    for name, text in MODULES.items():
        assert (library / FOLDER / name).read_text() == text
    assert list((library / FOLDER).rglob("loader.*.pyc"))
    assert not (library / FOLDER / "signature_bootstrap.py").exists()
    rows = listed.read_text().splitlines()
    assert [row for row in rows if "loader" in row] == [
        f"shiboken6/{FOLDER}/shibokensupport/signature/loader.py,,6"
    ]
    distribution = Distribution("shiboken6", "6", str(description))
    assert distribution.has_its_code()
    (library / FOLDER / "shibokensupport/signature/loader.py").unlink()
    assert not distribution.has_its_code()


def test_pyside_has_the_archive_or_is_unpacked() -> None:
    code = (
        "import sys; from gui.first_launch.shiboken_support import packed_support\n"
        "found = packed_support()\n"
        "loader = sys.modules['shibokensupport.signature.loader']\n"
        "print(found is None, found and 'shibokensupport/signature/loader.py' in found.namelist(),"
        " 'files.dir' in loader.__file__)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    )
    assert done.stdout in ("False True False\n", "True None True\n")
    assert callable(packed_support)
