"""The CSV dialects on offer, by the text that the file dialog shows for each."""

from dataclasses import replace

from engine.writing.exporting import COMMA_AND_POINT, SEMICOLON_AND_COMMA

from ..locale import has_decimal_comma

POINT, COMMA = "CSV, comma and point (*.csv)", "CSV, semicolon and comma (*.csv)"
DIALECTS = {
    POINT: COMMA_AND_POINT,
    "CSV, comma and point, marked as UTF-8 (*.csv)": replace(COMMA_AND_POINT, encoding="utf-8-sig"),
    COMMA: SEMICOLON_AND_COMMA,
    "CSV, semicolon and comma, marked as UTF-8 (*.csv)": replace(
        SEMICOLON_AND_COMMA, encoding="utf-8-sig"
    ),
}


def default_dialect() -> str:
    """Return the text of the dialect that spreadsheets of this locale open."""
    return COMMA if has_decimal_comma() else POINT
