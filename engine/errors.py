"""The errors of the engine: each takes facts and writes the sentence that the user reads.

Rows and columns are counted from 1, as the tables show them.
"""

import os
from collections.abc import Sequence
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path, PurePath
from typing import Any

from .shortening import printable_line

Shape = tuple[int, ...]
_PLAIN = (bool, int, float, complex, str, bytes, PurePath, Enum, Exception)
"""Classes whose objects any process can pickle."""


def shown_shape(shape: Shape) -> str:
    """Return a shape as people write it: ``3×2``."""
    return "×".join(map(str, shape)) or "a single number"


class SentenceError(Exception):
    """An error that writes its own sentence from facts, and takes both to another process."""

    def __reduce__(self) -> tuple[Any, ...]:
        """Pickle the sentence and the attributes: the facts cannot be told from the sentence.

        An attribute of an unknown class, such as a value that was refused, goes as text: whether
        such an object can be pickled is not known before.
        """
        kept = {name: _plain(value) for name, value in vars(self).items()}
        return _restored, (type(self), self.args), kept


class EngineError(SentenceError):
    """Base class of the errors that the engine raises for unusable input."""


class NotANumber(EngineError):
    """A cell does not hold a number."""

    def __init__(self, matrix: str, row: int, column: int, value: object) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            f"{matrix}, row {row}, column {column}: {value!r} is not a number. "
            "Put a number there, such as 0.5 or 1e-3."
        )


class NotFinite(EngineError):
    """A cell holds NaN or an infinity."""

    def __init__(self, matrix: str, row: int, column: int, value: float) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            f"{matrix}, row {row}, column {column} is {value}. Every cell must be a finite number."
        )


class NotATable(EngineError):
    """The values do not form a table of rows and columns."""

    def __init__(self, matrix: str, found: str) -> None:
        self.matrix = matrix
        super().__init__(f"{matrix} must be a table of numbers with rows and columns; {found}.")


class MaskedCell(EngineError):
    """A cell of a masked array is masked: it has no number, though one may lie below the mask."""

    def __init__(self, matrix: str, row: int, column: int) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            f"{matrix}, row {row}, column {column} is masked, so it has no number. "
            "Leave out the rows with masked cells, or fill them with filled()."
        )


class WrongArgument(EngineError):
    """An argument of a function is of another kind than it takes."""

    def __init__(self, function: str, parameter: str, value: object, advice: str) -> None:
        self.function, self.parameter = function, parameter
        super().__init__(f"{function}: {parameter} is {kind_of(value)}; {advice}.")


class EmptyTable(EngineError):
    """A matrix has no rows or no columns."""

    def __init__(self, matrix: str, shape: Shape) -> None:
        self.matrix, self.shape = matrix, shape
        super().__init__(
            f"{matrix} is empty ({shown_shape(shape)}). It needs at least one row and one column."
        )


class TableTooLarge(EngineError):
    """A shape with more cells than Secant keeps."""

    def __init__(self, rows: int, columns: int, most: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(
            f"{rows:,} rows of {columns:,} columns are too many: A and Y together may have "
            f"{most:,} cells."
        )


class ShapesDisagree(EngineError):
    """The shapes of two matrices do not fit together."""

    def __init__(self, first: str, first_shape: Shape, second: str, second_shape: Shape) -> None:
        self.shapes = {first: first_shape, second: second_shape}
        rule = {
            "Y": "Y needs one column and as many rows as A has rows",
            "W": "W needs one column and as many rows as A has columns",
            "fitted": "The fitted W needs one column and as many rows as A has columns",
        }[second]
        super().__init__(
            f"{first} is {shown_shape(first_shape)} but {second} is {shown_shape(second_shape)}. "
            f"{rule}."
        )


class BadSetting(EngineError):
    """A setting has a value that it must not have."""

    def __init__(self, setting: str, value: object, rule: str) -> None:
        self.setting, self.value = setting, value
        super().__init__(f"{setting} is {value!r}; it must be {rule}.")


class StepVanishes(EngineError):
    """The step h is so small compared with a weight that adding it changes nothing."""

    def __init__(self, weight: int, value: float, h: float) -> None:
        self.weight, self.value, self.h = weight, value, h
        super().__init__(
            f"h = {h!r} is too small to move w{weight} = {value!r}: "
            f"w{weight} + h and w{weight} − h are the same number, so there is no quotient. "
            "Use a larger h."
        )


class StepUnseen(EngineError):
    """The step h changes the loss by less than its rounding error."""

    def __init__(self, h: float, loss: float) -> None:
        self.h, self.loss = h, loss
        super().__init__(
            f"h = {h!r} is too small to show in a loss of {loss!r}: all quotients are 0, "
            "although the slopes may not be. Use a larger h."
        )


class StepTooLarge(EngineError):
    """The step h is so large that rounding hides the slopes."""

    def __init__(self, h: float) -> None:
        self.h = h
        super().__init__(
            f"h = {h!r} is too large: in w ± h, w is rounded away, and the losses there differ "
            "by little more than their rounding. Use a smaller h."
        )


class BadNumber(EngineError):
    """A text is not a number, or could mean more than one."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(reason)


class BadChoice(EngineError):
    """An option for reading a table has a value that it must not have."""

    def __init__(self, choice: str, value: object, rule: str) -> None:
        self.choice, self.value = choice, value
        super().__init__(f"{choice} is {value!r}; it must be {rule}.")


class BadTable(EngineError):
    """A file does not hold a usable table; ``place`` says where if a line is not enough."""

    def __init__(
        self, name: str, problem: str, *, line: int | None = None, place: str = ""
    ) -> None:
        self.name, self.problem, self.line = name, problem, line
        where = place or (f"line {line}" if line is not None else "")
        sentence = f"{name}, {where}: {problem}" if where else f"{name}: {problem}"
        super().__init__(printable_line(sentence))


class CannotWrite(EngineError):
    """A file could not be written; the file that was there before is untouched."""

    def __init__(self, path: object, reason: str) -> None:
        self.path = path
        super().__init__(
            f"{path} could not be written: {reason}. Nothing was changed; choose another place."
        )


class BadExperiment(EngineError):
    """A file does not hold an experiment, or an experiment cannot be kept in a file."""

    def __init__(self, problem: str, *, file: str = "") -> None:
        self.problem, self.file = problem, file
        super().__init__(printable_line(f"{file}: {problem}" if file else problem))


def path_of(value: object, function: str) -> Path:
    """Return the path of a file that a function was given; raise WrongArgument if it is none."""
    if isinstance(value, (str, os.PathLike)):
        return Path(value)
    raise WrongArgument(function, "path", value, "give the path of a file, as text or a Path")


def kind_of(value: object) -> str:
    """Return what a value is, for a sentence: ``a dict``, ``an ndarray``, ``None``."""
    if value is None:
        return "None"
    name = type(value).__name__
    return f"{'an' if name[:1].lower() in 'aeiou' else 'a'} {name}"


def _restored(cls: type[SentenceError], arguments: tuple[Any, ...]) -> SentenceError:
    """Return an error with the sentence that it had; pickle then adds its attributes."""
    return cls.__new__(cls, *arguments)


def _plain(value: object) -> object:
    """Return a value that can be pickled as it is, or else as text."""
    if isinstance(value, (tuple, list, set, frozenset)):
        is_plain = all(_plain(each) is each for each in value)
    elif isinstance(value, dict):
        is_plain = all(_plain(each) is each for each in (*value, *value.values()))
    else:
        is_plain = value is None or is_dataclass(value) or isinstance(value, _PLAIN)
    return value if is_plain else repr(value)


def join_names(names: Sequence[str]) -> str:
    """Return alternatives joined for a sentence: ``a, b or c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
