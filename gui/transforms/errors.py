"""Why a change of the Data menu is refused; each error's message is shown to the user."""

from enum import Enum

from engine.language.sentence import marked
from engine.shortening import fitted, grouped

from ..errors import GuiError
from ..text.translation import plural, translate, translated


class HasIntercept(GuiError):
    """The experiment already has a column of ones."""

    def __init__(self, number: int) -> None:
        super().__init__(
            translate(
                "transforms", "A already has an intercept: every value of column {number} is 1."
            ).format(number=number)
        )
        self.short = translate(
            "transforms", "A already has a column of ones: column {number}."
        ).format(number=number)


class NothingToScale(GuiError):
    """All the columns are constant or already scaled this way."""

    def __init__(self) -> None:
        super().__init__(
            translate(
                "transforms", "Nothing to scale: these columns are already scaled or constant."
            )
        )


class NothingScaled(GuiError):
    """None of the columns was scaled."""

    def __init__(self) -> None:
        super().__init__(
            translate("transforms", "These columns are already in their original units.")
        )


class ValueOverflow(GuiError):
    """A value would exceed the range of float64 in the new units."""

    def __init__(self, what: str) -> None:
        super().__init__(
            translate(
                "transforms",
                "{what} would be larger than the largest number (about 1.8e308). Nothing was "
                "changed.",
            ).format(what=what)
        )
        self.short = fitted(
            translate("transforms", "{what} would be too large for a number."), names={"what": what}
        )


class NoSuchColumn(GuiError):
    """The column was removed while the change was waiting."""

    def __init__(self, column: int) -> None:
        super().__init__(
            translate(
                "transforms", "A no longer has a column {column}. Nothing was changed."
            ).format(column=column)
        )


class HasColumn(GuiError):
    """A computed column would have the name of another."""

    def __init__(self, name: str) -> None:
        super().__init__(
            translate("transforms", "A has a column “{name}” already. Choose another name.").format(
                name=name
            )
        )
        self.short = fitted(
            translate("transforms", "A has a column “{name}” already."), names={"name": name}
        )


class NoSource(GuiError):
    """A has no column from which another could be computed."""

    def __init__(self) -> None:
        super().__init__(
            translate("transforms", "A has no column with a name of its own to compute from.")
        )


class NotComputed(GuiError):
    """None of the columns is computed."""

    def __init__(self) -> None:
        super().__init__(
            translate("transforms", "These columns are plain: none is computed from others.")
        )


class OnlyColumn(GuiError):
    """A would have no columns left."""

    def __init__(self) -> None:
        super().__init__(
            translate("transforms", "A has only one column, and needs it. Nothing was changed.")
        )


class WholeNumber(Enum):
    """A number that must be whole, with the sentence that refuses others, and a short one."""

    ROWS = (
        marked(
            "transforms",
            "{value:.15g} is not valid: the number of rows must be a whole number from {least} to "
            "{most}.",
        ),
        marked("transforms", "The number of rows must be whole, from {least} to {most}."),
    )
    COLUMNS = (
        marked(
            "transforms",
            "{value:.15g} is not valid: the number of columns must be a whole number from {least} "
            "to {most}.",
        ),
        marked("transforms", "The number of columns must be whole, from {least} to {most}."),
    )
    SEED = (
        marked(
            "transforms",
            "{value:.15g} is not valid: the seed must be a whole number from {least} to {most}.",
        ),
        marked("transforms", "The seed must be whole, from {least} to {most}."),
    )

    @property
    def sentence(self) -> str:
        """The sentence in the language of the reader."""
        return translated(self.value[0])

    @property
    def short(self) -> str:
        """The short one."""
        return translated(self.value[1])


class NotWhole(GuiError):
    """The number is not a whole one, or is out of range."""

    def __init__(self, which: WholeNumber, value: float, least: int, most: int) -> None:
        super().__init__(which.sentence.format(value=value, least=least, most=grouped(most)))
        self.short = which.short.format(least=least, most=grouped(most))


class BadShare(GuiError):
    """The share of rows to hold out is not between 0 % and 100 %."""

    def __init__(self, percent: float) -> None:
        super().__init__(
            translate(
                "transforms",
                "{percent} % is not valid: the share held out must be above 0 % and below 100 %.",
            ).format(percent=f"{percent:.15g}")
        )
        self.short = translate("transforms", "The share must be above 0 % and below 100 %.")


class NotOneColumn(GuiError):
    """The mean is that of the only column, and there are several."""

    def __init__(self, columns: int) -> None:
        super().__init__(
            plural(
                "transforms",
                "A has {n} columns; a mean needs just one. Nothing was changed.",
                "A has {n} column; a mean needs just one. Nothing was changed.",
                1,
            )(columns)
        )


class NoIntercept(GuiError):
    """The experiment has no column of ones."""

    def __init__(self) -> None:
        super().__init__(translate("transforms", "A has no column of ones. Nothing was changed."))
