"""Small tables as Python's libraries write them: ``PYTHON python_writers.py LIBRARY FOLDER``.

It prints the version. It runs in an interpreter that has the library, which needs nothing else.
"""

import sys
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

NAMES = ["temp", "pressure", "y"]
ROWS = [
    [8.0193, -1324.359, -0.2484],
    [4.2045, 1136.0465, 0.1097],
    [5.5265, -784.7804, 0.7487],
    [16.3478, 1e-10, 1 / 3],
]
SHEET: Sequence[Sequence[object]] = [NAMES, *ROWS]


def write_pandas(folder: Path) -> None:
    """Write text, packed text, workbooks and other formats."""
    pandas: Any = import_module("pandas")
    d = pandas.DataFrame(ROWS, columns=NAMES)
    d.to_csv(folder / "pandas_index.csv")
    d.to_csv(folder / "pandas.csv", index=False)
    d.to_csv(folder / "pandas_german.csv", index=False, sep=";", decimal=",")
    d.to_csv(folder / "pandas.tsv", index=False, sep="\t")
    d.to_csv(folder / "pandas.csv.gz", index=False)
    d.to_csv(folder / "pandas.csv.xz", index=False)
    d.to_csv(folder / "pandas.csv.zip", index=False)
    d.to_csv(folder / "pandas.csv.bz2", index=False)
    (folder / "pandas_to_string.txt").write_text(d.to_string(), encoding="utf-8")
    d.to_html(folder / "pandas.html")
    d.to_json(folder / "pandas.json")
    d.to_json(folder / "pandas_records.json", orient="records", double_precision=15)
    d.to_json(folder / "pandas_lines.jsonl", orient="records", lines=True, double_precision=15)
    d.to_pickle(folder / "pandas.pkl")
    d.to_stata(folder / "pandas.dta", write_index=False)
    d.assign(day=pandas.date_range("2024-01-01", periods=4)).to_csv(
        folder / "pandas_dates.csv", index=False
    )
    gaps = d.copy()
    gaps.loc[1, "pressure"] = None
    gaps.to_csv(folder / "pandas_gap.csv", index=False)
    for engine, ending in (("openpyxl", "xlsx"), ("xlsxwriter", "xlsx"), ("odf", "ods")):
        d.to_excel(folder / f"pandas_{engine}.{ending}", index=False, engine=engine)
        d.to_excel(folder / f"pandas_{engine}_index.{ending}", engine=engine)
    d.to_parquet(folder / "pandas.parquet")
    d.set_index(pandas.Index(["a", "b", "c", "d"], name="site")).to_parquet(
        folder / "pandas_index.parquet"
    )
    d.to_feather(folder / "pandas.feather")
    d.to_orc(folder / "pandas.orc")


def write_polars(folder: Path) -> None:
    """Write text, a workbook and column formats."""
    polars: Any = import_module("polars")
    d = polars.DataFrame(ROWS, schema=NAMES, orient="row")
    d.write_csv(folder / "polars.csv")
    d.write_excel(folder / "polars.xlsx")
    d.write_excel(folder / "polars_formula.xlsx", formulas={"sum": "=[@temp]+[@pressure]"})
    d.write_parquet(folder / "polars.parquet")
    d.write_ipc(folder / "polars.arrow")


def write_xlsxwriter(folder: Path) -> None:
    """Write numbers, formulas that were never computed, and rows that a filter hides."""
    xlsxwriter: Any = import_module("xlsxwriter")
    for name in ("numbers", "formula", "formula_with_result", "filter"):
        with xlsxwriter.Workbook(folder / f"xlsxwriter_{name}.xlsx") as book:
            sheet = book.add_worksheet()
            sheet.write_row(0, 0, NAMES)
            for k, row in enumerate(ROWS, start=1):
                sheet.write_row(k, 0, row)
                if name == "formula":
                    sheet.write_formula(k, 2, f"=A{k + 1}+B{k + 1}")
                if name == "formula_with_result":
                    sheet.write_formula(k, 2, f"=A{k + 1}+B{k + 1}", None, row[0] + row[1])
            if name == "filter":
                sheet.autofilter(0, 0, len(ROWS), 2)
                sheet.filter_column("A", "x > 5")
                sheet.set_row(2, options={"hidden": True})


def write_openpyxl(folder: Path) -> None:
    """Write numbers, formulas without a result, and two sheets."""
    openpyxl: Any = import_module("openpyxl")
    for name in ("numbers", "formula", "two_sheets"):
        book = openpyxl.Workbook()
        for row in SHEET:
            book.active.append(row)
        if name == "formula":
            for k in range(2, 6):
                book.active[f"C{k}"] = f"=A{k}+B{k}"
        if name == "two_sheets":
            book.create_sheet("Other").append([1, 2])
        book.save(folder / f"openpyxl_{name}.xlsx")


def write_odfpy(folder: Path) -> None:
    """Write numbers, and a formula without a result."""
    opendocument: Any = import_module("odf.opendocument")
    table: Any = import_module("odf.table")
    text: Any = import_module("odf.text")
    for name in ("numbers", "formula"):
        book = opendocument.OpenDocumentSpreadsheet()
        sheet = table.Table(name="Data")
        for row in SHEET:
            line = table.TableRow()
            for k, value in enumerate(row):
                kind = {"valuetype": "float", "value": repr(value)}
                if isinstance(value, str):
                    kind = {"valuetype": "string"}
                elif name == "formula" and k == 2:
                    kind = {"formula": "of:=[.A2]+[.B2]"}
                cell = table.TableCell(**kind)
                cell.addElement(text.P(text=str(value)))
                line.addElement(cell)
            sheet.addElement(line)
        book.spreadsheet.addElement(sheet)
        book.save(folder / f"odfpy_{name}.ods")


def write_xlwt(folder: Path) -> None:
    """Write an old workbook, with a number format of its own."""
    xlwt: Any = import_module("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("Data")
    style = xlwt.easyxf(num_format_str="0.0000E+00")
    for k, row in enumerate(SHEET):
        for column, value in enumerate(row):
            sheet.write(k, column, value, style)
    book.save(str(folder / "xlwt.xls"))


def write_numpy(folder: Path) -> None:
    """Write text and arrays."""
    numpy: Any = import_module("numpy")
    values = numpy.array(ROWS)
    numpy.savetxt(folder / "numpy_savetxt.txt", values)
    numpy.savetxt(folder / "numpy_savetxt.csv", values, delimiter=",", header=",".join(NAMES))
    numpy.savetxt(
        folder / "numpy_savetxt_bare.csv", values, "%.17g", ",", header=",".join(NAMES), comments=""
    )
    numpy.save(folder / "numpy.npy", values)
    kinds = [(name, float) for name in NAMES]
    numpy.save(folder / "numpy_fields.npy", numpy.array([tuple(row) for row in ROWS], kinds))
    numpy.savez(folder / "numpy.npz", A=values[:, :2], Y=values[:, 2])
    numpy.savez_compressed(folder / "numpy_packed.npz", A=values)
    (folder / "numpy_print.txt").write_text(str(values), encoding="utf-8")


def write_scipy(folder: Path) -> None:
    """Write MATLAB's, Matrix Market's and netCDF's formats, and a sparse matrix."""
    numpy: Any = import_module("numpy")
    io: Any = import_module("scipy.io")
    sparse: Any = import_module("scipy.sparse")
    values = numpy.array(ROWS)
    io.savemat(folder / "scipy_v5.mat", {"A": values})
    io.savemat(folder / "scipy_v4.mat", {"A": values}, format="4")
    io.savemat(
        folder / "scipy_kinds.mat",
        {
            "A": values[:, :2],
            "Y": values[:, 2:],
            "id": numpy.array([[2**53 + 1], [2]], numpy.int64),
            "z": values * 1j,
            "note": "text",
            "cells": numpy.array([["a"], [1.0]], object),
            "run": {"rate": 0.1},
            "sparse": sparse.eye(3, format="csc"),
            "is_used": values > 0,
        },
    )
    io.savemat(folder / "scipy_packed.mat", {"A": values}, do_compression=True)
    io.mmwrite(folder / "scipy_dense.mtx", values)
    io.mmwrite(folder / "scipy_sparse.mtx", sparse.coo_matrix(values))
    sparse.save_npz(folder / "scipy_sparse.npz", sparse.csr_matrix(values))
    with io.netcdf_file(folder / "scipy.nc", "w") as file:
        file.createDimension("row", len(ROWS))
        file.createVariable("temp", "d", ("row",))[:] = values[:, 0]


def write_pyreadstat(folder: Path) -> None:
    """Write the formats of SPSS, Stata and SAS."""
    pandas: Any = import_module("pandas")
    pyreadstat: Any = import_module("pyreadstat")
    d = pandas.DataFrame(ROWS, columns=NAMES)
    pyreadstat.write_sav(d, str(folder / "pyreadstat.sav"))
    pyreadstat.write_sav(d, str(folder / "pyreadstat.zsav"), compress=True)
    pyreadstat.write_por(d, str(folder / "pyreadstat.por"))
    pyreadstat.write_dta(d, str(folder / "pyreadstat.dta"))
    pyreadstat.write_xport(d, str(folder / "pyreadstat.xpt"))
    answers = pandas.DataFrame(
        {"sex": [1.0, 2, 2, 1], "age": [30.0, 99, 41, 98], "town": ["Köln", "", "Bonn", "Jena"]}
    )
    answers["day"] = pandas.to_datetime(["2024-01-02", "2024-01-04", "2024-01-03", None])
    answers["y"] = [0.5, 1.5, 2.5, 3.5]
    labels = {"sex": {1: "male", 2: "female"}, "age": {98: "no answer"}}
    pyreadstat.write_sav(
        answers,
        str(folder / "pyreadstat_answers.sav"),
        variable_value_labels=labels,
        missing_ranges={"age": [{"lo": 98, "hi": 99}]},
    )
    marked = answers.assign(age=pandas.Series([30, "a", 41, "b"], dtype=object))
    pyreadstat.write_dta(
        marked,
        str(folder / "pyreadstat_answers.dta"),
        variable_value_labels={"sex": labels["sex"], "age": {"a": "no answer"}},
        missing_user_values={"age": ["a", "b"]},
    )


def write_pyarrow(folder: Path) -> None:
    """Write column formats, packed in several ways, with gaps, long integers and other kinds."""
    arrow: Any = import_module("pyarrow")
    orc, feather, parquet = (
        import_module(f"pyarrow.{name}") for name in ("orc", "feather", "parquet")
    )
    columns = dict(zip(NAMES, zip(*ROWS, strict=True), strict=True))
    d = arrow.table(columns)
    for packing in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
        parquet.write_table(d, folder / f"pyarrow_{packing}.parquet", compression=packing)
    parquet.write_table(
        d, folder / "pyarrow_pages.parquet", version="1.0", row_group_size=3,
        data_page_version="2.0", write_page_checksum=True, use_dictionary=False,
    )  # fmt: skip
    for packing in ("uncompressed", "lz4", "zstd"):
        feather.write_feather(d, folder / f"pyarrow_{packing}.feather", compression=packing)
    with arrow.ipc.new_stream(folder / "pyarrow.arrows", d.schema) as stream:
        stream.write_table(d, max_chunksize=3)
    for packing in ("uncompressed", "zlib", "zstd"):
        orc.write_table(d, folder / f"pyarrow_{packing}.orc", compression=packing)
    mixed = arrow.table(
        {
            "count": arrow.array([2**53 + 1, 2, None, 4], arrow.int64()),
            "price": arrow.array(["0.10", "-123.45", "7.00", None]).cast(arrow.decimal128(9, 2)),
            "kind": arrow.array(["a", "b", "a", None]).dictionary_encode(),
            "tags": [[1], [2, 3], None, []],
            "y": [0.5, 1.5, 2.5, 3.5],
        }
    )
    parquet.write_table(mixed, folder / "pyarrow_mixed.parquet")


def write_h5py(folder: Path) -> None:
    """Write data sets in groups, packed, and records."""
    h5py: Any = import_module("h5py")
    numpy: Any = import_module("numpy")
    values = numpy.array(ROWS)
    with h5py.File(folder / "h5py.h5", "w") as file:
        file["A"] = values[:, :2]
        file["run/Y"] = values[:, 2]
        file["note"] = "text"
        file["spectrum"] = numpy.ones(4) * 1j
    with h5py.File(folder / "h5py_records.h5", "w") as file:
        kinds = [(name, float) for name in NAMES]
        file.create_dataset(
            "rows", data=numpy.array([tuple(row) for row in ROWS], kinds), compression="gzip"
        )


WRITERS: Mapping[str, Callable[[Path], None]] = {
    "pyarrow": write_pyarrow,
    "h5py": write_h5py,
    "pandas": write_pandas,
    "polars": write_polars,
    "xlsxwriter": write_xlsxwriter,
    "openpyxl": write_openpyxl,
    "odfpy": write_odfpy,
    "xlwt": write_xlwt,
    "numpy": write_numpy,
    "scipy": write_scipy,
    "pyreadstat": write_pyreadstat,
}

if __name__ == "__main__":
    library, target = sys.argv[1:]
    WRITERS[library](Path(target))
    print(version(library))
