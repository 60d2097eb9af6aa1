"""What may be wrong with a formula: each mistake with its place, and a whole sentence."""

from enum import Enum

from ..errors import EngineError
from ..language.sentence import marked
from ..shortening import LONGEST_QUOTE, elide_middle, fitted, grouped


class Mistake(Enum):
    """A kind of mistake: the sentence on it, and one that fits a line.

    ``{text}`` is what was typed there, and ``{count}`` a number.
    """

    EMPTY = (
        marked("engine", "There is no formula here. Write one, such as mean((Y − P)²)."),
        marked("engine", "There is no formula here."),
    )
    TOO_LONG = (
        marked("engine", "A formula has at most {count} characters. This one is longer."),
        marked("engine", "A formula has at most {count} characters."),
    )
    TOO_MANY_PARTS = (
        marked("engine", "A formula has at most {count} names, numbers and signs; it ends here."),
        marked("engine", "A formula has at most {count} names, numbers and signs."),
    )
    TOO_DEEP = (
        marked("engine", "Brackets and powers may be nested {count} deep at most."),
        marked("engine", "Brackets and powers may be nested {count} deep at most."),
    )
    CHARACTER = (
        marked("engine", "“{text}” has no meaning in a formula. Write it of Y, P, W and N."),
        marked("engine", "“{text}” has no meaning in a formula."),
    )
    TOO_LARGE = (
        marked("engine", "{text} is too large: numbers here end at about 1.8e308."),
        marked("engine", "{text} is too large."),
    )
    TOO_SMALL = (
        marked("engine", "{text} is too small: numbers here begin at about 4.9e−324."),
        marked("engine", "{text} is too small."),
    )
    COMMA_IN_NUMBER = (
        marked(
            "engine",
            "“{text}” could be one number, or two values. Write decimals with a point, and a blank "
            "after a comma between values.",
        ),
        marked("engine", "“{text}” could be one number, or two values."),
    )
    UNKNOWN_NAME = (
        marked(
            "engine",
            "“{text}” is not known: a loss is made of Y (observed), P (predicted), W (the weights) "
            "and N (the number of rows).",
        ),
        marked("engine", "“{text}” is not known. Y observed, P predicted, W weights, N rows."),
    )
    INPUTS = (
        marked(
            "engine",
            "A is in the prediction already: P = A·W. A loss is made of Y, P, W and N.",
        ),
        marked("engine", "A is in the prediction already: P = A·W."),
    )
    UNKNOWN_FUNCTION = (
        marked("engine", "“{text}” is not a function that a formula may use."),
        marked("engine", "“{text}” is not a function that a formula may use."),
    )
    NAME_OF_LOSS = (
        marked(
            "engine",
            "“{text}” is a whole loss, not a function: choose it by its name alone, or write the "
            "formula that it stands for.",
        ),
        marked("engine", "“{text}” is a whole loss: choose it by name, or write its formula."),
    )
    WITHOUT_VALUE = (
        marked("engine", "“{text}” is a function: write its value in brackets behind it."),
        marked("engine", "“{text}” is a function: it needs a value in brackets."),
    )
    TAKES_ONE = (
        marked("engine", "{text} takes one value; here are {count}."),
        marked("engine", "{text} takes one value; here are {count}."),
    )
    TAKES_TWO = (
        marked("engine", "{text} takes two values; here are {count}."),
        marked("engine", "{text} takes two values; here are {count}."),
    )
    TAKES_THREE = (
        marked(
            "engine",
            "{text} takes three values, here are {count}: a comparison, the value if it holds, and "
            "the value if not.",
        ),
        marked("engine", "{text} takes three values; here are {count}."),
    )
    ENDS_EARLY = (
        marked("engine", "The formula ends where a value should follow."),
        marked("engine", "The formula ends where a value should follow."),
    )
    VALUE_MISSING = (
        marked("engine", "A value is missing before “{text}”."),
        marked("engine", "A value is missing before “{text}”."),
    )
    OPERATOR_MISSING = (
        marked("engine", "A sign is missing before “{text}”, such as · to multiply."),
        marked("engine", "A sign is missing before “{text}”, such as ·."),
    )
    NEVER_CLOSED = (
        marked("engine", "This “{text}” is never closed."),
        marked("engine", "This “{text}” is never closed."),
    )
    CLOSES_NOTHING = (
        marked("engine", "This “{text}” closes no bracket."),
        marked("engine", "This “{text}” closes no bracket."),
    )
    COMMA_ALONE = (
        marked("engine", "A comma stands only between the values of a function."),
        marked("engine", "A comma stands only between the values of a function."),
    )
    COMPARED = (
        marked("engine", "A comparison stands only as the first value of where(…)."),
        marked("engine", "A comparison stands only as the first value of where(…)."),
    )
    NOT_COMPARED = (
        marked("engine", "where(…) begins with a comparison, such as |Y − P| < 1."),
        marked("engine", "where(…) begins with a comparison, such as |Y − P| < 1."),
    )
    ROWS_AND_WEIGHTS = (
        marked(
            "engine",
            "One of these has a value for each row, the other for each weight. Take the mean or "
            "the sum of one of them first.",
        ),
        marked("engine", "These have values for each row and for each weight."),
    )
    VALUE_A_ROW = (
        marked("engine", "A loss is one number, and this is a value for each row: write mean(…)."),
        marked("engine", "A loss is one number, this is one for each row."),
    )
    VALUE_A_WEIGHT = (
        marked(
            "engine", "A loss is one number, and this is a value for each weight: write sum(…)."
        ),
        marked("engine", "A loss is one number, this is one for each weight."),
    )
    UNKNOWN_COLUMN = (
        marked("engine", "“{text}” is neither a column of A nor a function."),
        marked("engine", "“{text}” is neither a column of A nor a function."),
    )
    AMBIGUOUS_COLUMN = (
        marked("engine", "Several columns are named “{text}”. Rename one of them first."),
        marked("engine", "Several columns are named “{text}”."),
    )
    WITHOUT_COLUMN = (
        marked("engine", "This names no column of A, so all rows would have the same value."),
        marked("engine", "This names no column of A: all rows would have the same value."),
    )
    EMPTY_COLUMN = (
        marked("engine", "There is no formula here. Write one of columns, such as 2·age + bmi."),
        marked("engine", "There is no formula here."),
    )
    UNQUOTED = (
        marked(
            "engine",
            "“{text}” has no meaning in a formula. Put a name that has it between backquotes, as "
            "in `body mass`.",
        ),
        marked("engine", "“{text}” has no meaning. Quote a name that has it: `a name`."),
    )
    OF_ALL_ROWS = (
        marked(
            "engine",
            "{text}(…) takes all rows at once, and new rows could not be computed alike. Write its "
            "number instead.",
        ),
        marked("engine", "{text}(…) takes all rows: new rows could not be computed alike."),
    )
    WITHOUT_WEIGHTS = (
        marked("engine", "A loss depends on P or W. No weight changes this one, so none is best."),
        marked("engine", "A loss depends on P or W. No weight changes this one."),
    )
    OF_ONE_NUMBER = (
        marked(
            "engine",
            "{text}(…) needs a value for each row or each weight; this is one number.",
        ),
        marked("engine", "{text}(…) needs a value for each row or each weight."),
    )

    @property
    def sentence(self) -> str:
        """The whole sentence, with open facts."""
        return self.value[0]

    @property
    def brief(self) -> str:
        """A sentence that fits one line, with open facts."""
        return self.value[1]


class BadFormula(EngineError):
    """A text is not a formula of a loss.

    ``start`` and ``end`` are the place in the text that was typed, in characters. ``offer`` is the
    whole text as it may have been meant; empty if that cannot be told.
    """

    def __init__(
        self,
        mistake: Mistake,
        start: int,
        end: int,
        text: str = "",
        count: int = 0,
        offer: str = "",
    ) -> None:
        self.mistake, self.start, self.end = mistake, start, end
        self.text, self.offer = text, offer
        super().__init__(
            mistake.sentence.format(text=elide_middle(text, LONGEST_QUOTE), count=grouped(count))
        )
        self.short = fitted(mistake.brief, names={"text": text}, count=grouped(count))
