"""The errors of the engine: each takes facts and writes the sentence that the user reads.

Rows and columns are counted from 1, as the tables show them.
"""

import os
import re
import sys
from dataclasses import is_dataclass
from enum import Enum
from pathlib import Path, PurePath
from typing import Any

from .language.plurals import plural
from .language.sentence import Chain, beginning, marked
from .shortening import first_sentence, fitted, grouped, in_quotes_if_text, printable_line
from .threads.caching import cached_property

Shape = tuple[int, ...]
_IN_FILE = marked("engine", "{name}: {problem}")
_AT_PLACE = marked("engine", "{name}, {where}: {problem}")
_AT = marked("engine", "{place}: ")
_IN_COLUMN = marked("engine", "{place} ({name}): ")
_TOO_MANY_ROWS = plural(
    "engine",
    "{n} rows of {columns} columns are too many: A and Y together may have {most} cells.",
    "{n} row of {columns} columns is too many: A and Y together may have {most} cells.",
    1,
)
SYMBOLS = {
    "momentum": "β",
    "dampening": "τ",
    "beta1": "β₁",
    "beta2": "β₂",
    "alpha": "α",
    "epsilon": "ε",
    "weight_decay": "λ",
    "schedule_every": "n",
    "schedule_factor": "γ",
    "schedule_epochs": "T",
    "schedule_least": "least",
    "schedule_rate": "k",
}
"""What the formulas call the numbers of the optimisers and schedules."""
_SHORT_NAMES = {"learning rate η": "η", "step h": "h", **SYMBOLS}
"""What the window calls the settings whose names are those of a program."""
# Whole numbers of up to 16 digits are float64 ones.
_LONGEST_WHOLE = 10**16
_PLAIN = (bool, int, float, complex, str, bytes, PurePath, Enum, Exception)
"""Classes whose objects any process can pickle."""


def shown_shape(shape: Shape) -> str:
    """Return a shape as people write it: ``3×2``."""
    return "×".join(map(str, shape)) or marked("engine", "a single number")


class SentenceError(Exception):
    """An error that writes its own sentence from facts, and takes both to another process.

    ``short`` says what and where on one line, if the first sentence is too long for it.
    """

    short = ""

    @property
    def sentence(self) -> str:
        """The sentence with its facts, if it has any; ``str`` of the error is plain text."""
        return self.args[0] if self.args else ""

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
            marked(
                "engine",
                "{matrix}, row {row}, column {column}: {value} is not a number. Put a number "
                "there, such as 0.5 or 1e-3.",
            ).format(matrix=matrix, row=row, column=column, value=in_quotes_if_text(value))
        )


class NotFinite(EngineError):
    """A cell holds NaN or an infinity."""

    def __init__(self, matrix: str, row: int, column: int, value: float) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            marked(
                "engine",
                "{matrix}, row {row}, column {column} is {value}. Every cell must be a finite "
                "number.",
            ).format(matrix=matrix, row=row, column=column, value=value)
        )


class NotATable(EngineError):
    """The values do not form a table of rows and columns."""

    def __init__(self, matrix: str, found: str) -> None:
        self.matrix = matrix
        super().__init__(
            marked(
                "engine", "{matrix} must be a table of numbers with rows and columns; {found}."
            ).format(matrix=matrix, found=found)
        )
        self.short = marked(
            "engine", "{matrix} must be a table of numbers with rows and columns."
        ).format(matrix=matrix)


class MaskedCell(EngineError):
    """A cell of a masked array is masked: it has no number, though one may lie below the mask."""

    def __init__(self, matrix: str, row: int, column: int) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            marked(
                "engine",
                "{matrix}, row {row}, column {column} is masked, so it has no number. Leave out "
                "the rows with masked cells, or fill them with filled().",
            ).format(matrix=matrix, row=row, column=column)
        )


class WrongArgument(EngineError):
    """An argument of a function is of another kind than it takes."""

    def __init__(self, function: str, parameter: str, value: object, advice: str) -> None:
        self.function, self.parameter = function, parameter
        super().__init__(
            marked("engine", "{function}: {parameter} is {value}; {advice}.").format(
                function=function, parameter=parameter, value=kind_of(value), advice=advice
            )
        )
        names = {"function": function, "parameter": parameter, "kind": kind_of(value)}
        self.short = fitted(marked("engine", "{function}: {parameter} is {kind}."), names=names)


class EmptyTable(EngineError):
    """A matrix has no rows or no columns."""

    def __init__(self, matrix: str, shape: Shape) -> None:
        self.matrix, self.shape = matrix, shape
        super().__init__(
            marked(
                "engine", "{matrix} is empty ({shape}). It needs at least one row and one column."
            ).format(matrix=matrix, shape=shown_shape(shape))
        )


class NothingToHoldOut(EngineError):
    """A table has so few rows that none can be held out of a fit."""

    def __init__(self) -> None:
        super().__init__(
            marked("engine", "There is only one row: if it is held out, none is left to fit.")
        )


class NoRowLeft(EngineError):
    """All rows of a table would be left out of a fit."""

    def __init__(self) -> None:
        super().__init__(
            marked("engine", "No row would be left to fit. Keep at least one row of the table.")
        )


class TableTooLarge(EngineError):
    """A shape with more cells than Secant keeps."""

    def __init__(self, rows: int, columns: int, most: int) -> None:
        self.rows, self.columns = rows, columns
        super().__init__(_TOO_MANY_ROWS(rows, columns=grouped(columns), most=grouped(most)))
        names = {"rows": grouped(rows), "columns": grouped(columns)}
        self.short = fitted(
            marked("engine", "{rows} rows of {columns} columns are too many."), names=names
        )


class ShapesDisagree(EngineError):
    """The shapes of two matrices do not fit together."""

    def __init__(self, first: str, first_shape: Shape, second: str, second_shape: Shape) -> None:
        self.shapes = {first: first_shape, second: second_shape}
        rule = {
            "Y": marked("engine", "Y needs one column and as many rows as A has rows"),
            "W": marked("engine", "W needs one column and as many rows as A has columns"),
            "fitted": marked(
                "engine", "The fitted W needs one column and as many rows as A has columns"
            ),
        }[second]
        super().__init__(
            marked(
                "engine", "{first} is {first_shape} but {second} is {second_shape}. {rule}."
            ).format(
                first=first,
                first_shape=shown_shape(first_shape),
                second=second,
                second_shape=shown_shape(second_shape),
                rule=rule,
            )
        )


class Missing(Enum):
    """Stands for the value of a setting that was left out where it is needed."""

    NOT_GIVEN = marked("engine", "not given")


class BadSetting(EngineError):
    """A setting has a value that it must not have."""

    def __init__(self, setting: str, value: object, rule: str) -> None:
        self.setting, self.value, self.rule = setting, value, rule
        super().__init__(
            marked("engine", "{setting} is {value}; it must be {rule}.").format(
                setting=setting, value=_shortened(value), rule=rule
            )
        )
        names = {"setting": _SHORT_NAMES.get(setting, setting), "value": _as_typed(value)}
        # What comes after these is why, or what a file may say instead of a number.
        rule = beginning(rule, re.split(r":|, or “", rule)[0])
        self.short = fitted(
            marked("engine", "{setting} must be {rule}: {value} is not."),
            marked("engine", "{setting} cannot be {value}."),
            names=names,
            rule=rule,
        )


class StepVanishes(EngineError):
    """The step h is so small compared with a weight that adding it changes nothing."""

    def __init__(self, weight: int, value: float, h: float) -> None:
        self.weight, self.value, self.h = weight, value, h
        super().__init__(
            marked(
                "engine",
                "h = {h} is too small to move the weight of column {weight}, w = {value}: "
                "w + h and w − h are the same number, so there is no quotient. Use a larger h.",
            ).format(h=repr(h), weight=weight, value=repr(value))
        )
        self.short = fitted(
            marked("engine", "h = {h} is too small to move the weight of column {weight}."),
            marked("engine", "h = {h} is too small to move a weight."),
            names={"weight": str(weight)},
            h=_as_typed(h),
        )


class StepUnseen(EngineError):
    """The step h changes the loss by less than its rounding error.

    ``weight`` is the number of the column whose h it is, if each weight has its own.
    """

    def __init__(self, h: float, loss: float, weight: int | None = None) -> None:
        self.h, self.loss, self.weight = h, loss, weight
        of_all = marked(
            "engine",
            "h = {h} is too small to show in a loss of {loss}: all quotients are 0, although "
            "the slopes may not be. Use a larger h.",
        )
        of_one = marked(
            "engine",
            "h = {h} of the weight of column {weight} is too small to show in a loss of {loss}: "
            "the quotient is 0, although the slope may not be. Use a larger h.",
        )
        sentence = of_all if weight is None else of_one
        super().__init__(sentence.format(h=repr(h), loss=repr(loss), weight=weight))
        self.short = marked("engine", "h = {h} is too small to show in the loss.").format(
            h=_as_typed(h)
        )


class StepTooLarge(EngineError):
    """The step h is so large that rounding hides the slope along a weight, given by its column."""

    def __init__(self, h: float, weight: int) -> None:
        self.h, self.weight = h, weight
        super().__init__(
            marked(
                "engine",
                "h = {h} is too large for the weight of column {weight}: in w ± h, w is rounded "
                "away, and the losses there differ by little more than their rounding. Use a "
                "smaller h.",
            ).format(h=repr(h), weight=weight)
        )
        self.short = marked("engine", "h = {h} is too large: w is rounded away in w ± h.").format(
            h=_as_typed(h)
        )


class BadNumber(EngineError):
    """A text is not a number, or could mean more than one.

    ``brief`` is the reason on one line, with the ``text`` left open; a ``number`` is one with a
    true minus.
    """

    def __init__(
        self, text: str, reason: str, brief: str = marked("engine", "“{text}” is not a number.")
    ) -> None:
        self.text, self.reason, self.brief = text, reason, brief
        super().__init__(reason)

    @cached_property
    def short(self) -> str:
        """The reason on one line; made when it is asked for: a table may have many such cells."""
        return fitted(self.brief, names=self._names())

    def inside(self, place: str, name: str = "") -> str:
        """Return on one line which text is refused, and where: in a cell of a column, a field."""
        where = _IN_COLUMN if name else _AT
        return fitted(Chain(where, self.brief), names=self._names() | {"name": name}, place=place)

    def _names(self) -> dict[str, str]:
        text = self.text.strip()
        return {"text": text, "number": text.replace("-", "−")}


class BadChoice(EngineError):
    """An option for reading a table has a value that it must not have."""

    def __init__(self, choice: str, value: object, rule: str) -> None:
        self.choice, self.value = choice, value
        super().__init__(
            marked("engine", "{choice} is {value}; it must be {rule}.").format(
                choice=choice, value=in_quotes_if_text(value), rule=rule
            )
        )
        names = {"choice": choice, "value": in_quotes_if_text(value)}
        self.short = fitted(marked("engine", "{choice} cannot be {value}."), names=names)


class BadTable(EngineError):
    """A file does not hold a usable table; ``place`` says where if a line is not enough."""

    def __init__(
        self, name: str, problem: str, *, line: int | None = None, place: str = ""
    ) -> None:
        self.name, self.problem, self.line = name, problem, line
        where = place or (
            marked("engine", "line {line}").format(line=line) if line is not None else ""
        )
        form = _AT_PLACE if where else _IN_FILE
        sentence = form.format(name=name, where=where, problem=problem)
        super().__init__(printable_line(sentence))
        self.short = fitted(
            form,
            marked("engine", "{name}, {where}: no usable table.")
            if where
            else marked("engine", "{name}: no usable table."),
            marked("engine", "{name}: no usable table."),
            names={"name": PurePath(name).name},
            where=where,
            problem=first_sentence(problem),
        )


class CannotWrite(EngineError):
    """A file could not be written; the file that was there before is untouched."""

    def __init__(self, path: object, reason: str) -> None:
        self.path = path
        super().__init__(
            marked(
                "engine",
                "{path} could not be written: {reason}. Nothing was changed; choose another place.",
            ).format(path=printable_line(str(path)), reason=reason)
        )
        self.short = fitted(
            marked("engine", "{name} could not be written: {reason}."),
            marked("engine", "{name} could not be written."),
            names={"name": PurePath(str(path)).name},
            reason=reason,
        )


class BadExperiment(EngineError):
    """A file does not hold an experiment, or an experiment cannot be kept in a file."""

    def __init__(self, problem: str, *, file: str = "") -> None:
        self.problem, self.file = problem, file
        super().__init__(
            printable_line(_IN_FILE.format(name=file, problem=problem) if file else problem)
        )
        self.short = fitted(
            _IN_FILE if file else "{problem}",
            marked("engine", "{name}: no usable experiment.")
            if file
            else marked("engine", "This is no usable experiment."),
            names={"name": PurePath(file).name},
            problem=first_sentence(problem),
        )


def _as_typed(value: object) -> str:
    """Return a value as a person types it, a number with a true minus."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        mantissa, power, exponent = _shortened(value).removesuffix(".0").partition("e")
        return f"{mantissa}{power}{int(exponent) if power else ''}".replace("-", "−")
    return _shortened(value)


def _shortened(value: object) -> str:
    """Return a value as Python writes it; a whole number of more digits than float64 has as 1e20.

    1e301 typed for a count is a whole number of 302 digits.
    """
    if isinstance(value, Missing):
        return value.value
    if isinstance(value, int) and _LONGEST_WHOLE < abs(value) < sys.float_info.max:
        return repr(float(value))
    return in_quotes_if_text(value)


def path_of(value: object, function: str) -> Path:
    """Return the path of a file that a function was given; raise WrongArgument if it is none."""
    if isinstance(value, (str, os.PathLike)):
        return Path(value)
    raise WrongArgument(
        function, "path", value, marked("engine", "give the path of a file, as text or a Path")
    )


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
