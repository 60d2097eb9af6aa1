"""A plot area in which a click on a point, or Enter at it, chooses its row."""

from typing import ClassVar

from ...text.key_help import KeyHelp, KeyLine
from ...text.translation import translate
from ..interactive_area import InteractivePlotArea
from ..surface.surface_area import SurfaceArea


class RowArea(SurfaceArea):
    """Reports where a click was, or where keys have led."""

    KEYS: ClassVar[KeyHelp] = InteractivePlotArea.KEYS
    ROW_KEYS: ClassVar[tuple[KeyLine, ...]] = (
        KeyLine(
            ("Return", "Enter"),
            translate("plots", "Select the row of the point in the tables, as a click on it does"),
        ),
    )
    """The keys of a point, which the view lists with its own."""
