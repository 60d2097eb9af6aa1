from functools import partial
from pathlib import Path
from threading import Thread, current_thread

import pytest
from PySide6.QtCore import QLocale, QSize
from PySide6.QtGui import QPainter

from gui.exporting import export_job
from gui.exporting.export_job import (
    COMMA,
    DIALECTS,
    PDF,
    PNG,
    POINT,
    SVG,
    ExportJob,
    ExportTarget,
    default_dialect,
    plot_job,
    suffix_of,
    text_job,
)
from gui.plots.picture import Recording

from .jobs import ANY, job_of

FORMATS = {PNG: b"png", SVG: b"svg"}
JOB = ExportJob("Export", "plot.png", {name: partial(iter, [FORMATS[name]]) for name in FORMATS})


class Square:
    """A picture that can change."""

    width = 10

    def accessibleName(self) -> str:
        return "A square"

    def picture_size(self) -> QSize:
        return QSize(self.width, self.width)

    def paint_picture(self, painter: QPainter) -> None:
        painter.drawRect(0, 0, self.width, self.width)


@pytest.mark.parametrize("file_format", [*DIALECTS, PNG, SVG, PDF])
def test_suffix_is_read_from_the_format(file_format: str) -> None:
    assert suffix_of(file_format) == f".{file_format[-4:-1]}"


@pytest.mark.parametrize(
    ("name", "file_format", "content"),
    [
        ("a.png", PNG, b"png"),
        ("a.svg", SVG, b"svg"),
        ("a.SVG", PNG, b"svg"),
        ("a.png", SVG, b"png"),
        ("a.txt", SVG, b"svg"),
    ],
)
def test_typed_suffix_overrides_the_format(name: str, file_format: str, content: bytes) -> None:
    assert list(JOB.to(ExportTarget(Path(name), file_format)).chunks()) == [content]


@pytest.mark.parametrize(
    ("name", "file_format", "whole"),
    [
        ("w.secant", POINT, "w.secant.csv"),
        ("w.tsv", COMMA, "w.tsv.csv"),
        ("w.png", POINT, "w.png.csv"),
        ("trial 1.2", POINT, "trial 1.2.csv"),
        ("w", POINT, "w.csv"),
        ("w.CSV", POINT, "w.CSV"),
        ("w.txt", COMMA, "w.txt"),
        ("p.csv", PNG, "p.csv.png"),
        ("p.txt", SVG, "p.txt.svg"),
        ("p.svg", PNG, "p.svg"),
        ("p.secant", SVG, "p.secant.svg"),
    ],
)
def test_path_says_what_it_holds(name: str, file_format: str, whole: str) -> None:
    table = text_job("Export", "a.csv", lambda _: [])
    job = table if file_format in table.formats else JOB
    assert job.whole_path(Path("/folder", name), file_format) == Path("/folder", whole)


def test_any_file_keeps_its_name() -> None:
    assert job_of(Path("a"), []).whole_path(Path("a.secant"), ANY) == Path("a.secant")


def test_job_keeps_the_question() -> None:
    job = JOB.to(ExportTarget(Path("b.svg"), SVG))
    assert (job.title, job.suggested_name, job.formats) == ("Export", "plot.png", [PNG, SVG])
    assert (job.path, JOB.target) == (Path("b.svg"), None)


def test_text_is_in_the_chosen_dialect() -> None:
    job = text_job("Export", "a.csv", lambda dialect: [dialect.separator.encode()], ["x"])
    for file_format, dialect in DIALECTS.items():
        for name in ("a.csv", "a.txt"):
            chosen = job.to(ExportTarget(Path(name), file_format))
            assert list(chosen.chunks()) == [dialect.separator.encode()]
            assert chosen.header == ["x"]


def test_plot_is_drawn_when_asked_for(qapp: object) -> None:
    square = Square()
    job = plot_job("Export", "a.png", square).to(ExportTarget(Path("a.png"), PNG))
    square.width = 1000
    changed = plot_job("Export", "a.png", square).to(ExportTarget(Path("a.png"), PNG))
    assert [*job.chunks()] == [*job.chunks()] != [*changed.chunks()]


@pytest.mark.parametrize("file_format", [PNG, SVG, PDF])
def test_picture_is_rendered_when_written(qapp: object, file_format: str) -> None:
    """The task that writes it reads the chunks; rendering would hold the window up."""
    threads: list[Thread] = []

    class Watched(Recording):
        def paint_picture(self, painter: QPainter) -> None:
            threads.append(current_thread())
            super().paint_picture(painter)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export_job, "Recording", Watched)
        job = plot_job("Export", "a", Square()).to(ExportTarget(Path("a"), file_format))
    chunks = job.chunks()
    assert not threads
    written: list[bytes] = []
    thread = Thread(target=lambda: written.extend(chunks))
    thread.start()
    thread.join()
    assert threads == [thread]
    assert [len(chunk) > 100 for chunk in written] == [True]


def test_dialects_are_all_different() -> None:
    assert len(set(DIALECTS.values())) == len(DIALECTS)


@pytest.mark.parametrize(
    ("language", "default"),
    [(QLocale.Language.German, COMMA), (QLocale.Language.English, POINT)],
)
def test_default_dialect_follows_the_locale(language: QLocale.Language, default: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert default_dialect() == default
    finally:
        QLocale.setDefault(before)


def test_dialect_text_describes_the_dialect() -> None:
    for words, dialect in DIALECTS.items():
        assert ("semicolon" in words) == (dialect.separator == ";")
        assert ("and comma" in words) == (dialect.decimal == ",")
        assert ("UTF-8" in words) == (dialect.encoding == "utf-8-sig")
