"""Sentences about recovery copies that depend on times and counts, with their facts left open."""

from ..text.translation import plural, translate

YEAR_DAYS = 365.25
MONTH_DAYS = YEAR_DAYS / 12
MOST_DAYS = 60
"""Of more days than that, nobody sees how long it is."""

_RECOVERED = translate("recovery", "“{name}” was recovered as of {time}. It is not saved yet.")
_RECOVERED_OF_SEVERAL = plural(
    "recovery",
    "“{name}” was recovered as of {time}. It is not saved yet. File ▸ Recover Unsaved has {n} "
    "more.",
    "“{name}” was recovered as of {time}. It is not saved yet. File ▸ Recover Unsaved has {n} "
    "more.",
    1,
)
_OPEN_ELSEWHERE = translate("recovery", "{file} is also open in another window.")
_YEARS = plural("recovery", "about {n} years", "about {n} year", 1)
_MONTHS = plural("recovery", "about {n} months", "about {n} month", 1)
DAY_SECONDS = 86_400
_LENGTHS = (
    (plural("recovery", "{n} days", "{n} day", 1), DAY_SECONDS),
    (plural("recovery", "{n} hours", "{n} hour", 1), 3600),
    (plural("recovery", "{n} minutes", "{n} minute", 1), 60),
    (plural("recovery", "{n} seconds", "{n} second", 1), 1),
)
"""Lengths of time in units, and the seconds of one."""
_SECOND = translate("recovery", "1 second")
_NO_SECOND = translate("recovery", "less than a second")


def recovered(name: str, time: str, others: int) -> str:
    """Say what was recovered, and how many copies are still waiting."""
    if others:
        return _RECOVERED_OF_SEVERAL(others, name=name, time=time)
    return _RECOVERED.format(name=name, time=time)


def open_elsewhere(file: str) -> str:
    """Say that another window has the same file open."""
    return _OPEN_ELSEWHERE.format(file=file)


def duration(seconds: float) -> str:
    """Return a length of time in the largest unit that it has two of, such as “3 minutes”.

    Beyond 60 days it is rounded, because months and years differ in length.
    """
    days = seconds / DAY_SECONDS
    if days >= 2 * YEAR_DAYS:
        return _YEARS(round(days / YEAR_DAYS))
    if days > MOST_DAYS:
        return _MONTHS(round(days / MONTH_DAYS))
    for form, length in _LENGTHS:
        if seconds >= 2 * length:
            return form(int(seconds / length))
    return _SECOND if seconds >= 1 else _NO_SECOND
