"""Files of other programs: each is named, with what to save instead."""

import bz2
import gzip
import lzma
import pickle
import struct
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest

from engine import read_table
from engine.errors import BadTable
from engine.reading.file_type import FileType, detect_file_type
from engine.reading.foreign_formats import refuse_foreign

REPORTS = Path(__file__).parents[2] / "data" / "reports"
SPSS_PORT = b"ASCII SPSS PORT FILE".ljust(40) * 5
XDR = b"X\n\0\0\0\3\0\4\3\1\0\3\5\0\0\0\0\5UTF-8" + bytes(200)
MATLAB_4 = struct.pack("<5i", 0, 3, 2, 0, 2) + b"x\0" + bytes(48)
MATLAB_4_BIG = struct.pack(">5i", 1000, 3, 2, 0, 5) + b"mass\0" + bytes(48)
DBF = bytes([3, 126, 11, 28, 3, 0, 0, 0, 65, 0, 17, 0]) + bytes(20) + b"X\0\0\0\0\0\0\0\0\0\0N"
SYLK = b"ID;PWXL;N;E\r\nP;PGeneral\r\nB;Y2;X2;D0 0 1 1\r\nC;Y1;X1;K1\r\nC;X2;K2\r\nE\r\n"
DIF = b'TABLE\r\n0,1\r\n"EXCEL"\r\nVECTORS\r\n0,2\r\n""\r\n'
SVM = b"1 1:0.5 3:2\n-1 2:1e-3 3:4.5\n1 1:7\n"


@pytest.mark.parametrize(
    ("file", "what", "remedy"),
    [
        ("spss.sav", "an SPSS file", "Save As"),
        ("stata.dta", "a Stata file", "export delimited"),
        ("sas.xpt", "a SAS transport file", "proc export"),
        ("r.rds", "an R data file", 'write.csv(readRDS("r.rds"), "table.csv"'),
        ("table.parquet", "a Parquet file", 'pandas.read_parquet("table.parquet").to_csv'),
        ("matlab_v5.mat", "a MATLAB file (.mat, version 5)", "writematrix"),
        ("table.h5", "an HDF5 file", "h5py"),
        ("table.fits", "a FITS file", "as CSV"),
        ("table.nc", "a netCDF file", "ncdump"),
    ],
)
def test_files_of_other_programs_are_named(
    file: str, what: str, remedy: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "scipy", "h5py", "pyreadstat"):  # with them some are read
        monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / file
    path.write_bytes((REPORTS / file).read_bytes())
    for renamed in (path, path.rename(tmp_path / "table.csv")):
        with pytest.raises(BadTable) as refused:
            read_table(renamed if renamed.exists() else tmp_path / "table.csv")
        assert f"this is {what}" in str(refused.value)
        assert remedy.replace(file, refused.value.name) in str(refused.value)


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"$FL3@(#) SPSS DATA FILE", "a compressed SPSS file (.zsav)"),
        (SPSS_PORT + bytes(range(64, 128)) * 4 + b"SPSSPORT", "a portable SPSS file (.por)"),
        (b"\n".join(SPSS_PORT[k : k + 80] for k in range(0, 200, 80)), "a portable SPSS file"),
        (b"\x72\x02\x01\x00\x03\x00" + bytes(80), "a Stata file"),
        (b"\x6e\x01\x01\x00\x00\x03" + bytes(80), "a Stata file"),
        (bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011"), "a SAS data set"),
        (gzip.compress(XDR, mtime=0), "an R data file (.rds)"),
        (bz2.compress(XDR), "an R data file (.rds)"),
        (lzma.compress(XDR), "an R data file (.rds)"),
        (XDR, "an R data file (.rds)"),
        (b"A\n3\n262916\n197888\n5\nUTF-8\n531\n", "an R data file (.rds)"),
        (gzip.compress(b"RDX3\n" + XDR, mtime=0), "an R data file (.RData)"),
        (b"RDA3\nA\n3\n262916\n", "an R data file (.RData)"),
        (b"FEA1" + bytes(20), "an Arrow file"),
        (b"ARROW1\0\0", "an Arrow file"),
        (b"ORC\n\x1a\x0a\x03\0\0\0", "an ORC file"),
        (b"Obj\x01\x04\x14avro.codec", "an Avro file"),
        (b"CDF\x02\0\0", "a netCDF file"),
        (b"CDF\x05\0\0", "a netCDF file"),
        (b"\x0e\x03\x13\x01\0", "an HDF4 file"),
        (bytes(512) + b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"MATLAB 7.3 MAT-file, Platform".ljust(512) + b"\x89HDF\r\n\x1a\n", "version 7.3"),
        (MATLAB_4, "a MATLAB file (.mat, version 4)"),
        (MATLAB_4_BIG, "a MATLAB file (.mat, version 4)"),
        (b"Octave-1-L\x00\x01\0", "a binary Octave file"),
        (b"% iris\n%\n@RELATION iris\n@ATTRIBUTE a REAL\n@DATA\n5,3\n", "an ARFF file"),
        (b"\n  @relation 'a b'\r\n", "an ARFF file"),
        (SVM, "a file of sparse rows (libsvm)"),
        (b"2 qid:1 1:3 2:0 # a\n1 qid:1 1:2 2:1\n", "a file of sparse rows"),
        (SYLK, "a SYLK file"),
        (DIF, "a DIF file"),
        (DBF, "a dBase file"),
        (b"\0\1\0\0Standard Jet DB\0", "an Access database"),
        (b"\0\0\2\0\6\4\6\0", "a Lotus 1-2-3 sheet"),
        (b"TDSm\x0e\0\0\0", "a LabVIEW file"),
        (b'{"url": "https://docs.google.com/open?id=1", "doc_id": "1"}', "a link to a Google"),
        (b"%% my table\n\\begin{tabular}{ll}\n1 & 2 \\\\\n", "a LaTeX document"),
        (b"\\documentclass{article}\n", "a LaTeX document"),
    ],
)
def test_formats_are_told_by_content(
    head: bytes, what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for package in ("pyarrow", "scipy", "h5py", "pyreadstat"):  # with them some are read
        monkeypatch.setitem(sys.modules, package, None)
    path = tmp_path / "t.csv"
    path.write_bytes(head)
    with pytest.raises(BadTable) as refused:
        read_table(path)
    assert str(refused.value).startswith("t.csv: this is ")
    assert what in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("protocol", [0, 2, 3, 4, 5])
def test_pickle_is_never_unpickled(protocol: int, tmp_path: Path) -> None:
    path = tmp_path / "frame.pkl"
    path.write_bytes(pickle.dumps({"x": [1.5, float("nan"), b"\0"]}, protocol))
    with pytest.raises(BadTable) as refused:
        read_table(path)
    assert protocol == 0 or "a Python pickle" in str(refused.value)
    assert protocol == 0 or "never unpickled" in str(refused.value)


@pytest.mark.parametrize(
    ("name", "what"),
    [("t.nc", "a netCDF file (.nc, in HDF5)"), ("t.nc4", "a netCDF file"), ("t.mat", "an HDF5")],
)
def test_name_decides_where_content_does_not(name: str, what: str) -> None:
    with pytest.raises(BadTable, match="this is ") as refused:
        refuse_foreign(name, b"\x89HDF\r\n\x1a\n\0\0")
    assert what in str(refused.value)


@pytest.mark.parametrize(
    ("members", "what"),
    [
        (["Index/Document.iwa", "Data/a.jpg"], "a document of Apple Numbers"),
        (["Index.zip", "preview.jpg"], "a document of Apple Numbers"),
        (["[Content_Types].xml", "word/document.xml"], "a Word document"),
        (["ppt/presentation.xml"], "a presentation"),
        (["archive/data.pkl", "archive/version"], "a PyTorch file"),
    ],
)
def test_archives_of_other_programs_are_named(
    members: list[str], what: str, tmp_path: Path
) -> None:
    path = tmp_path / "t.zip"
    with ZipFile(path, "w") as archive:
        for member in members:
            archive.writestr(member, "x")
    with pytest.raises(BadTable, match=f"this is a ZIP archive, .*, but {what}"):
        read_table(path)


@pytest.mark.parametrize(
    "text",
    [
        b"ID;Price;Place\n1;2;3\n2;3;4\n",
        b"ORC,ELF\n1,2\n3,4\n",
        b"GRIB,CPYA\n1,2\n3,4\n",
        b"RDX3,y\n1,2\n3,4\n",
        b"A,B\n3,2\n1,4\n",
        b"TABLE\n0\n1\n",
        b"root,y\n1,2\n3,4\n",
        b"SIMPLE,y\n1,2\n3,4\n",
        b"$FL,y\n1,2\n3,4\n",
        b"X,y\n1,2\n3,4\n",
        b"@x,@relation\n1,2\n3,4\n",
        b"rate,c\n1,2\n3,4\n",
        b"0 1\n2 3\n",
        b"1 2\n" * 3000,
    ],
)
@pytest.mark.parametrize("name", ["t.csv", "t.dta", "t.sav", "t.mat", "t.pkl", "t.dbf", "t.rds"])
def test_plain_tables_stay_tables(text: bytes, name: str, tmp_path: Path) -> None:
    assert detect_file_type(name, text[: 2**12]) is FileType.TEXT
    path = tmp_path / name
    path.write_bytes(text)
    assert len(read_table(path).values) >= 2


def test_times_are_no_sparse_rows() -> None:
    assert detect_file_type("t.txt", b"1 12:30 11:45\n2 13:30 12:00\n") is FileType.TEXT
    assert detect_file_type("t.txt", b"2020 12:30\n2021 13:30\n") is FileType.TEXT
