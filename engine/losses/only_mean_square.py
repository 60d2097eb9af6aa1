"""What is said of a loss that is not the mean square: why it is slower, and how it may end."""

from ..language.sentence import marked

EVERY_ROW = marked(
    "engine",
    "jumping by formula serves the mean square only: this loss takes every epoch on all rows",
)
"""Why a descent on another loss is not faster."""
UNDEFINED_AT_START = marked(
    "engine",
    "The loss is not defined at the start weights, as a root or logarithm of a negative number "
    "or 0/0 is not: start from other weights.",
)
UNDEFINED_NEXT = marked(
    "engine",
    "The loss is not defined at the next weights, as a root or logarithm of a negative number or "
    "0/0 is not: use a smaller learning rate η.",
)
UNDEFINED_BESIDE = marked(
    "engine",
    "The loss is not defined at w ± h, as a root or logarithm of a negative number or 0/0 is not: "
    "use a smaller h.",
)
FALLS_FOREVER = marked("engine", "The loss falls without end: this formula has no least.")
STARTS_INFINITE = marked(
    "engine", "The loss at the start weights overflows: start from smaller weights."
)
INFINITE_AT_ZERO = marked("engine", "The loss is infinite where W is 0: change the numbers in it.")
NOWHERE_DEFINED = marked(
    "engine",
    "The loss is not defined at any weights: a number in the formula is not, as √(−1) or 0/0 is "
    "not.",
)
TO_AND_FRO = marked(
    "engine",
    "The weights go to and fro, and the loss falls no more: use a smaller learning rate η.",
)
WITHOUT_DATA = marked(
    "engine",
    "No P stands in this loss, so the table does not change it: W goes the same way whatever Y is.",
)
