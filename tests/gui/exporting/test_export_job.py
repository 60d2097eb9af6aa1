from functools import partial
from pathlib import Path

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


def test_picture_is_compressed_when_written(qapp: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """The task that writes it reads the chunks; compressing would hold the window up."""
    compressed: list[object] = []

    def compress(image: object) -> bytes:
        compressed.append(image)
        return b"PNG"

    monkeypatch.setattr(export_job, "png_of", compress)
    chunks = plot_job("Export", "a.png", Square()).to(ExportTarget(Path("a.png"), PNG)).chunks()
    assert not compressed
    assert [*chunks] == [b"PNG"]
    assert len(compressed) == 1


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
