"""The pictures of the documents exist, are small, and keep the colours of small marks."""

import re
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from tests.audit.cases import IN_TESTS
from tests.pictures.png import MOST_COLOURS, reduce_colours, write_png
from tests.pictures.taking import DIABETES, EXAMPLES, FITS, LIMIT_SIZES, LOOKS, SURFACES, TABLES

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "docs/pictures"
NAMES = (
    {
        f"{table}-{width}-{look.value}.png"
        for table in TABLES
        for width, _ in IN_TESTS
        for look in LOOKS
    }
    | {
        f"limit-{table}-{width}-{look.value}.png"
        for table in EXAMPLES
        for width, _ in LIMIT_SIZES
        for look in LOOKS
    }
    | {
        f"surface-{table}-{width}-{look.value}.png"
        for table in SURFACES
        for width, _ in LIMIT_SIZES
        for look in LOOKS
    }
    | {
        f"fit-{table}-{width}-{look.value}.png"
        for table in FITS
        for width, _ in LIMIT_SIZES
        for look in LOOKS
    }
    | {f"runs-{DIABETES}-{width}-{look.value}.png" for width, _ in LIMIT_SIZES for look in LOOKS}
)
MOST_BYTES = 150_000


def test_each_picture_is_in_documents() -> None:
    assert {path.name for path in FOLDER.iterdir()} == NAMES


@pytest.mark.parametrize("name", sorted(NAMES))
def test_pictures_are_small(name: str) -> None:
    path = FOLDER / name
    assert path.stat().st_size < MOST_BYTES
    sizes = {f"-{size[0]}-": size for size in IN_TESTS}
    (size,) = (size for mark, size in sizes.items() if mark in name)
    image = QImage(str(path))
    assert (image.width(), image.height()) == size


def test_readme_shows_existing_pictures() -> None:
    shown = re.findall(r"!\[.+?\]\((.+?)\)", (ROOT / "README.md").read_text("utf-8"))
    assert shown
    assert [path for path in shown if not (ROOT / path).is_file()] == []


def test_rare_colour_is_kept() -> None:
    greys = np.repeat(np.arange(256, dtype=np.uint32) * 0x010101, 100)
    pixels = np.append(greys, np.uint32(0xFF0000))
    colours, places = reduce_colours(pixels)
    assert len(colours) == MOST_COLOURS
    assert colours[places[-1]] == 0xFF0000


def test_written_picture_is_read_back(tmp_path: Path) -> None:
    image = QImage(7, 3, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setPixelColor(6, 2, QColor("#d55e00"))
    write_png(image, tmp_path / "a.png")
    read = QImage(str(tmp_path / "a.png"))
    assert read.format() is QImage.Format.Format_Indexed8
    assert (read.width(), read.height()) == (7, 3)
    assert read.pixelColor(6, 2) == QColor("#d55e00")
    assert read.pixelColor(5, 2) == QColor("white")
