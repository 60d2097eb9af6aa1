"""One export, from the question to the written file."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from engine.writing.csv import COMMA_AND_POINT, SEMICOLON_AND_COMMA, Dialect

from ..plots.picture import Drawable, Recording, render_pdf, render_png, render_svg
from ..text.locale import has_decimal_comma
from ..text.translation import translate

POINT, COMMA = (
    translate("exporting", "CSV, comma and point (*.csv)"),
    translate("exporting", "CSV, semicolon and comma (*.csv)"),
)
DIALECTS = {
    POINT: COMMA_AND_POINT,
    translate("exporting", "CSV, comma and point, marked as UTF-8 (*.csv)"): replace(
        COMMA_AND_POINT, encoding="utf-8-sig"
    ),
    COMMA: SEMICOLON_AND_COMMA,
    translate("exporting", "CSV, semicolon and comma, marked as UTF-8 (*.csv)"): replace(
        SEMICOLON_AND_COMMA, encoding="utf-8-sig"
    ),
}


def default_dialect() -> str:
    """Return the text of the dialect that spreadsheets of this locale open."""
    return COMMA if has_decimal_comma() else POINT


PNG = translate("exporting", "PNG picture (*.png)")
SVG = translate("exporting", "SVG drawing (*.svg)")
PDF = translate("exporting", "PDF page (*.pdf)")

TEXT_SUFFIXES = frozenset({".csv", ".txt", ".dat"})
"""What a table separated by commas or semicolons may be called."""

Content = Callable[[], Iterable[bytes]]


@dataclass(frozen=True)
class ExportTarget:
    """The answer of the dialog: where to write, and which of the offered formats was chosen.

    ``is_completed`` says that the suffix of the format was added to a name that has another one.
    """

    path: Path
    format: str
    is_completed: bool = False


@dataclass(frozen=True, eq=False)
class ExportJob:
    """What to ask, what to write and where; the dialog adds the ``target``.

    ``contents`` has the bytes of each format, by the text that the file dialog shows for it. A job
    holds what was there when it was made, so later changes to the document do not matter.
    ``header`` is the row of column names that a table of A and Y begins with, if it has one.
    ``caution`` is a sentence about what is written that the person must not miss.
    """

    title: str
    suggested_name: str
    contents: Mapping[str, Content]
    header: Sequence[str] = ()
    target: ExportTarget | None = None
    caution: str = ""

    @property
    def formats(self) -> list[str]:
        """The formats on offer."""
        return list(self.contents)

    @property
    def path(self) -> Path:
        """Where to write; only a job that has a target knows."""
        assert self.target is not None
        return self.target.path

    def to(self, target: ExportTarget) -> "ExportJob":
        """Return this job with the answer of the dialog."""
        return replace(self, target=target)

    def whole_path(self, path: Path, file_format: str) -> Path:
        """Return a path whose suffix says what will be written there.

        The suffix of a format on offer stays, and so does one of plain text for a table; otherwise
        that of the chosen format is added: a table called ``a.secant`` could not be opened.
        """
        suffix, fitting = suffix_of(file_format), {*map(suffix_of, self.contents)}
        if TEXT_SUFFIXES & fitting:
            fitting |= TEXT_SUFFIXES
        is_whole = not suffix or path.suffix.lower() in fitting
        return path if is_whole else path.with_name(f"{path.name}{suffix}")

    def chunks(self) -> Iterable[bytes]:
        """Return the bytes to write; a suffix typed by hand decides over the chosen format."""
        assert self.target is not None
        suffix, chosen = self.target.path.suffix.lower(), self.target.format
        fitting = [chosen, *self.contents]
        return self.contents[next((f for f in fitting if suffix_of(f) == suffix), chosen)]()


def suffix_of(file_format: str) -> str:
    """Return the suffix in a format's text: ``.csv`` of ``CSV, comma and point (*.csv)``."""
    return file_format.rpartition("*")[2].rstrip(")")


def text_job(
    title: str, name: str, write: Callable[[Dialect], Iterable[bytes]], header: Sequence[str] = ()
) -> ExportJob:
    """Return a job that writes a CSV file in the dialect chosen."""
    contents = {text: partial(write, dialect) for text, dialect in DIALECTS.items()}
    return ExportJob(title, name, contents, header)


def plot_job(title: str, name: str, plot: Drawable) -> ExportJob:
    """Draw the plot now; the job renders it in the format chosen, where it is written."""
    recording = Recording(plot)
    renderers = {PNG: render_png, SVG: render_svg, PDF: render_pdf}
    contents = {text: partial(_rendered, render, recording) for text, render in renderers.items()}
    return ExportJob(title, name, contents)


def _rendered(render: Callable[[Drawable], bytes], picture: Drawable) -> Iterator[bytes]:
    yield render(picture)
