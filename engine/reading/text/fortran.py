"""Numbers as Fortran writes them: 1.5D+03, and 0.1234-100 if the exponent has three digits."""

import re

_BY_D = re.compile(
    r"(?P<digits>[+-]?(?:[0-9]+[.,][0-9]*|[.,][0-9]+|[0-9]+(?=[dD][+-])))[dD](?P<power>[+-]?[0-9]+)\Z"
)
# Fortran leaves the letter out where there is no room. Fewer decimals may be a range: 0.5-100.
_WITHOUT_LETTER = re.compile(r"(?P<digits>[+-]?[0-9]?[.,][0-9]{3,})(?P<power>[+-][1-9][0-9]{2})\Z")
_LETTERS = b"dD"
_TO_E = bytes.maketrans(_LETTERS, b"eE")
_MISUSED = re.compile(rb"(?<![0-9.,])[dD]|[dD](?![+-]?[0-9])|(?<![0-9.,])[0-9]+[dD](?![+-])")


def with_letter_e(written: str) -> str:
    """Return a number of Fortran with an e before its exponent; anything else is unchanged.

    Parameters
    ----------
    written : str
        A cell without white space around it.

    Returns
    -------
    str
    """
    found = _BY_D.match(written) or _WITHOUT_LETTER.match(written)
    return f"{found['digits']}e{found['power']}" if found else written


def plain_with_letter_e(plain: bytes, strange: bytes) -> bytes | None:
    """Return lines of numbers with an e before each exponent.

    ``strange`` is what they hold besides plain numbers: nothing, or the letters of Fortran. None if
    there is anything else, or a letter that begins no exponent.
    """
    if not strange:
        return plain
    if strange.strip(_LETTERS) or _MISUSED.search(plain):
        return None
    return plain.translate(_TO_E)
