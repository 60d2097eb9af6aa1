"""A report as one page of HTML, which needs no network and runs no script."""

from collections.abc import Callable, Iterator, Sequence

from .elements import element, escaped, void_element
from .parts import (
    Figure,
    Figures,
    FormulaLine,
    Heading,
    Listing,
    Mood,
    Paragraph,
    Part,
    Report,
    ReportCell,
    ReportTable,
    Status,
)

POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser loads nothing and runs nothing, even if a name of a column tried."""
VIEWPORT = "width=device-width,initial-scale=1"

STYLE = """
:root {{
  color-scheme: light dark;
  --ground: #ffffff; --panel: #f5f7f9; --text: #1f2328; --faint: #59636e; --rule: #d5dae0;
  --run: #0072b2; --other: #c04e00; --grid: #e6e9ed; --frame: #8a919b;
  --good: #1a7f4b; --open: #9a5b00;
}}
@media (prefers-color-scheme: dark) {{
  :root {{
    --ground: #15181c; --panel: #1d2127; --text: #e6e8eb; --faint: #9aa4af; --rule: #363c44;
    --run: #56b4e9; --other: #f0a35e; --grid: #2a2f36; --frame: #727b86;
    --good: #54c08a; --open: #e0a44a;
  }}
}}
* {{ box-sizing: border-box; }}
body {{
  margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, sans-serif; font-variant-numeric: tabular-nums;
}}
main {{ max-width: 68rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }}
h1 {{ font-size: 1.75rem; line-height: 1.2; margin: 0; overflow-wrap: anywhere; }}
h2 {{
  font-size: 1.15rem; margin: 2.25rem 0 .75rem; padding-top: .75rem;
  border-top: 1px solid var(--rule);
}}
p {{ margin: .5rem 0; max-width: 46rem; overflow-wrap: anywhere; }}
.note, .subtitle {{ color: var(--faint); }}
.status {{
  margin: 1.25rem 0; padding: .6rem 1rem; background: var(--panel);
  border-left: 4px solid var(--open); display: flex; gap: .75rem;
}}
.status.good {{ border-color: var(--good); }}
.mark {{ color: var(--open); font-weight: 700; }}
.good .mark {{ color: var(--good); }}
.status p {{ margin: 0; }}
.status p + p {{ margin-top: .25rem; }}
.wide {{ overflow-x: auto; margin: .5rem 0; }}
table {{ border-collapse: collapse; font-size: .93rem; }}
th, td {{ padding: .2rem .75rem .2rem 0; text-align: left; vertical-align: top; }}
thead th {{
  color: var(--faint); font-weight: 500; border-bottom: 1px solid var(--rule);
  vertical-align: bottom;
}}
tbody th {{ font-weight: 500; max-width: 22rem; overflow-wrap: break-word; }}
tbody tr + tr > * {{ border-top: 1px solid var(--grid); }}
.number {{ text-align: right; white-space: nowrap; padding-left: .6rem; }}
.formula {{ font: italic 1.05rem/1.6 Georgia, serif; margin: .5rem 0 .5rem 1.5rem; }}
pre {{
  background: var(--panel); padding: .8rem 1rem; overflow: auto; max-height: 34rem;
  font: 12.5px/1.45 ui-monospace, monospace; tab-size: 4;
}}
.figures {{
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 25rem), 1fr));
  gap: 1.25rem;
}}
figure {{ margin: 0; }}

figcaption {{ color: var(--faint); font-size: .87rem; }}
svg {{ width: 100%; height: auto; display: block; }}
path.frame {{ stroke: var(--frame); }}
path.grid {{ stroke: var(--grid); }}
path.run {{ stroke: var(--run); }}
path.other {{ stroke: var(--other); }}
circle.dot {{ fill: var(--run); }}
text.word {{ fill: var(--text); }}
text.other-word {{ fill: var(--other); }}
@media print {{
  :root {{ color-scheme: light; }}
  main {{ max-width: none; padding: 0; }}
  pre {{ max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }}
  figure, .status, tr {{ break-inside: avoid; }}
  h2 {{ break-after: avoid; }}
}}
"""

Drawn = Callable[[Figure], str]


def html_page(report: Report, language: str = "en") -> Iterator[bytes]:
    """Write a report as a page of its own, in pieces for ``write_whole``.

    Parameters
    ----------
    report : Report
    language : str
        The code of the language that it is written in.

    Yields
    ------
    bytes
        Pieces of the file. The pictures are in it, in the colours of the light or the dark, as the
        reader's system has them.
    """
    head = "".join(
        (
            void_element("meta", charset="utf-8"),
            void_element("meta", http_equiv="Content-Security-Policy", content=POLICY),
            void_element("meta", name="viewport", content=VIEWPORT),
            void_element("meta", name="generator", content="Secant"),
            element("title", escaped(report.title)),
            element("style", STYLE.format()),
        )
    )
    yield b"<!DOCTYPE html>\n"
    yield f"{void_element('html', lang=language)}\n{element('head', head)}\n".encode()
    yield b"<body>\n<main>\n"
    for piece in pieces(report, _drawn):
        yield f"{piece}\n".encode()
    yield b"</main>\n</body>\n</html>\n"


def pieces(report: Report, drawn: Drawn) -> Iterator[str]:
    """Yield the elements of the body; ``drawn`` returns that of a picture."""
    yield element("h1", escaped(report.title))
    yield element("p", escaped(report.subtitle), class_="subtitle")
    for part in report.parts:
        yield written(part, drawn)


def written(part: Part, drawn: Drawn) -> str:
    """Return a part as an element."""
    match part:
        case Heading(text):
            return element("h2", escaped(text))
        case Paragraph(text, is_note):
            return element("p", escaped(text), class_="note" if is_note else None)
        case Status():
            return _status(part)
        case FormulaLine(text):
            return element("div", escaped(text), class_="formula")
        case Listing(text):
            return element("pre", escaped(text), tabindex=0)
        case ReportTable():
            return element("div", _table(part), class_="wide")
        case Figures(figures):
            return _figures(figures, drawn)


def _status(status: Status) -> str:
    is_good = status.mood is Mood.GOOD
    mark = element("div", status.mood.value, class_="mark")
    sentences = "".join(element("p", escaped(each)) for each in status.sentences)
    kind = " ".join(("status", "good") if is_good else ("status",))
    return element("div", mark + element("div", sentences), class_=kind)


def _table(table: ReportTable) -> str:
    head = ""
    if table.head:
        is_number = [cell.is_number for cell in _widest(table.rows)]
        names = [
            element("th", escaped(name), scope="col", class_="number" if number else None)
            for name, number in zip(table.head, is_number, strict=True)
        ]
        head = element("thead", element("tr", "".join(names)))
    rows = "".join(element("tr", "".join(_row(row))) for row in table.rows)
    return element("table", head + element("tbody", rows))


def _widest(rows: Sequence[Sequence[ReportCell]]) -> list[ReportCell]:
    """Return for each column a cell that holds a number, if any does."""
    return [next((c for c in cells if c.is_number), cells[0]) for cells in zip(*rows, strict=True)]


def _row(row: Sequence[ReportCell]) -> Iterator[str]:
    first, *others = row
    yield element("th", escaped(first.text), scope="row")
    for cell in others:
        kind = "number" if cell.is_number else None
        title = cell.in_full if cell.in_full != cell.text else None
        yield element("td", escaped(cell.text), class_=kind, title=title)


def _figures(figures: Sequence[Figure], drawn: Drawn) -> str:
    shown = [
        element(
            "figure",
            drawn(figure) + element("figcaption", escaped(figure.caption)),
        )
        for figure in figures
    ]
    return element("div", "".join(shown), class_="figures")


def _drawn(figure: Figure) -> str:
    return figure.chart.svg()
