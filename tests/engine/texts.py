"""Texts for the tests of what reads tables, without a file."""

import io
from dataclasses import replace

from engine.reading import Records
from engine.text import BLOCK_SIZE, Place, TextBlock, TextFile


def text_file(data: bytes, size: int = BLOCK_SIZE) -> TextFile:
    """Pretend that t.csv holds some data, without a byte order mark."""
    return TextFile("t.csv", lambda: io.BytesIO(data), Place(0, 1), size)


def records_of(
    text: str, separator: str = ",", names: tuple[str, ...] = (), size: int = BLOCK_SIZE
) -> Records:
    """Return the records of a text below its header, which the text leaves out."""
    start = Place(0, 1 + bool(names))
    records = Records(text_file(text.encode(), size), separator, names, len(names), start)
    return records if names else replace(records, width=len(records.first()[0].cells))


def whole(records: Records) -> TextBlock:
    """Return the only block there is."""
    (block,) = records.blocks()
    return block
