"""Texts for tests of the table readers, without files."""

import io

from engine.reading.choices import Choices
from engine.reading.inputs import in_memory
from engine.reading.records import Records, Splitting
from engine.reading.text import BLOCK_SIZE, Place, TextBlock, TextFile
from engine.reading.text_table import TextTable, read_text_table


def text_file(data: bytes, size: int = BLOCK_SIZE, encoding: str = "utf-8") -> TextFile:
    """Return a text file t.csv that holds this data."""
    return TextFile("t.csv", lambda: io.BytesIO(data), Place(0, 1), size, encoding)


def records_of(
    text: str, separator: str = ",", comment: str = "", size: int = BLOCK_SIZE
) -> Records:
    """Return the records of a text, including its header."""
    splitting = Splitting(separator, comment)
    return Records(text_file(text.encode(), size), splitting, Place(0, 1))


def table_of(
    text: str | bytes, options: Choices | None = None, size: int = BLOCK_SIZE
) -> TextTable:
    """Find the table in a text."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_text_table(in_memory("t.csv", data), options or Choices(), size)


def whole(records: Records) -> TextBlock:
    """Return the only block."""
    (block,) = records.blocks()
    return block
