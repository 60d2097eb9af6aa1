"""What each file of a real writer holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.reading.formats.extras import is_installed

Rows = Sequence[Sequence[float]]

NAMES = ("temp", "pressure", "y")
_THREE = [
    [8.0193, -1324.359, -0.2484],
    [4.2045, 1136.0465, 0.1097],
    [5.5265, -784.7804, 0.7487],
]
FULL: Rows = [*_THREE, [16.3478, 1e-10, 1 / 3]]
R: Rows = [*_THREE, [16.3478, 1e-10, 123456789012345.0]]
_DIGITS_15: Rows = [*_THREE, [16.3478, 1e-10, 0.333333333333333]]
_DIGITS_9: Rows = [*_THREE, [16.3478, 1e-10, 0.333333333]]
_GNUPLOT: Rows = [[0, 0.5, 1], [1, 1.5, 3], [2, 2.25, 7]]


@dataclass(frozen=True)
class Case:
    """What a file must be read as.

    Attributes
    ----------
    rows : sequence of sequence of float or None
        All rows, or the first ones if ``height`` is given; None if the file must be refused.
    names : sequence of str
        The names of the columns, () for none.
    says : str
        What the notes, or the sentence that refuses the file, must name.
    height : int
        The number of rows if ``rows`` are only the first ones.
    may_refuse : bool
        Whether a refusal that names ``says`` is right as well.
    options : mapping
        The options of ``read_table``.
    """

    rows: Rows | None
    names: Sequence[str] = NAMES
    says: str = ""
    height: int = 0
    may_refuse: bool = False
    options: Mapping[str, object] = field(default_factory=dict)


def refused(says: str = "") -> Case:
    """Return the case of a file that is no table, or holds several."""
    return Case(None, says=says)


def _either(says: str, rows: Rows = FULL, names: Sequence[str] = NAMES) -> Case:
    """Return the case of a format that is read, or is named and refused."""
    return Case(rows, names, says=says, may_refuse=True)


def _by(
    package: str,
    format_named: str,
    rows: Rows | None = FULL,
    names: Sequence[str] = NAMES,
    says: str = "",
    **options: object,
) -> Case:
    """Return the case of a format that a library reads, and that is named where there is none."""
    if is_installed(package):
        return Case(rows, names, says=says, options=options)
    return refused(format_named)


_NUMERIC = {"columns": "numeric"}
_BARE = Case(FULL, ())
_MTCARS_NAMES = ("mpg", "cyl", "disp", "hp", "drat", "wt", "qsec", "vs", "am", "gear", "carb")
_MAZDA: Rows = [[21, 6, 160, 110, 3.9, 2.62, 16.46, 0, 1, 4, 4]]

_PACKINGS = ("none", "snappy", "gzip", "brotli", "zstd", "lz4")


def _answers(format_named: str) -> list[Case]:
    """Return what answers with labels and codes for missing values are read as."""
    names, rows = ("sex = male", "age", "y"), [[1, 30, 0.5], [0, 41, 2.5]]
    return [
        _by(
            "pyreadstat",
            format_named,
            rows,
            names,
            "have labels",
            columns=["sex", "age", "y"],
            indicators=["sex"],
            bad_rows="skip",
        ),
        _by(
            "pyreadstat",
            format_named,
            [[0, 0.5], [2, 1.5], [1, 2.5]],
            ("day (days)", "y"),
            columns=["day", "y"],
            days=["day"],
            bad_rows="skip",
        ),
        _by("pyreadstat", format_named, None, says="missing value", columns=["age", "y"]),
    ]


CASES: Mapping[str, Case | Sequence[Case]] = {
    # R
    "r_write_csv.csv": Case(R, says="row"),
    "r_write_csv_plain.csv": Case(R),
    "r_write_csv_named.csv": [_either("", R), Case(R, options=_NUMERIC)],
    "r_write_csv2.csv": Case(R, says="row"),
    "r_write_table.txt": Case(R, says="row"),
    "r_write_table_named.txt": Case(R, says="row names"),
    "r_write_table_sep.csv": Case(R, says="row"),
    "r_write_table_tabs.tsv": Case(R),
    "r_write_table_tabs_names.tsv": Case(R, says="row"),
    "r_write_table_names_na.tsv": Case(R, says="row"),
    "r_write_table_bare.txt": Case(R, ()),
    "r_write_table_comma.txt": Case(R, says="row"),
    "r_write.txt": Case(
        [_THREE[0], [4.2045, 1136.046, 0.1097], _THREE[2], [16.3478, 1e-10, 1.234568e14]], ()
    ),
    "r_print.txt": Case(_THREE, says="row"),
    "r_print_matrix.txt": Case(_THREE, says="row"),
    "r_print_mtcars.txt": Case(_MAZDA, _MTCARS_NAMES, "row names", 6),
    "r_mtcars.csv": [
        Case(_MAZDA, _MTCARS_NAMES, "", 32, may_refuse=True),
        Case(_MAZDA, _MTCARS_NAMES, "", 32, options=_NUMERIC),
    ],
    "r_iris.csv": [
        refused("setosa"),
        Case(
            [[5.1, 3.5, 1.4, 0.2], [4.9, 3.0, 1.4, 0.2]],
            ("Sepal.Length", "Sepal.Width", "Petal.Length", "Petal.Width"),
            "Species",
            150,
            options=_NUMERIC,
        ),
    ],
    "r_cars.csv": Case([[4, 2], [4, 10], [7, 4]], ("speed", "dist"), "row", 50),
    "r_group.csv": [refused("“a”"), Case(R, says="group", options=_NUMERIC)],
    "r_na.csv": refused("NA"),
    "r_gz.csv.gz": Case(R),
    "r_xz.csv.xz": Case(R),
    "r_utf16.csv": Case(R),
    "r_data.rds": _either("R data", R),
    "r_data.RData": _either("R", R),
    "r_dput.txt": refused(),
    # Octave
    "octave_text.txt": _BARE,
    "octave_text_two.txt": refused("sheet"),
    "octave_text_range.txt": refused("range"),
    "octave_text_scalar.txt": _either("A", FULL, ()),
    "octave_text_word.txt": _either("", FULL, ()),
    "octave_text.txt.gz": _BARE,
    "octave_ascii.txt": Case([*_THREE, [16.3478, 1e-10, 0.333333333]], ()),
    "octave_csvwrite.csv": Case([[8.019299999999999, *FULL[0][1:]], *FULL[1:]], ()),
    "octave_dlmwrite.txt": _BARE,
    "octave_dlmwrite_semicolons.txt": Case([[8.019299999999999, *FULL[0][1:]], *FULL[1:]], ()),
    "octave_v7.mat": _by("scipy", "MATLAB", FULL, ()),
    "octave_v6.mat": _by("scipy", "MATLAB", FULL, ()),
    "octave_v4.mat": _by("scipy", "MATLAB", FULL, ()),
    "octave.h5": _by("h5py", "HDF5", FULL, ()),
    "octave.bin": refused(),
    "octave_disp.txt": Case(
        [[8.0193, -1324.4], [4.2045, 1136.0], [5.5265, -784.78], [16.348, 1e-10]], ()
    ),
    # gnuplot
    "gnuplot_with_table.dat": Case(_GNUPLOT, ()),
    "gnuplot_with_table_commas.csv": Case(_GNUPLOT, ()),
    "gnuplot_points.dat": [
        refused("“i”"),
        Case([row[:2] for row in _GNUPLOT], ("x", "y"), options=_NUMERIC),
    ],
    "gnuplot_function.dat": [
        refused("“i”"),
        Case([[0, 0], [1, 1], [2, 4], [3, 9]], ("x", "y"), options=_NUMERIC),
    ],
    "gnuplot_two_plots.dat": refused("sheet"),
    # Gnumeric
    "gnumeric.ods": Case(FULL),
    "gnumeric_strict.ods": Case(FULL),
    "gnumeric.xls": Case(FULL),
    "gnumeric_5.xls": Case(FULL),
    "gnumeric.xlsx": Case(FULL),
    "gnumeric_2.xlsx": Case(FULL),
    "gnumeric.csv": Case(FULL),
    "gnumeric.txt": Case(FULL),
    "gnumeric.gnumeric": refused(),
    "gnumeric.html": refused("HTML"),
    "gnumeric.dif": refused(),
    "gnumeric.slk": refused(),
    "gnumeric_two_sheets.ods": Case(FULL),
    "gnumeric_formulas.ods": Case(
        [[8.0193, -1324.359, -1316.3397], [4.2045, 1136.0465, 1140.251]],
        ("temp", "pressure", "sum"),
    ),
    "gnumeric_formulas.xlsx": Case(
        [[8.0193, -1324.359, -1316.3397], [4.2045, 1136.0465, 1140.251]],
        ("temp", "pressure", "sum"),
    ),
    # LibreOffice
    "libreoffice.ods": Case(_DIGITS_15),
    "libreoffice.xlsx": Case(_DIGITS_15),
    "libreoffice.xls": Case(FULL),
    "libreoffice.csv": Case(_DIGITS_15),
    "libreoffice.fods": _either(""),
    "libreoffice.html": refused("HTML"),
    "libreoffice.dif": refused(),
    "libreoffice.slk": refused(),
    "libreoffice_formulas.ods": Case(
        [[8.0193, -1324.359, -1316.3397], [4.2045, 1136.0465, 1140.251]],
        ("temp", "pressure", "sum"),
    ),
    "libreoffice_formulas.xlsx": Case(
        [[8.0193, -1324.359, -1316.3397], [4.2045, 1136.0465, 1140.251]],
        ("temp", "pressure", "sum"),
    ),
    # SheetJS
    "sheetjs_xlsx.xlsx": Case(FULL),
    "sheetjs_xlsb.xlsb": _either("cannot be read"),
    "sheetjs_biff8.xls": Case(FULL),
    "sheetjs_biff5.xls": Case(FULL),
    "sheetjs_biff2.xls": _either("", FULL),
    "sheetjs_ods.ods": Case(FULL),
    "sheetjs_fods.fods": _either(""),
    "sheetjs_csv.csv": Case(_DIGITS_9),
    "sheetjs_txt.txt": Case(_DIGITS_9),
    "sheetjs_prn.prn": _either("", [*_THREE, [16.3478, 1e-10, 0.33333333]]),
    "sheetjs_html.html": refused("HTML"),
    "sheetjs_sylk.slk": refused(),
    "sheetjs_dif.dif": refused(),
    "sheetjs_rtf.rtf": refused(),
    "sheetjs_xlml.xml": refused(),
    "sheetjs_dbf.dbf": refused(),
    # pandas
    "pandas.csv": Case(FULL),
    "pandas_index.csv": Case(FULL, says="row"),
    "pandas_german.csv": Case(FULL),
    "pandas.tsv": Case(FULL),
    "pandas.csv.gz": Case(FULL),
    "pandas.csv.xz": Case(FULL),
    "pandas.csv.zip": Case(FULL),
    "pandas.csv.bz2": _either("bzip2"),
    "pandas_to_string.txt": Case(
        [
            [8.0193, -1.324359e03, -0.2484],
            [4.2045, 1.136046e03, 0.1097],
            [5.5265, -7.847804e02, 0.7487],
            [16.3478, 1e-10, 0.333333],
        ],
        says="row",
    ),
    "pandas.html": refused("HTML"),
    "pandas.json": refused("JSON"),
    "pandas_records.json": Case(_DIGITS_15),
    "pandas_lines.jsonl": Case(_DIGITS_15),
    "pandas_index.parquet": _by("pyarrow", "Parquet", says="row names"),
    "pandas.pkl": refused(),
    "pandas.dta": _by("pyreadstat", "Stata"),
    "pandas_dates.csv": [refused("2024-01-01"), Case(FULL, says="day", options=_NUMERIC)],
    "pandas_gap.csv": refused("empty"),
    "pandas_openpyxl.xlsx": Case(FULL),
    "pandas_openpyxl_index.xlsx": Case(FULL, says="row"),
    "pandas_xlsxwriter.xlsx": Case(FULL),
    "pandas_xlsxwriter_index.xlsx": Case(FULL, says="row"),
    "pandas_odf.ods": Case(FULL),
    "pandas_odf_index.ods": Case(FULL, says="row"),
    "pandas.parquet": _by("pyarrow", "Parquet"),
    "pandas.feather": _by("pyarrow", "Arrow"),
    "pandas.orc": _by("pyarrow", "ORC"),
    # other libraries of Python
    "polars.csv": Case(FULL),
    "polars.xlsx": Case(FULL),
    "polars_formula.xlsx": refused("formula"),
    "polars.parquet": _by("pyarrow", "Parquet"),
    "polars.arrow": _by("pyarrow", "Arrow"),
    "xlsxwriter_numbers.xlsx": Case(FULL),
    "xlsxwriter_formula.xlsx": refused("formula"),
    "xlsxwriter_formula_with_result.xlsx": _either(
        "formula", [[row[0], row[1], row[0] + row[1]] for row in FULL]
    ),
    "xlsxwriter_filter.xlsx": Case(FULL, says="hidden"),
    "openpyxl_numbers.xlsx": Case(FULL),
    "openpyxl_formula.xlsx": refused("formula"),
    "openpyxl_two_sheets.xlsx": Case(FULL),
    "odfpy_numbers.ods": Case(FULL),
    "odfpy_formula.ods": refused("formula"),
    "xlwt.xls": Case(FULL),
    "numpy.npy": _BARE,
    "numpy_fields.npy": Case(FULL),
    "numpy.npz": Case(FULL, ("A 1", "A 2", "Y"), may_refuse=True),
    "numpy_packed.npz": _BARE,
    "numpy_savetxt.txt": _BARE,
    "numpy_savetxt.csv": Case(FULL),
    "numpy_savetxt_bare.csv": Case(FULL),
    "numpy_print.txt": refused(),
    "scipy_v5.mat": _by("scipy", "MATLAB", FULL, ()),
    "scipy_v4.mat": _by("scipy", "MATLAB", FULL, ()),
    "scipy_packed.mat": _by("scipy", "MATLAB", FULL, ()),
    "scipy_dense.mtx": _either("Matrix Market", FULL, ()),
    "scipy_sparse.mtx": refused("Matrix Market"),
    "scipy_sparse.npz": refused("sparse"),
    "scipy.nc": refused("netCDF"),
    "pyreadstat.sav": _by("pyreadstat", "SPSS"),
    "pyreadstat.zsav": _by("pyreadstat", "SPSS"),
    "pyreadstat.por": _either("SPSS"),
    "pyreadstat.dta": _by("pyreadstat", "Stata"),
    "pyreadstat.xpt": _by("pyreadstat", "SAS"),
    "pyreadstat_answers.sav": [_by("pyreadstat", "SPSS", None, says="label"), *_answers("SPSS")],
    "pyreadstat_answers.dta": [_by("pyreadstat", "Stata", None, says="label"), *_answers("Stata")],
    # pyarrow, h5py and scipy, of their own formats
    **dict.fromkeys(
        (f"pyarrow_{each}.parquet" for each in (*_PACKINGS, "pages")), _by("pyarrow", "Parquet")
    ),
    **dict.fromkeys(
        (f"pyarrow_{each}.feather" for each in ("uncompressed", "lz4", "zstd")),
        _by("pyarrow", "Arrow"),
    ),
    **dict.fromkeys(
        (f"pyarrow_{each}.orc" for each in ("uncompressed", "zlib", "zstd")), _by("pyarrow", "ORC")
    ),
    "pyarrow.arrows": _by("pyarrow", "Arrow stream"),
    "pyarrow_mixed.parquet": [
        _by("pyarrow", "Parquet", None, says="row 1, column 3 (kind)"),
        _by(
            "pyarrow",
            "Parquet",
            [[2**53, 0.1, 0.5], [2, -123.45, 1.5]],
            ("count", "price", "y"),
            "9007199254740993",
            columns=["count", "price", "y"],
            bad_rows="skip",
        ),
        _by("pyarrow", "Parquet", None, says="holds a list", columns=["tags", "y"]),
    ],
    "h5py.h5": _by("h5py", "HDF5", FULL, ("A1", "A2", "Y"), "complex numbers"),
    "h5py_records.h5": _by("h5py", "HDF5"),
    "scipy_kinds.mat": [
        _by("scipy", "MATLAB", FULL, ("A1", "A2", "Y"), "a cell array"),
        _by("scipy", "MATLAB", [[2**53], [2]], (), "9007199254740993", sheet="id"),
        _by("scipy", "MATLAB", None, says="complex", sheet="z"),
        _by("scipy", "MATLAB", None, says="sparse", sheet="sparse"),
    ],
}
