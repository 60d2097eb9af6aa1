"""Texts for tests of the table readers, without files."""

import io

from engine.reading.inputs import in_memory
from engine.reading.options import ReadOptions
from engine.reading.text.records import CellSplitter, Records
from engine.reading.text.text import BLOCK_SIZE, TextBlock, TextFile, TextPosition
from engine.reading.text.text_tables import TextTable, read_text_table


def text_file(data: bytes, size: int = BLOCK_SIZE, encoding: str = "utf-8") -> TextFile:
    """Return a text file t.csv that holds this data."""
    return TextFile("t.csv", lambda: io.BytesIO(data), TextPosition(0, 1), size, encoding)


def records_of(
    text: str, separator: str = ",", comment: str = "", size: int = BLOCK_SIZE
) -> Records:
    """Return the records of a text, including its header."""
    splitter = CellSplitter(separator, comment)
    return Records(text_file(text.encode(), size), splitter, TextPosition(0, 1))


def table_of(
    text: str | bytes, options: ReadOptions | None = None, size: int = BLOCK_SIZE
) -> TextTable:
    """Find the table in a text."""
    data = text if isinstance(text, bytes) else text.encode()
    return read_text_table(in_memory("t.csv", data), options or ReadOptions(), size)


def whole(records: Records) -> TextBlock:
    """Return the only block."""
    (block,) = records.blocks()
    return block
