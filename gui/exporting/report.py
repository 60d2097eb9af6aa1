"""The report of a run: an HTML page or a PDF, with the numbers as the window shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from engine.writing.report.content import parts_of, titled
from engine.writing.report.facts import Wording
from engine.writing.report.html import html_page
from engine.writing.report.parts import Report

from ..run.result import RunResult
from ..text.numbers import format_loss, format_number, format_r_squared
from ..text.translation import language, translate, translated
from .export_job import ExportJob
from .report_pdf import pdf_pages
from .reported import reported

HTML = translate("exporting", "HTML page (*.html)")
PDF = translate("exporting", "PDF document (*.pdf)")
NOTHING_YET = (b"",)
"""Between two steps of work: so the task is heard of, and can be cancelled."""


@dataclass(frozen=True, eq=False)
class ReportRequest:
    """What a report is about, as it was when the menu entry was chosen.

    ``name`` is that of the document, and ``caution`` a sentence about what has changed since.
    """

    outcome: RunResult
    name: str
    caution: str
    date: str


def report_job(outcome: RunResult, name: str, caution: str) -> ExportJob:
    """Return a job that writes the report of a run as it is now."""
    date = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    request = ReportRequest(outcome, name, caution, date)
    contents = {HTML: partial(as_html, request), PDF: partial(as_pdf, request)}
    title = translate("exporting", "Export Report")
    return ExportJob(title, "report.html", contents, caution=caution)


def as_html(request: ReportRequest) -> Iterator[bytes]:
    """Yield a page of its own."""
    for made in _made(request):
        yield from NOTHING_YET if made is None else html_page(made, language())


def as_pdf(request: ReportRequest) -> Iterator[bytes]:
    """Yield nothing for each page, then the whole file."""
    for made in _made(request):
        yield from NOTHING_YET if made is None else pdf_pages(made)


def _made(request: ReportRequest) -> Iterator[Report | None]:
    """Yield None after each step of work, and then the report."""
    run = reported(request.outcome, request.name, request.caution)
    yield None
    run = run.completed()
    yield None
    _ = run.fit_statistics
    yield None
    _ = run.influence
    yield None
    wording, parts = _wording(), []
    for part in parts_of(run, wording):
        parts.append(part)
        yield None
    yield titled(run, wording, request.date, parts)


def _wording() -> Wording:
    return Wording(translated, format_number, _loss, format_r_squared, language())


def _loss(value: float, floor: float) -> str:
    return format_loss(value, floor=floor)
