"""Read one file of another program in a process of its own: a script that knows only its reader.

A library that is given a damaged file may crash, hang or take all memory; then only this process
ends. It writes which tables the file holds, a line of JSON, reads which of them is wanted, and
writes that block by block: a line of JSON on each block, then the bytes of its numbers.

The readers are files beside this one, run by their path. Each has a function ``open_file(path)``
that returns an object with ``tables()`` and ``batches(table, columns, height)``.
"""

import json
import os
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from runpy import run_path
from typing import IO, Any, NamedTuple, TypeAlias

AnyFile: TypeAlias = Any
"""What a reader opens."""

# 2 MiB as float64, like a block of an array.
CELLS_AT_A_TIME = 2**18
TOO_LARGE = 9
"""The exit status if the memory is not enough."""
TOO_LONG = 10
"""The exit status if there is no time left, on a system that ends no process for that."""
_LIMITS = Path(__file__).parents[1] / "sheets" / "workbook_reader.py"


class WorkerJob(NamedTuple):
    """What is read, by which reader, with which folders of libraries and which limits."""

    reader: str
    path: str
    folders: Sequence[str]
    memory: int
    seconds: int


def serve(file: AnyFile, commands: IO[bytes], out: IO[bytes]) -> None:
    """Write which tables a file holds, and then the one that is asked for."""
    facts = file.tables()
    _write(out, tables=facts)
    request = json.loads(commands.readline() or b"null")
    if request is None:
        return
    whole = True
    rows = 0
    for parts in _batches(file, facts, request["tables"], request["columns"]):
        _write_block(out, parts)
        rows += len(parts[0][0]) if parts else 0
        if request["most_rows"] is not None and rows >= request["most_rows"]:
            whole = False
            break
    _write(out, done=True, whole=whole)


def _batches(
    file: AnyFile, facts: Sequence[dict[str, Any]], tables: Sequence[int], columns: Sequence[int]
) -> Iterator[list[Any]]:
    """Yield the wanted columns of some tables side by side, some rows at a time."""
    starts, start = {}, 0
    for table in tables:
        starts[table] = start
        start += len(facts[table]["columns"])
    wanted = [
        (table, sorted(k - starts[table] for k in columns if 0 <= k - starts[table] < width))
        for table, width in ((each, len(facts[each]["columns"])) for each in tables)
    ]
    wanted = [(table, each) for table, each in wanted if each]
    order = [k + starts[table] for table, each in wanted for k in each]
    place = {k: n for n, k in enumerate(order)}
    height = max(1, CELLS_AT_A_TIME // max(1, len(order)))
    streams = [file.batches(table, each, height) for table, each in wanted]
    for parts in zip(*streams, strict=True):
        together = list(chain.from_iterable(parts))
        yield [together[place[k]] for k in columns]


def _write_block(out: IO[bytes], parts: Sequence[Any]) -> None:
    """Write columns, each as its numbers or None, its codes or None, and its other cells."""
    described, data = [], list[Any]()
    for codes, numbers, others in parts:
        kind = "" if numbers is None else numbers.dtype.char
        has_codes = bool(codes.any())
        described.append([{"l": "q", "L": "Q"}.get(kind, kind), has_codes, others])
        data += [] if numbers is None else [numbers]
        data += [codes] if has_codes else []
    _write(out, rows=len(parts[0][0]) if parts else 0, columns=described)
    for each in data:
        out.write(each.tobytes())
    out.flush()


def _write(out: IO[bytes], **values: object) -> None:
    out.write(json.dumps(values).encode() + b"\n")
    out.flush()


def _end_after(seconds: float) -> None:
    """End the process once it has computed so long, for systems without such a limit."""
    from threading import Event, Thread
    from time import process_time

    def watch() -> None:
        never = Event()
        while process_time() <= seconds:
            never.wait(0.1)
        os._exit(TOO_LONG)

    Thread(target=watch, daemon=True).start()


def main(job: WorkerJob) -> int:
    """Read one file within limits; return the exit status."""
    limits = run_path(str(_LIMITS))
    if not limits["limit_resources"](job.memory, job.seconds):
        limits["watch_memory"](job.memory)
        _end_after(job.seconds)
    sys.path[:] = [*sys.path, *job.folders]
    out = sys.stdout.buffer
    try:
        serve(run_path(job.reader)["open_file"](job.path), sys.stdin.buffer, out)
    except MemoryError:
        return TOO_LARGE
    except ImportError as error:
        _write(out, unusable=str(error))
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            return 0
        _write(out, damaged=f"{type(error).__name__}: {error}")
    except Exception as error:
        if "malloc" in str(error) or "memory" in str(error).lower():
            return TOO_LARGE
        _write(out, damaged=f"{type(error).__name__}: {error}")
    return 0


if __name__ == "__main__":
    # One thread each: more take time and address space for nothing here.
    for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ[_name] = "1"
    os.environ["ARROW_DEFAULT_MEMORY_POOL"] = "system"
    os._exit(main(WorkerJob(*json.loads(sys.argv[1]))))
