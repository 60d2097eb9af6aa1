"""How many digits the computed numbers of the tables have."""

from enum import Enum

from ...text.numbers import NUMBER_DIGITS

EVERY_DIGIT = 17
"""As many as tell any float64 from every other."""
LONGEST_NUMBER = "−1.2345678901234567e−12"
"""As long as nearly every number with all its digits."""


class Digits(Enum):
    """What a reader chooses who must write the numbers down; the value is kept for the next start.

    Kinds of numbers that have fewer digits than a weight keep this difference.
    """

    SIX = "6"
    NINE = "9"
    ALL = "all"

    @classmethod
    def _missing_(cls, value: object) -> "Digits":  # noqa: ARG003
        return cls.SIX

    def of(self, usual: int) -> int:
        """Return the digits of a kind of number that usually has so many."""
        return EVERY_DIGIT if self is Digits.ALL else usual - NUMBER_DIGITS + int(self.value)
