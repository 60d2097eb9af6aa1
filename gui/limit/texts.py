"""The words of the view "The limit"."""

from engine.limit.regions import Region

from ..text.translation import translate

THE_LIMIT = translate("limit", "The limit")
"""The name of the view."""
SEEN = translate("limit", "A derivative is a limit of secants: here it is seen at every h.")
"""What the view shows, while there is nothing to say of an h."""

WEIGHT, STEP = translate("limit", "weight"), "h"
WEIGHT_TIP = translate("limit", "The weight that is looked at (↑ ↓)")
STEP_TIP = translate(
    "limit", "The step that is looked at (← → a tenth of a decade, PgUp PgDn a decade)"
)
SCALED_WEIGHT = translate("limit", "{name}, scaled")
"""A weight of a scaled column: the sheet shows it in the units of the table."""
PLAY, STOP = "h → 0", translate("limit", "stop")
PLAY_TIP = translate("limit", "Let h fall from the largest to the smallest, in 8 seconds (Space)")
STOP_TIP = translate("limit", "Stay at this h (Space or Esc)")
STOP_KEY = translate("limit", "Stop h → 0 in The limit, wherever the focus is")
BEST, BEST_TIP = translate("limit", "best h"), translate("limit", "Look at the best h (Home)")
BEST_CENTRAL = translate("limit", "h = {h} suits {name}: exact at any h, it rounds least here.")
BEST_ONE_SIDED = translate("limit", "h = {h} suits {name}: it cuts little bend, and rounds little.")
"""Why an h is the best one; the whole reason is in the tooltip."""
BEST_STRAIGHT = translate("limit", "h = {h} suits {name}: there is no bend, and it rounds little.")
BEST_BELOW_KINK = translate("limit", "h = {h} suits {name}: it stays below the nearest kink.")
BEST_BY_REGION = {
    Region.PARABOLA: BEST_CENTRAL,
    Region.BEND: BEST_ONE_SIDED,
    Region.STRAIGHT: BEST_STRAIGHT,
    Region.KINKS: BEST_BELOW_KINK,
}
"""By what rules the error above the best h."""
AT_TURN_TIP = translate("limit", "The formula of the loss turns over at this W: no h is marked")
NEAR_KINK_TIP = translate("limit", "A kink of the loss is so near that no h is the best")
NO_BEST_TIP = translate("limit", "The slope is 0 to rounding: no h gives digits of it")
TANGENT = translate("limit", "− tangent")
TANGENT_TIP = translate("limit", "Subtract the tangent: what is left is bend and rounding (T)")
USE = translate("limit", "use in run")
USE_TIP = translate(
    "limit",
    "Let the run use this h for all weights; undo takes it back. "
    "If each weight needs its own, “fits each weight” is offered beside it.",
)
USED_TIP = translate("limit", "The run uses this h for all weights already")
EACH = translate("limit", "fits each weight")
EACH_TIP = translate(
    "limit",
    "One h cannot serve all of these weights: let the run use the h that fits each. "
    "Undo takes it back.\n"
    "The weight that is worst off then has a digit more than by the best h for all, in theory.\n"
    "Digits that an h has by luck, as of whole numbers at W = 0, are lost an epoch later.",
)
USED = translate("limit", "The run uses h = {h} for all weights now.")
USED_ALREADY = translate("limit", "The run uses h = {h} for all weights already.")
USED_EACH = translate("limit", "The run uses the h that fits each weight now.")
"""What a button has done."""
USED_UNEVEN = translate("limit", "The run uses h = {h} for all weights now; some need another.")
FIT_EACH = translate("limit", "Fit Each Weight")
FIT_EACH_WHY = translate(
    "limit",
    "Columns of different sizes need different steps: each weight then has the h that fits it.",
)
FLOAT32 = "float32"
FLOAT32_TIP = translate("limit", "Look at it in single precision, of about 7 digits")
QUOTIENTS = translate("limit", "quotients")
QUOTIENTS_TIP = translate("limit", "Which quotients are drawn, and in which arithmetic")
QUOTIENT_TIP = translate("limit", "Draw the points of the {quotient} quotient")
BEST_ONE = translate("limit", "best\t{h}")
BEST_OF_WEIGHT = translate("limit", "best for {name}\t{h}")
FITS_ALL = translate("limit", "best for all weights\t{h}")
OF_RUN = translate("limit", "of the run\t{h}")
LARGEST_ONE = translate("limit", "largest\t{h}")
"""The suggestions of h."""
H_REFUSED = translate("limit", "h must be more than 0.")
H_BEYOND = translate("limit", "h = {h} is no number of {precision}: the nearest is {nearest}.")
"""Of an h that is larger than the largest number, or rounds to 0."""
ON_TRIANGLE = translate("limit", "on the triangle")
ON_TRIANGLE_TIP = translate(
    "limit",
    "The rows are reduced to a triangle, which has the same losses and as much rounding. "
    "All rows follow when the run and h are at rest.",
)

MENU = translate("limit", "&h in The Limit")
MENU_TEXTS = {
    "limit_play": translate("limit", "&Play h → 0"),
    "limit_best": translate("limit", "&Best h"),
    "limit_largest": translate("limit", "&Largest h"),
    "limit_tangent": translate("limit", "Subtract the &Tangent"),
    "limit_use": translate("limit", "&Use This h in the Run"),
}
MENU_TIPS = {
    "limit_play": translate("limit", "Let h fall in the view “The limit”, or stop it"),
    "limit_best": translate("limit", "Look at the best h in the view “The limit”"),
    "limit_largest": translate("limit", "Look at the largest h in the view “The limit”"),
    "limit_tangent": translate(
        "limit", "Show the loss minus its tangent in the view “The limit”, or the loss"
    ),
    "limit_use": translate(
        "limit", "Let the run use the h of the view “The limit” for all weights"
    ),
}
