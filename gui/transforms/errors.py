"""Why a change of the Data menu is refused; each error's message is shown to the user."""

from ..errors import GuiError


class HasIntercept(GuiError):
    """The experiment already has a column of ones."""

    def __init__(self, column: str) -> None:
        super().__init__(f"A already has an intercept column: every value of {column} is 1.")


class NothingToScale(GuiError):
    """All the columns are constant or already scaled this way."""

    def __init__(self) -> None:
        super().__init__("Nothing to scale: these columns are already scaled or constant.")


class NothingScaled(GuiError):
    """None of the columns was scaled."""

    def __init__(self) -> None:
        super().__init__("These columns are already in their original units.")


class ValueOverflow(GuiError):
    """A value would exceed the range of float64 in the new units."""

    def __init__(self, what: str) -> None:
        super().__init__(
            f"{what} would be larger than the largest number (about 1.8e308). Nothing was changed."
        )


class NoSuchColumn(GuiError):
    """The column was removed while the change was waiting."""

    def __init__(self, column: int) -> None:
        super().__init__(f"A no longer has a column {column}. Nothing was changed.")


class OnlyColumn(GuiError):
    """A would have no columns left."""

    def __init__(self) -> None:
        super().__init__("A has only one column, and needs it. Nothing was changed.")


class NotWhole(GuiError):
    """The number is not a whole one, or is out of range."""

    def __init__(self, what: str, value: float, least: int, most: int) -> None:
        super().__init__(
            f"{value:.15g} is not valid: the {what} must be a whole number "
            f"from {least} to {most:,}."
        )
