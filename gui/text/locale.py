"""How the person's locale writes numbers."""

from PySide6.QtCore import QLocale


def has_decimal_comma() -> bool:
    """Return whether a comma separates decimals."""
    return QLocale().decimalPoint() == ","
