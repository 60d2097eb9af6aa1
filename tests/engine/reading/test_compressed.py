import gzip
import lzma
import zipfile
from pathlib import Path

import numpy as np
import pytest

from engine.errors import BadTable
from engine.reading import compressed
from engine.reading.tables import read_table

from ..problems import DATA

TEXT = b"x,y\n1,2\n3,4\n"


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


@pytest.mark.parametrize("name", ["table.csv.gz", "table.csv.zip"])
def test_compressed_report_is_read(name: str) -> None:
    table = read_table(DATA / "reports" / name)
    assert table.names == ("temp", "pressure", "y")
    assert table.values.shape == (8, 3)
    assert table.notes == ()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv.gz", gzip.compress(TEXT, mtime=0)),
        ("T.CSV.GZ", gzip.compress(TEXT, mtime=0)),
        ("t.csv.gz", gzip.compress(TEXT[:8], mtime=0) + gzip.compress(TEXT[8:], mtime=0)),
        ("t.csv.xz", lzma.compress(TEXT)),
        ("t.csv.xz", lzma.compress(TEXT[:8]) + lzma.compress(TEXT[8:])),
        ("t.csv.gz", TEXT),
    ],
)
def test_compressed_text_is_read(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    assert read_table(tmp_path / name).values.tolist() == [[1, 2], [3, 4]]


def test_large_text_is_unpacked_in_pieces(tmp_path: Path) -> None:
    text = b"1,2\n" * 700_000
    (tmp_path / "t.csv.xz").write_bytes(lzma.compress(text, preset=0))
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(text, 1))
    for name in ("t.csv.xz", "t.csv.gz"):
        assert len(read_table(tmp_path / name).values) == 700_000


def test_compressed_array_is_read(tmp_path: Path) -> None:
    with gzip.open(tmp_path / "a.npy.gz", "wb") as file:
        np.save(file, np.eye(3))
    assert read_table(tmp_path / "a.npy.gz").values.tolist() == np.eye(3).tolist()


def test_only_member_of_archive_is_read(tmp_path: Path) -> None:
    path = zipped(tmp_path / "t.zip", **{"folder/t.csv": TEXT, "__MACOSX/._t.csv": b"\0"})
    assert read_table(path).values.tolist() == [[1, 2], [3, 4]]


@pytest.mark.parametrize(
    ("name", "members"),
    [
        ("t.csv", {"t.csv": TEXT}),
        ("t.zip", {"t.csv": TEXT, "u.csv": TEXT}),
        ("t.zip", {}),
    ],
)
def test_other_archives_are_refused(tmp_path: Path, name: str, members: dict[str, bytes]) -> None:
    with pytest.raises(BadTable, match="this is a ZIP archive"):
        read_table(zipped(tmp_path / name, **members))


def test_member_needs_no_name(tmp_path: Path) -> None:
    path = tmp_path / "t.zip"
    member = zipfile.ZipInfo("t")
    member.filename = ""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(member, TEXT)
    assert read_table(path).values.tolist() == [[1, 2], [3, 4]]


def test_archive_within_archive_is_refused(tmp_path: Path) -> None:
    inner = zipped(tmp_path / "inner.zip", **{"t.csv": TEXT}).read_bytes()
    with pytest.raises(BadTable, match=r"t\.zip: this is a ZIP archive"):
        read_table(zipped(tmp_path / "t.zip", inner=inner))


@pytest.mark.parametrize(
    ("name", "data"), [("t.rds", gzip.compress(TEXT, mtime=0)), ("t.csv", lzma.compress(TEXT))]
)
def test_name_must_say_so(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadTable):
        read_table(tmp_path / name)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv.gz", gzip.compress(TEXT, mtime=0)[:-9]),
        ("t.csv.gz", gzip.compress(TEXT, mtime=0)[:-6] + b"\0" * 6),
        ("t.csv.gz", b"\x1f\x8b\x08\x00"),
        ("t.csv.xz", lzma.compress(TEXT)[:-9]),
        ("t.csv.xz", lzma.compress(TEXT)[:20] + b"\1" * 30),
    ],
)
def test_damaged_file_has_a_sentence(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(BadTable, match="this compressed file is damaged, or it ends early"):
        read_table(tmp_path / name)


@pytest.mark.parametrize("pack", [gzip.compress, lzma.compress])
def test_swelling_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, pack: object
) -> None:
    monkeypatch.setattr(compressed, "MOST_UNPACKED", 2**12)
    monkeypatch.setattr(compressed, "HIGHEST_RATIO", 2)
    path = tmp_path / ("t.csv.gz" if pack is gzip.compress else "t.csv.xz")
    path.write_bytes(pack(b"1,2\n" * 10_000))  # type: ignore[operator]
    with pytest.raises(BadTable, match=r"this file unpacks to more than 0 MB, which is too much"):
        read_table(path)
