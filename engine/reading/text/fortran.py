"""Numbers as Fortran writes them: 1.5D+03, and 0.1234-100 if the exponent has three digits."""

import re
from collections.abc import Iterable

_BY_D = re.compile(
    r"(?P<digits>[+-]?(?:[0-9]+[.,][0-9]*|[.,][0-9]+|[0-9]+(?=[dD][+-])))[dD](?P<power>[+-]?[0-9]+)\Z"
)
# Fortran leaves the letter out where there is no room. Fewer decimals may be a range: 0.5-100.
_WITHOUT_LETTER = re.compile(r"(?P<digits>[+-]?[0-9]?[.,][0-9]{3,})(?P<power>[+-][1-9][0-9]{2})\Z")
# Numbers with as few decimals are no ranges if others have such exponents: 0.1E-99 above 0.1-100.
_SHORT = re.compile(r"(?P<digits>[+-]?[0-9]?[.,][0-9]{1,2})(?P<power>[+-][1-9][0-9]{2})\Z")
_SHORT_WITH_LETTER = re.compile(r"[+\-−]?[0-9]?[.,][0-9]{1,2}[eEdD][+\-−][0-9]{2}\Z")
_LETTERS = b"dD"
_TO_E = bytes.maketrans(_LETTERS, b"eE")
_MISUSED = re.compile(rb"(?<![0-9.,])[dD]|[dD](?![+-]?[0-9])|(?<![0-9.,])[0-9]+[dD](?![+-])")


def leaves_letters_out(cells: Iterable[str]) -> bool:
    """Return whether some cells show that 0.1-100 among them is a number, not a range."""
    return any(map(_SHORT_WITH_LETTER.match, cells))


def with_letter_e(written: str, *, has_bare_powers: bool = False) -> str:
    """Return a number of Fortran with an e before its exponent; anything else is unchanged.

    Parameters
    ----------
    written : str
        A cell without white space around it.
    has_bare_powers : bool
        Whether 0.1-100 is a number, too.

    Returns
    -------
    str
    """
    found = _BY_D.match(written) or _WITHOUT_LETTER.match(written)
    if found is None and has_bare_powers:
        found = _SHORT.match(written)
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
