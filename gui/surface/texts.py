"""The words of the view "Surface"."""

from engine.language.sentence import marked
from engine.surface.plane import PlaneKind

from ..text.translation import plural, translate

SEEN = translate("surface", "The loss from above: each step goes down the steepest way.")
"""What the view shows, while there is nothing to say of the gap."""
PLANE = translate("surface", "plane")
PLANE_TIP = translate("surface", "Which two directions of W are drawn (P)")
ACROSS, UP = translate("surface", "across"), translate("surface", "up")
ACROSS_TIP = translate("surface", "The weight from left to right")
UP_TIP = translate("surface", "The weight from bottom to top")
KINDS = {
    PlaneKind.DIRECTIONS: marked("surface", "flattest, steepest"),
    PlaneKind.PATH: marked("surface", "along the path"),
    PlaneKind.WEIGHTS: marked("surface", "two weights"),
}
KIND_TIPS = {
    PlaneKind.DIRECTIONS: marked(
        "surface",
        "The two directions between which all others lie: descent crawls along the flattest "
        "while the steepest limits η.",
    ),
    PlaneKind.PATH: marked("surface", "The two directions in which the path is longest."),
    PlaneKind.WEIGHTS: marked(
        "surface",
        "Two weights of your choice. All others are at their best, so that the optimum lies at "
        "the bottom of the valley.",
    ),
}
FLATTEST = translate("surface", "flattest: {direction}")
STEEPEST = translate("surface", "steepest: {direction}")
FIRST, SECOND = (
    translate("surface", "along the path"),
    translate("surface", "second direction of the path"),
)
ONLY = translate("surface", "the one direction: {direction}")
FLAT_AXIS = translate("surface", "{name}, flat for ever")
LOSS = translate("surface", "loss")
OTHERS_BEST = translate("surface", "the others at their best")
OTHERS_NOW = translate("surface", "the others as they are now")
FLAT_OTHERS = plural(
    "surface", "{n} more directions are flat for ever", "{n} more direction is flat for ever", 1
)
FLAT_BAND = translate("surface", "flat for ever along one direction")
ONE_WEIGHT = translate("surface", "One weight: the surface is a curve.")
ONE_DIRECTION = translate(
    "surface", "The table determines one direction: the surface is a curve along it."
)
ANY_LOSS = translate("surface", "Contours through two weights, the others as they are now.")
NO_DIRECTIONS = translate("surface", "This loss is no parabola: its gap has no directions.")
LEFT = translate("surface", "{share} % of the gap is left along {direction}, which halves {often}.")
LEFT_SHARE = translate("surface", "{share} % of the gap is left along {direction}.")
"""Of an optimiser that divides by slopes, or a schedule: no formula tells how fast it halves."""
LEFT_ALL = translate(
    "surface", "What is left of the gap lies along {direction}, which halves {often}."
)
LEFT_GROWS = translate(
    "surface",
    "{share} % of the gap lies along {direction}, which grows: η is above its limit.",
)
LEFT_STAYS = translate("surface", "{share} % of the gap is left along {direction}, and stays.")
HELD_UP = translate(
    "surface",
    "{share} % of the gap is left along {direction}, which halves {often}; that along {slowest} "
    "{slowly}.",
)
"""If another direction with a noticeable part crawls."""
ROUNDING = translate(
    "surface",
    "Only rounding is left of the gap: the loss is the least possible to its last digits.",
)
AT_LEAST = translate("surface", "No gap is left: the loss is the least possible.")
STARTS_THERE = translate("surface", "The next run starts at the place you chose.")
"""What a click has done."""
NO_START = translate("surface", "This place is too far away to start at.")
