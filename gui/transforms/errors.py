"""What the Data menu must refuse, each with the sentence a person reads."""

from ..errors import GuiError


class HasIntercept(GuiError):
    """A column of ones where there is one already."""

    def __init__(self, column: str) -> None:
        super().__init__(f"A has an intercept already: every value of {column} is 1.")


class NothingToScale(GuiError):
    """Columns that are constant, or have the units asked for."""

    def __init__(self) -> None:
        super().__init__(
            "There is nothing to scale: each of these columns has such units already, "
            "or the same value in every row."
        )


class NothingScaled(GuiError):
    """Columns that are in their original units already."""

    def __init__(self) -> None:
        super().__init__("These columns are in their original units already.")


class BeyondNumbers(GuiError):
    """A value that is too large for float64 in other units."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} would be larger than a number here can be (about 1.8e308). "
            "Nothing was changed."
        )


class NoSuchColumn(GuiError):
    """A column that has gone while something else was being done."""

    def __init__(self, column: int) -> None:
        super().__init__(f"A has no column {column} any more. Nothing was changed.")


class NotWhole(GuiError):
    """A number that has to be a whole one."""

    def __init__(self, what: str, value: float, least: int, most: int) -> None:
        super().__init__(
            f"{value:.15g} will not do: the {what} must be a whole number from {least} to {most:,}."
        )
