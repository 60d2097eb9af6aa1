"""What was copied or is being written, in whole sentences with their facts left open."""

from enum import Enum

from engine.language.sentence import marked

from ..text.names import shown_path
from ..text.translation import plural, translate, translated

_WEIGHTS = plural("exporting", "Copied {n} weights as {style}.", "Copied {n} weight as {style}.", 1)
_ROWS = plural("exporting", "Copied {n} rows as {style}.", "Copied {n} row as {style}.", 1)
_LOADS = translate("exporting", "It loads {file}; save the experiment under that name next to it.")
_WRITING = translate("exporting", "Writing {path}…")


class CopiedCode(Enum):
    """What a copied program does."""

    OF_RUN = marked("exporting", "Copied NumPy code that reproduces the run.")
    OF_RUN_WITH_KINKS = marked(
        "exporting", "Copied NumPy code that runs alike, but for rounding at kinks."
    )
    OF_FILE = marked("exporting", "Copied NumPy code that runs with the settings of the file.")
    OF_TABLE = marked("exporting", "Copied NumPy code that starts a run of this table.")

    @property
    def text(self) -> str:
        """The sentence for the reader."""
        return translated(self.value)


def copied_weights(count: int, style: str) -> str:
    """Say how many weights were copied, in which markup."""
    return _WEIGHTS(count, style=style)


def copied_rows(count: int, style: str) -> str:
    """Say how many rows were copied, in which markup."""
    return _ROWS(count, style=style)


def code_loads(file: str) -> str:
    """Say which file the copied program needs."""
    return _LOADS.format(file=file)


def writing(path: object) -> str:
    """Say which file is being written."""
    return _WRITING.format(path=shown_path(path))
