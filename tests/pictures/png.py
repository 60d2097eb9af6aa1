"""Writes small PNG files: of 256 colours, which a window of flat grounds hardly exceeds."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage, QImageWriter

MOST_COLOURS = 256
SMALLEST = 0
"""The quality of Qt's writer at which it compresses most; PNG loses nothing."""


def write_png(image: QImage, path: Path) -> None:
    """Write a picture with one byte a pixel and no transparency. Raises OSError if it fails."""
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    width, height = image.width(), image.height()
    pixels = np.frombuffer(image.constBits(), np.uint32).reshape(height, width)
    colours, places = reduce_colours(pixels.ravel())
    lines = np.zeros((height, -(-width // 4) * 4), np.uint8)  # Qt wants lines of 32-bit words
    lines[:, :width] = places.reshape(height, width)
    format_ = QImage.Format.Format_Indexed8
    indexed = QImage(lines.tobytes(), width, height, lines.shape[1], format_)
    indexed.setColorTable([int(colour) for colour in colours])
    writer = QImageWriter(str(path), b"png")
    writer.setQuality(SMALLEST)
    if not writer.write(indexed):
        raise OSError(writer.errorString())


def reduce_colours(pixels: NDArray[np.uint32]) -> tuple[NDArray[np.uint32], NDArray[np.uint8]]:
    """Return at most 256 colours, and for each pixel the place of the nearest of them.

    Each colour that is added is the one whose pixels would be most wrong without it: a few marks of
    a colour of their own keep it, as the many shades at the edges of letters need not.
    """
    every, inverse, counts = np.unique(pixels, return_inverse=True, return_counts=True)
    channels = _channels(every)
    kept = [int(counts.argmax())]
    errors, places = _distances(channels, kept[0]), np.zeros(len(every), np.uint8)
    while len(kept) < MOST_COLOURS and errors.any():
        kept.append(int((counts * errors).argmax()))
        distances = _distances(channels, kept[-1])
        places[distances < errors] = len(kept) - 1
        errors = np.minimum(errors, distances)
    return every[kept], places[inverse]


def _distances(channels: NDArray[np.int32], place: int) -> NDArray[np.int32]:
    differences = channels - channels[place]
    squares: NDArray[np.int32] = (differences**2).sum(axis=1, dtype=np.int32)
    return squares


def _channels(colours: NDArray[np.uint32]) -> NDArray[np.int32]:
    """Return red, green and blue of each colour, 0 to 255."""
    shifts = np.array([16, 8, 0], np.uint32)
    return ((colours[:, None] >> shifts) & 0xFF).astype(np.int32)
