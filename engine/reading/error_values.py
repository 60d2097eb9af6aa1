"""What spreadsheets of any language write in place of a number that they cannot compute."""

import re

NOT_AVAILABLE = r"(?:N/[A-D]|I/T|Н/Д|NV|YOK)\b"
"""Matches what stands behind the # of #N/A in the languages whose word for it is no exclamation."""
EXCLAIMED = r"[^\sa-z,;|]+[!?]"
"""Matches what stands behind the # of all others: capitals that end as in #DIV/0! and #ИМЯ?"""
_ERROR_VALUE = re.compile(rf"#(?:{NOT_AVAILABLE}|{EXCLAIMED})\Z")


def is_error_value(cell: str) -> bool:
    """Tell a cell that holds such a value and nothing else."""
    return _ERROR_VALUE.match(cell) is not None
