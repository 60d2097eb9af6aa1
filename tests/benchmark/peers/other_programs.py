"""`python3 -m tests.benchmark.peers.other_programs`: write tests/data/other_programs.json afresh.

R and LibreOffice are asked once by hand: they are large, and no package of Python. Their figures
are kept with their versions, beside those of numpy and statsmodels.
"""

import json
import re
import subprocess
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from engine import Problem

from ...engine.least_squares import table_problem
from ...engine.problems import DATA
from ...figures_of_tables import OTHERS, TABLES, Figures
from .ordinary_least_squares import Solve, numpy_figures, statsmodels_figures

SCRIPT = Path(__file__).with_name("lm.R")
OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
SHEET = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:body><office:spreadsheet><table:table table:name="Sheet1">{rows}</table:table>
</office:spreadsheet></office:body></office:document>"""
NUMBER = '<table:table-cell office:value-type="float" office:value="{!r}"/>'


def r_figures(name: str, tolerance: float) -> Figures:
    """Return what R's lm says of a table, with a tolerance below which columns are dropped."""
    path = DATA / f"{name}.csv" if not name.startswith("fit_") else DATA / "fits" / f"{name}.csv"
    ones = "ones" if name.startswith("fit_") else "plain"
    words = ["Rscript", str(SCRIPT), str(path), ones, repr(tolerance)]
    lines = subprocess.run(words, capture_output=True, text=True, check=True).stdout.splitlines()
    errors = tuple(float(each) for each in lines[0].split())
    return Figures(errors, *(float(each) for each in lines[1].split()))


def libreoffice_figures(problem: Problem) -> Figures:
    """Return what LINEST says of a table, in a sheet that LibreOffice computes and saves."""
    ones = problem.intercept
    columns = [k for k in range(problem.weights) if k != ones]
    rows = list(_sheet_rows(problem, columns))
    last = _letters(len(columns))
    y, x = f"A1:A{len(rows)}", f"B1:{last}{len(rows)}"
    formula = (
        f"of:=LINEST([.{y.replace(':', ':.')}];[.{x.replace(':', ':.')}];{int(ones is not None)};1)"
    )
    width = len(columns) + 1
    cell = (
        f'<table:table-cell table:formula="{formula}" table:number-matrix-columns-spanned="{width}"'
        ' table:number-matrix-rows-spanned="5"/>'
    )
    below = "<table:table-row>" + "<table:table-cell/>" * width + "</table:table-row>"
    whole = "".join(rows) + f"<table:table-row>{cell}</table:table-row>" + below * 4
    with TemporaryDirectory() as folder:
        sheet = Path(folder) / "in.fods"
        sheet.write_text(SHEET.format(rows=whole), encoding="utf-8")
        words = ["soffice", f"-env:UserInstallation=file://{folder}/user", "--headless"]
        words += ["--convert-to", "fods:OpenDocument Spreadsheet Flat XML"]
        words += ["--outdir", f"{folder}/out", str(sheet)]
        subprocess.run(words, capture_output=True, check=True)
        tree = ElementTree.parse(f"{folder}/out/in.fods")
    lines = [_values(row) for row in tree.iter(f"{TABLE}table-row")][len(rows) :]
    errors = list(reversed(lines[1][: len(columns)]))
    if ones is not None:
        errors.insert(ones, lines[1][len(columns)])
    return Figures(tuple(errors), residual_sd=lines[2][1], r_squared=lines[2][0])


def _sheet_rows(problem: Problem, columns: list[int]) -> Iterator[str]:
    for row, (y,) in zip(problem.A[:, columns].tolist(), problem.Y.tolist(), strict=True):
        cells = "".join(NUMBER.format(value) for value in (y, *row))
        yield f"<table:table-row>{cells}</table:table-row>"


def _letters(column: int) -> str:
    return chr(ord("A") + column)


def _values(row: ElementTree.Element) -> list[float]:
    """Return the numbers of a row; NaN of a cell that has none, such as an error."""
    found: list[float] = []
    for cell in row.iter(f"{TABLE}table-cell"):
        times = int(cell.get(f"{TABLE}number-columns-repeated", "1"))
        found += [float(cell.get(f"{OFFICE}value", "nan"))] * min(times, 99)
    return found


def program_version(*words: str) -> str:
    """Return the first version number that a program prints."""
    text = subprocess.run(words, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d+(?:\.\d+)+", text)
    assert found is not None
    return found.group()


def main() -> None:
    """Ask every program, and write what they say."""
    problems = {name: table_problem(name) for name in TABLES}
    solvers: dict[str, Solve] = {
        f"statsmodels {version('statsmodels')} pinv": statsmodels_figures("pinv"),
        f"statsmodels {version('statsmodels')} qr": statsmodels_figures("qr"),
        f"numpy {version('numpy')}": numpy_figures,
        f"LibreOffice {program_version('soffice', '--version')}": libreoffice_figures,
    }
    found = {
        program: {name: solve(problem) for name, problem in problems.items()}
        for program, solve in solvers.items()
    }
    for tolerance, words in ((1e-7, "lm"), (0.0, "lm, tol = 0")):
        program = f"R {program_version('R', '--version')} {words}"
        found[program] = {name: r_figures(name, tolerance) for name in TABLES}
    written = {
        program: {
            name: {
                "standard_errors": [repr(each) for each in figures.standard_errors],
                "residual_sd": repr(figures.residual_sd),
                "r_squared": repr(figures.r_squared),
            }
            for name, figures in tables.items()
        }
        for program, tables in found.items()
    }
    OTHERS.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
