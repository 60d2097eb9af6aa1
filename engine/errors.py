"""What can go wrong in the engine: each error takes facts and writes the sentence to read.

Rows and columns are counted from 1, as the tables show them.
"""

from collections.abc import Sequence

Shape = tuple[int, ...]


def shown_shape(shape: Shape) -> str:
    """Write a shape the way people say it: ``3×2``."""
    return "×".join(map(str, shape)) or "a single number"


class EngineError(Exception):
    """Base of every error the engine raises for input it cannot use."""


class NotANumber(EngineError):
    """A cell that holds no number."""

    def __init__(self, matrix: str, row: int, column: int, value: object) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            f"{matrix}, row {row}, column {column}: {value!r} is not a number. "
            "Put a number there, such as 0.5 or 1e-3."
        )


class NotFinite(EngineError):
    """A cell that holds NaN or an infinity."""

    def __init__(self, matrix: str, row: int, column: int, value: float) -> None:
        self.matrix, self.row, self.column = matrix, row, column
        super().__init__(
            f"{matrix}, row {row}, column {column} is {value}. Every cell must be a finite number."
        )


class NotATable(EngineError):
    """Values that form no table of rows and columns."""

    def __init__(self, matrix: str, found: str) -> None:
        self.matrix = matrix
        super().__init__(f"{matrix} must be a table of numbers with rows and columns; {found}.")


class EmptyTable(EngineError):
    """A matrix without rows or without columns."""

    def __init__(self, matrix: str, shape: Shape) -> None:
        self.matrix, self.shape = matrix, shape
        super().__init__(
            f"{matrix} is empty ({shown_shape(shape)}). It needs at least one row and one column."
        )


class ShapesDisagree(EngineError):
    """Two matrices whose shapes do not fit together."""

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
    """A setting outside what it may be."""

    def __init__(self, setting: str, value: object, rule: str) -> None:
        self.setting, self.value = setting, value
        super().__init__(f"{setting} is {value!r}; it must be {rule}.")


class StepVanishes(EngineError):
    """A step h so small beside a weight that adding it changes nothing."""

    def __init__(self, weight: int, value: float, h: float) -> None:
        self.weight, self.value, self.h = weight, value, h
        super().__init__(
            f"h = {h!r} is too small to move w{weight} = {value!r}: "
            f"w{weight} + h and w{weight} − h are the same number, so there is no quotient. "
            "Use a larger h."
        )


class StepUnseen(EngineError):
    """A step h that moves the weights by so little that it is lost in the rounding of the loss."""

    def __init__(self, h: float, loss: float) -> None:
        self.h, self.loss = h, loss
        super().__init__(
            f"h = {h!r} is too small to show in a loss of {loss!r}: all quotients are 0, "
            "though the slopes may not be. Use a larger h."
        )


class BadNumber(EngineError):
    """Text that is no number, or that could be read as more than one."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(reason)


class BadChoice(EngineError):
    """A choice of how to read a table outside what it may be."""

    def __init__(self, choice: str, value: object, rule: str) -> None:
        self.choice, self.value = choice, value
        super().__init__(f"{choice} is {value!r}; it must be {rule}.")


class BadTable(EngineError):
    """A file that holds no usable table; ``place`` is where in it, where a line alone won't do."""

    def __init__(
        self, name: str, problem: str, *, line: int | None = None, place: str = ""
    ) -> None:
        self.name, self.problem, self.line = name, problem, line
        where = place or (f"line {line}" if line is not None else "")
        super().__init__(f"{name}, {where}: {problem}" if where else f"{name}: {problem}")


class CannotWrite(EngineError):
    """A file that could not be written; whatever stood there before is untouched."""

    def __init__(self, path: object, reason: str) -> None:
        self.path = path
        super().__init__(
            f"{path} could not be written: {reason}. Nothing was changed; choose another place."
        )


class BadExperiment(EngineError):
    """A file that holds no experiment, or one that cannot be kept in a file."""

    def __init__(self, problem: str, *, file: str = "") -> None:
        self.problem, self.file = problem, file
        super().__init__(f"{file}: {problem}" if file else problem)


def join_names(names: Sequence[str]) -> str:
    """Join alternatives for a sentence: ``a, b or c``."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"
