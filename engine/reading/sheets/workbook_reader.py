"""The program that reads one sheet of a workbook, in a process of its own.

python-calamine allocates every cell of a sheet up to the last one, and aborts its process if that
fails. Here that ends a process which has nothing to lose. It is started as a script, so it imports
nothing of Secant; ``plain_workbook.py`` and ``raised_digits.py``, which do not either, are run from
their files. It reads the
workbook from standard input and writes lines of JSON to standard output; a line with ``rows`` is
followed by the numbers of these rows, eight bytes each, and, unless all cells are floats, by one
code (``CellCode``) for each cell.
"""

import datetime
import io
import json
import os
import sys
from array import array
from collections.abc import Iterator, Mapping
from enum import IntEnum
from itertools import chain, islice
from threading import Event, Thread
from typing import IO, TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

AnyCell: TypeAlias = Any
# 1 MiB of numbers, like a block of text.
CELLS_AT_A_TIME = 2**17
TOO_LARGE = 3
"""The exit status of a process that needs more memory than it may use."""
# A gigabyte is filled in 0.3 s: in 10 ms the memory exceeds its limit by 30 MB at most.
_WATCH_SECONDS = 0.01
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
# A panic of python-calamine's Rust code. It is no Exception, and the class cannot be imported.
_PANIC = "PanicException"
_EXACT_BELOW = 2**53
_ARCHIVE = b"PK"
_REWRITER, _MARKER = "plain_workbook.py", "raised_digits.py"


class CellCode(IntEnum):
    """What a cell is. The value of an OTHER cell is among the ``others`` of the line."""

    FLOAT = 0
    INTEGER = 1
    EMPTY = 2
    OTHER = 3


class Job(NamedTuple):
    """What a process is told: the folder of python-calamine, its limits, and the chosen sheet.

    ``memory`` is in bytes, ``seconds`` in seconds of computing. ``rewrites`` is whether to rewrite
    the workbook in plain form first.
    """

    library: str
    memory: int
    seconds: int
    sheet: str | int | None
    rewrites: bool = False


def main(job: Job, workbook: IO[bytes], out: IO[bytes]) -> None:
    """Read a workbook as the job says and write its sheet."""
    data = workbook.read()
    if _ENCRYPTED in data:
        _write(out, encrypted=True)
        return
    try:
        if job.rewrites:
            data = _plain(data) or data
        _write_sheet(_opened(data, is_plain=job.rewrites), job.sheet, out)
    except MemoryError:
        raise
    except BaseException as error:
        if not isinstance(error, Exception) and type(error).__name__ != _PANIC:
            raise
        _write(out, damaged=f"{type(error).__name__}: {error}"[:1000])


def _opened(data: bytes, *, is_plain: bool) -> "CalamineWorkbook":
    """Open a workbook, as it is or in plain form."""
    from python_calamine import CalamineError, load_workbook

    try:
        return load_workbook(io.BytesIO(data))
    except CalamineError:
        plain = None if is_plain or not data.startswith(_ARCHIVE) else _plain(data)
        if plain is None:
            raise
    return load_workbook(io.BytesIO(plain))


def _plain(data: bytes) -> bytes | None:
    """Rewrite a workbook in plain form, which is seldom needed.

    ``plain_workbook.py`` does it, and ``raised_digits.py`` marks the raised digits in its texts.
    """
    from pathlib import Path
    from runpy import run_path

    rewriter, marker = (
        run_path(str(Path(__file__).with_name(each))) for each in (_REWRITER, _MARKER)
    )
    plain: bytes | None = rewriter["plain_workbook"](data, marker["mark_raised"])
    return plain


def _write_sheet(book: "CalamineWorkbook", choice: str | int | None, out: IO[bytes]) -> None:
    """Write the chosen sheet, or the first that is visible and not empty."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = [sheet for sheet in book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
    names = [sheet.name for sheet in sheets]
    _write(out, sheets=names)
    visible = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]
    for name in (visible or names[:1]) if choice is None else _chosen(choice, names):
        _write(out, opening=name)
        sheet = book.get_sheet_by_name(name)
        if sheet.start is not None:
            _write(out, start=sheet.start, end=sheet.end)
            for rows in _blocks(sheet):
                _write_rows(rows, out)
            break
    _write(out, done=True)


def _chosen(choice: str | int, names: list[str]) -> list[str]:
    """Return the name of the chosen sheet; nothing if there is none."""
    if isinstance(choice, int) and choice <= len(names):
        return [names[choice - 1]]
    return [str(choice)] if choice in names else []


def _blocks(sheet: "CalamineSheet") -> Iterator[list[list[AnyCell]]]:
    rows = sheet.iter_rows()
    height = max(1, CELLS_AT_A_TIME // max(1, sheet.width))
    while block := list(islice(rows, height)):
        yield block


def _write_rows(rows: list[list[AnyCell]], out: IO[bytes]) -> None:
    cells = list(chain.from_iterable(rows))
    kinds = set(map(type, cells))
    if kinds == {float}:
        _write(out, rows=len(rows), width=len(rows[0]), plain=True, others=[])
        out.write(array("d", cells).tobytes())
        return
    codes = bytes(map(_code, cells))
    numbers = array("d", [cell if code <= 1 else 0.0 for cell, code in zip(cells, codes)])  # noqa: B905
    others = [_as_json(cell) for cell, code in zip(cells, codes) if code == CellCode.OTHER]  # noqa: B905
    _write(out, rows=len(rows), width=len(rows[0]), plain=False, others=others)
    out.write(numbers.tobytes())
    out.write(codes)


def _code(cell: AnyCell) -> int:
    if cell.__class__ is float:
        return 0
    if cell.__class__ is int:
        return 1 if -_EXACT_BELOW <= cell <= _EXACT_BELOW else 3
    return 2 if cell == "" else 3


def _as_json(cell: AnyCell) -> object:
    """Return a cell as JSON can hold it: text, truth values and integers as they are."""
    if isinstance(cell, (str, bool, int)):
        return cell
    if isinstance(cell, datetime.timedelta):
        return {"timedelta": [cell.days, cell.seconds, cell.microseconds]}
    return {type(cell).__name__: cell.isoformat()}


def _write(out: IO[bytes], **values: object) -> None:
    out.write(json.dumps(values).encode() + b"\n")
    out.flush()


def limit_resources(memory: int, seconds: int) -> bool:
    """Limit the memory and the computing time of this process.

    Return whether the system holds it to the memory.
    """
    try:
        import resource
    except ImportError:  # on Windows
        return False
    limits: Mapping[int, int] = {
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_CPU: seconds,
        resource.RLIMIT_AS: memory,
    }
    for kind, limit in limits.items():
        try:
            resource.setrlimit(kind, (limit, limit))
        except (OSError, ValueError):
            return False
    return sys.platform == "linux"  # macOS accepts the limit and ignores it


def watch_memory(memory: int) -> None:
    """End the process as soon as it has used more memory, for systems without such a limit."""

    def watch() -> None:
        never = Event()
        while peak_memory() <= memory:
            never.wait(_WATCH_SECONDS)
        os._exit(TOO_LARGE)

    Thread(target=watch, daemon=True).start()


def peak_memory() -> int:
    """Return the most memory that this process has used so far, in bytes."""
    if sys.platform == "win32":
        return _peak_memory_on_windows()
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else 1024 * peak


if sys.platform == "win32":

    def _peak_memory_on_windows() -> int:
        import ctypes
        from ctypes import wintypes

        class Counters(ctypes.Structure):
            _fields_ = [
                ("size", wintypes.DWORD),
                ("faults", wintypes.DWORD),
                *((f"value{k}", ctypes.c_size_t) for k in range(8)),
            ]

        counters = Counters(size=ctypes.sizeof(Counters))
        kernel = ctypes.WinDLL("kernel32")
        kernel.GetCurrentProcess.restype = wintypes.HANDLE
        query = kernel.K32GetProcessMemoryInfo
        query.argtypes = [wintypes.HANDLE, ctypes.POINTER(Counters), wintypes.DWORD]
        if not query(kernel.GetCurrentProcess(), ctypes.byref(counters), counters.size):
            return 0
        return int(counters.value7)  # PeakPagefileUsage: all memory that was committed


if __name__ == "__main__":
    _job = Job(*json.loads(sys.argv[1]))
    if not limit_resources(_job.memory, _job.seconds):
        watch_memory(_job.memory)
    sys.path.append(_job.library)
    try:
        main(_job, sys.stdin.buffer, sys.stdout.buffer)
        sys.stdout.flush()
    except MemoryError:
        os._exit(TOO_LARGE)
    os._exit(0)  # without freeing cell by cell
