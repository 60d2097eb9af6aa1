"""What each file of a real writer holds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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


_NUMERIC = {"columns": "numeric"}
_BARE = Case(FULL, ())
_MTCARS_NAMES = ("mpg", "cyl", "disp", "hp", "drat", "wt", "qsec", "vs", "am", "gear", "carb")
_MAZDA: Rows = [[21, 6, 160, 110, 3.9, 2.62, 16.46, 0, 1, 4, 4]]

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
    "octave_v7.mat": _either("MATLAB", FULL, ()),
    "octave_v6.mat": _either("MATLAB", FULL, ()),
    "octave_v4.mat": _either("", FULL, ()),
    "octave.h5": _either("HDF5", FULL, ()),
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
    "pandas.pkl": refused(),
    "pandas.dta": _either("Stata"),
    "pandas_dates.csv": [refused("2024-01-01"), Case(FULL, says="day", options=_NUMERIC)],
    "pandas_gap.csv": refused("empty"),
    "pandas_openpyxl.xlsx": Case(FULL),
    "pandas_openpyxl_index.xlsx": Case(FULL, says="row"),
    "pandas_xlsxwriter.xlsx": Case(FULL),
    "pandas_xlsxwriter_index.xlsx": Case(FULL, says="row"),
    "pandas_odf.ods": Case(FULL),
    "pandas_odf_index.ods": Case(FULL, says="row"),
    "pandas.parquet": _either("Parquet"),
    "pandas.feather": _either(""),
    "pandas.orc": _either("ORC"),
    # other libraries of Python
    "polars.csv": Case(FULL),
    "polars.xlsx": Case(FULL),
    "polars_formula.xlsx": refused("formula"),
    "polars.parquet": _either("Parquet"),
    "polars.arrow": _either(""),
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
    "scipy_v5.mat": _either("MATLAB", FULL, ()),
    "scipy_v4.mat": _either("", FULL, ()),
    "scipy_packed.mat": _either("MATLAB", FULL, ()),
    "scipy_dense.mtx": _either("Matrix Market", FULL, ()),
    "scipy_sparse.mtx": refused("Matrix Market"),
    "scipy_sparse.npz": refused("sparse"),
    "scipy.nc": refused("netCDF"),
    "pyreadstat.sav": _either("SPSS"),
    "pyreadstat.zsav": _either("SPSS"),
    "pyreadstat.por": _either("SPSS"),
    "pyreadstat.dta": _either("Stata"),
    "pyreadstat.xpt": _either("SAS"),
}
