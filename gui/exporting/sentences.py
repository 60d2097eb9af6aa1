"""What was copied or is being written, in whole sentences with their facts left open."""

from ..text.names import shown_path
from ..text.translation import plural, translate

_WEIGHTS = plural("exporting", "Copied {n} weights as {style}.", "Copied {n} weight as {style}.", 1)
_ROWS = plural("exporting", "Copied {n} rows as {style}.", "Copied {n} row as {style}.", 1)
_CODE_OF_RUN = translate("exporting", "Copied NumPy code that reproduces the run.")
_CODE_OF_TABLE = translate("exporting", "Copied NumPy code that starts a run of this table.")
_LOADS = translate("exporting", "It loads {file}; save the experiment under that name next to it.")
_WRITING = translate("exporting", "Writing {path}…")


def copied_weights(count: int, style: str) -> str:
    """Say how many weights were copied, in which markup."""
    return _WEIGHTS(count, style=style)


def copied_rows(count: int, style: str) -> str:
    """Say how many rows were copied, in which markup."""
    return _ROWS(count, style=style)


def copied_code(*, has_run: bool) -> str:
    """Say what the copied program does."""
    return _CODE_OF_RUN if has_run else _CODE_OF_TABLE


def code_loads(file: str) -> str:
    """Say which file the copied program needs."""
    return _LOADS.format(file=file)


def writing(path: object) -> str:
    """Say which file is being written."""
    return _WRITING.format(path=shown_path(path))
