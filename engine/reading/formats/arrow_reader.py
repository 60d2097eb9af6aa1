"""Parquet, Feather, Arrow and ORC files, read by pyarrow in the process of ``format_worker.py``."""

import json
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

AnyArrow: TypeAlias = Any
"""Whatever pyarrow returns: it has no types."""

NUMBER, EMPTY, OTHER = 0, 1, 2
# Enough for any label; the rest of a longer text is seen by nobody.
_LONGEST_TEXT = 10_000
# Up to 15 digits and 22 places, the unscaled number and the power of ten are float64 numbers, so
# that one division rounds correctly.
_EXACT_DIGITS, _EXACT_PLACES = 15, 22
_FLOATS = {16: np.float16, 32: np.float32, 64: np.float64}


class ArrowFile:
    """A file with one table, of which columns are read batch by batch."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._schema, self._rows = self._look()

    def tables(self) -> list[dict[str, Any]]:
        """Return what is known of the table."""
        names = list(self._schema.names)
        index = {name for name in _pandas_index(self._schema) if names.count(name) == 1}
        return [
            {
                "name": "",
                "rows": self._rows,
                "columns": names,
                "index": [k for k, name in enumerate(names) if name in index],
            }
        ]

    def batches(self, table: int, columns: Sequence[int], height: int) -> Iterator[list[Any]]:
        """Yield some columns, at most ``height`` rows at a time."""
        del table
        if not self._schema.names:
            return
        for batch in _joined(self._batches(columns, height), height):
            for start in range(0, batch.num_rows, height):
                part = batch.slice(start, height)
                yield [column_part(each) for each in part.columns]

    def _look(self) -> tuple[AnyArrow, int]:
        raise NotImplementedError

    def _batches(self, columns: Sequence[int], height: int) -> "Iterator[pa.RecordBatch]":
        raise NotImplementedError

    def _picked(self, batch: "pa.RecordBatch", columns: Sequence[int]) -> "pa.RecordBatch":
        """Return some columns of a batch that has those of their names, in the file's order."""
        names = {self._schema.names[k] for k in columns}
        there = [k for k, name in enumerate(self._schema.names) if name in names]
        return batch.select([there.index(k) for k in columns])


class ParquetTable(ArrowFile):
    """A Parquet file: its row groups are read a few pages at a time."""

    def _open(self) -> AnyArrow:
        from pyarrow import parquet

        return parquet.ParquetFile(
            self._path,
            memory_map=False,
            pre_buffer=False,
            buffer_size=2**16,
            page_checksum_verification=True,
        )

    def _look(self) -> tuple[AnyArrow, int]:
        with self._open() as file:
            return file.schema_arrow, file.metadata.num_rows

    def _batches(self, columns: Sequence[int], height: int) -> "Iterator[pa.RecordBatch]":
        names = list(dict.fromkeys(self._schema.names[k] for k in columns))
        with self._open() as file:
            for batch in file.iter_batches(height, columns=names, use_threads=False):
                yield self._picked(batch, columns)


class IpcTable(ArrowFile):
    """An Arrow file or stream: a Feather file is one too."""

    def _open(self, columns: Sequence[int] | None) -> AnyArrow:
        import pyarrow as pa

        options = pa.ipc.IpcReadOptions(
            included_fields=None if columns is None else list(columns), use_threads=False
        )
        with open(self._path, "rb") as start:  # noqa: PTH123 - a script of its own
            is_file = start.read(6) == b"ARROW1"
        source = pa.memory_map(self._path)
        make = pa.ipc.open_file if is_file else pa.ipc.open_stream
        return make(source, options=options)

    def _look(self) -> tuple[AnyArrow, int]:
        schema = self._open(None).schema
        if not schema.names:
            return schema, 0
        return schema, sum(batch.num_rows for batch in self._record_batches([0]))

    def _record_batches(self, columns: Sequence[int]) -> "Iterator[pa.RecordBatch]":
        reader = self._open(columns)
        if hasattr(reader, "num_record_batches"):
            for k in range(reader.num_record_batches):
                yield reader.get_batch(k)
        else:
            yield from reader

    def _batches(self, columns: Sequence[int], height: int) -> "Iterator[pa.RecordBatch]":
        del height
        yield from self._record_batches(columns)


class OldFeatherTable(ArrowFile):
    """A Feather file of the first version, which is read whole."""

    def _look(self) -> tuple[AnyArrow, int]:
        from pyarrow import feather

        self._table = feather.read_table(self._path, memory_map=False)
        return self._table.schema, self._table.num_rows

    def _batches(self, columns: Sequence[int], height: int) -> "Iterator[pa.RecordBatch]":
        yield from self._table.select(list(columns)).to_batches(height)


class OrcTable(ArrowFile):
    """An ORC file: its stripes are read one after the other."""

    def _look(self) -> tuple[AnyArrow, int]:
        from pyarrow import orc

        self._file = orc.ORCFile(self._path)
        return self._file.schema, self._file.nrows

    def _batches(self, columns: Sequence[int], height: int) -> "Iterator[pa.RecordBatch]":
        del height
        names = list(dict.fromkeys(self._schema.names[k] for k in columns))
        for stripe in range(self._file.nstripes):
            yield self._picked(self._file.read_stripe(stripe, columns=names), columns)


def open_file(path: str) -> ArrowFile:
    """Open a file of any of these formats, which its first bytes tell."""
    with open(path, "rb") as file:  # noqa: PTH123 - a script of its own
        start = file.read(8)
    if start.startswith(b"PAR"):
        return ParquetTable(path)
    if start.startswith(b"FEA1"):
        return OldFeatherTable(path)
    return OrcTable(path) if start.startswith(b"ORC") else IpcTable(path)


def _joined(batches: "Iterator[pa.RecordBatch]", height: int) -> "Iterator[pa.RecordBatch]":
    """Check batches, and join small ones: a stream may have thousands of a few rows."""
    import pyarrow as pa

    waiting, rows = list[AnyArrow](), 0
    for batch in chain(batches, [None]):
        if batch is not None:
            batch.validate(full=True)
            waiting.append(batch)
            rows += batch.num_rows
        if waiting and (batch is None or rows >= height):
            if len(waiting) == 1:
                yield from waiting
            else:
                yield from pa.Table.from_batches(waiting).combine_chunks().to_batches()
            waiting, rows = [], 0


def _pandas_index(schema: "pa.Schema") -> list[str]:
    """Return the columns that pandas wrote for the index, which names or counts the rows."""
    try:
        described = json.loads((schema.metadata or {}).get(b"pandas", b"{}"))
        return [each for each in described.get("index_columns", ()) if isinstance(each, str)]
    except (AttributeError, TypeError, ValueError):
        return []


def column_part(array: AnyArrow) -> tuple[NDArray[np.uint8], NDArray[Any] | None, list[Any]]:
    """Return the codes of the cells of a column, its numbers, and its cells that are none."""
    import pyarrow as pa
    import pyarrow.compute

    kind = array.type
    if isinstance(kind, pa.BaseExtensionType):
        return column_part(array.storage)
    if pa.types.is_dictionary(kind):
        return column_part(array.dictionary_decode())
    if pa.types.is_run_end_encoded(kind):
        return column_part(pa.compute.run_end_decode(array))
    codes = _validity(array)
    if pa.types.is_null(kind):
        return np.full(len(array), EMPTY, np.uint8), None, []
    if pa.types.is_integer(kind):
        size = kind.bit_width // 8
        is_signed = pa.types.is_signed_integer(kind)
        numbers = _buffer(array, np.dtype(f"{'i' if is_signed else 'u'}{size}"))
        return codes, numbers.astype(np.int64 if is_signed or size < 8 else np.uint64), []
    if pa.types.is_floating(kind):
        return codes, _buffer(array, np.dtype(_FLOATS[kind.bit_width])).astype(np.float64), []
    if pa.types.is_decimal128(kind) and 0 <= kind.scale <= _EXACT_PLACES:
        return _decimals(array, codes)
    codes[codes == NUMBER] = OTHER
    return codes, None, _others(array)


def _others(array: AnyArrow) -> list[Any]:
    import pyarrow as pa

    kind = array.type
    if pa.types.is_boolean(kind):
        return [each for each in array.to_pylist() if each is not None]
    if _is_text(kind):
        return [each[:_LONGEST_TEXT] for each in array.to_pylist() if each is not None]
    count = len(array) - array.null_count
    if pa.types.is_decimal(kind):
        return [["decimal", str(each), ""] for each in array.to_pylist() if each is not None]
    if pa.types.is_temporal(kind):
        return [["time", each, ""] for each in _times(array) if each is not None]
    if pa.types.is_nested(kind):
        what = "record" if pa.types.is_struct(kind) else "list"
        return [[what, "", ""]] * count
    return [["bytes", "", ""]] * count


def _is_text(kind: AnyArrow) -> bool:
    import pyarrow as pa

    view = getattr(pa.types, "is_string_view", None)
    is_view = view is not None and view(kind)
    return bool(is_view or pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _times(array: AnyArrow) -> list[Any]:
    """Return dates and times as text, without zeros at the end of a fraction."""
    import pyarrow as pa

    kind = array.type
    if pa.types.is_duration(kind):
        counts = array.cast(pa.int64()).to_pylist()
        return [None if each is None else f"{each} {kind.unit}" for each in counts]
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        # As it is in UTC, which needs no database of time zones.
        plain = array.cast(pa.timestamp(kind.unit)).cast(pa.string()).to_pylist()
        return [None if each is None else _shortest(each) + "Z" for each in plain]
    texts = array.cast(pa.string()).to_pylist()
    return [None if each is None else _shortest(each) for each in texts]


def _shortest(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text


def _validity(array: AnyArrow) -> NDArray[np.uint8]:
    """Return EMPTY for each null, NUMBER for other cells."""
    if not array.null_count:
        return np.zeros(len(array), np.uint8)
    mask = array.is_null()
    bits = np.unpackbits(np.frombuffer(mask.buffers()[1], np.uint8), bitorder="little")
    return bits[mask.offset : mask.offset + len(array)] * np.uint8(EMPTY)


def _buffer(array: AnyArrow, dtype: "np.dtype[Any]") -> NDArray[Any]:
    data = array.buffers()[1]
    if data is None or not len(array):
        return np.zeros(len(array), dtype)
    start = array.offset
    return np.frombuffer(data, dtype, start + len(array))[start:]


def _decimals(
    array: AnyArrow, codes: NDArray[np.uint8]
) -> tuple[NDArray[np.uint8], NDArray[Any], list[Any]]:
    """Return decimals as float64 where one division gives the nearest one, others as text."""
    import pyarrow as pa

    halves = _buffer(array, np.dtype("V16")).view(np.int64).reshape(-1, 2)
    low, high = halves[:, 0], halves[:, 1]
    limit = 10**_EXACT_DIGITS
    is_exact = (high == (low >> 63)) & (low < limit) & (low > -limit)
    numbers = low.astype(np.float64) / 10.0**array.type.scale
    is_long = ~is_exact & (codes == NUMBER)
    codes = codes.copy()
    codes[is_long] = OTHER
    long = array.filter(pa.array(is_long))
    return codes, numbers, [["decimal", str(each), ""] for each in long.to_pylist()]
