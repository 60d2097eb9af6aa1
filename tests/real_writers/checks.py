"""Reads a file of a real writer and compares it with what it holds."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from engine.errors import EngineError
from engine.reading.tables import Table, read_table

from .expected import CASES, Case


def cases_of(name: str) -> Sequence[Case]:
    """Return what a file must be read as: once, or once for each of some options."""
    found = CASES[name]
    return [found] if isinstance(found, Case) else found


def outcome(path: Path, case: Case) -> Table | str:
    """Return the table of a file, or the sentence with which it is refused."""
    try:
        return read_table(path, **case.options)
    except EngineError as error:
        return str(error)


def fault(case: Case, found: Table | str) -> str:
    """Return what is wrong with what was read; "" if nothing is."""
    if isinstance(found, str):
        if case.rows is not None and not case.may_refuse:
            return f"refused: {found}"
        return "" if case.says.lower() in found.lower() else f"{case.says!r} is not named: {found}"
    if case.rows is None:
        return f"read as {found.values[:3].tolist()}, names {found.names}, notes {found.notes}"
    rows = np.array(case.rows, float)
    if found.values.shape != (case.height or len(rows), rows.shape[1]):
        return f"read as {found.values.shape[0]}×{found.values.shape[1]}, names {found.names}"
    if found.values[: len(rows)].tobytes() != rows.tobytes():
        return f"other numbers: {found.values[: len(rows)].tolist()}"
    if found.names != tuple(case.names) and not case.may_refuse:
        return f"other names: {found.names}"
    is_told = case.may_refuse or case.says.lower() in " ".join(found.notes).lower()
    return "" if is_told else f"{case.says!r} is not in the notes {found.notes}"
