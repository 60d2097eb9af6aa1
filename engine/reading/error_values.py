"""What spreadsheets in any language show if they cannot compute a number."""

import re

NOT_AVAILABLE = r"(?:N/[A-D]|I/T|Н/Д|NV|YOK)\b"
"""What follows the # of #N/A in each language that does not write an exclamation mark."""
EXCLAIMED = r"[^\sa-z,;|]+[!?]"
"""What follows the # of all others: capitals that end as in #DIV/0! and #ИМЯ?"""
_ERROR_VALUE = re.compile(rf"#(?:{NOT_AVAILABLE}|{EXCLAIMED})\Z")


def is_error_value(cell: str) -> bool:
    """Return whether a cell holds such a value and nothing else."""
    return _ERROR_VALUE.match(cell) is not None
