"""Names of files and columns, short enough for one line of a message, menu or list."""

from collections.abc import Sequence

from engine.shortening import elide_middle, in_quotes, printable_line

from .translation import plural, translate, translated

MOST = 48
"""Characters of a name that leave room for a sentence around it."""


def elide_name(name: str) -> str:
    """Return a name with its middle left out if it is longer than most names."""
    return elide_middle(name, MOST)


def shown_path(path: object) -> str:
    """Return a path as a sentence has it: on one line, whatever its names are made of."""
    return printable_line(str(path))


_AND = translate("text", "{names} and {last}")
_OR = translate("text", "{names}, or {last}")
_EITHER_BETWEEN = translate("text", " or ")
"""Between two alternatives of a few words."""
_AND_MORE = plural("text", "{names} and {n} more", "{names} and {n} more", 1)
_BETWEEN = ", "


def all_of(names: Sequence[str], most: int) -> str:
    """Return names as a list for a sentence, ``a, b and c`` or ``a and 2 more``."""
    if len(names) > most:
        return _AND_MORE(len(names) - most, names=_BETWEEN.join(names[:most]))
    return _listed(_AND, names)


def any_of(names: Sequence[str]) -> str:
    """Return alternatives for a sentence: ``a, b, or c``."""
    return _listed(_OR, names)


def either_of(names: Sequence[str]) -> str:
    """Return a few alternatives for a sentence: ``a or b``."""
    return _EITHER_BETWEEN.join(names)


def _listed(form: str, names: Sequence[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return form.format(names=_BETWEEN.join(names[:-1]), last=names[-1])


def weight_name(names: Sequence[str], weight: int) -> str:
    """Return the name of a weight, which is that of its column; in quotes if it is a number."""
    name = translated(names[weight])
    return translated(in_quotes(name, None)) if name.isdigit() else name
