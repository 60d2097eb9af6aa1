"""The ways of carrying a descent out, which all follow the same definition."""

from enum import StrEnum

from .errors import BadSetting, join_names


class Method(StrEnum):
    """Where the quotients are evaluated, and whether every epoch is walked."""

    AUTOMATIC = "automatic"
    LITERAL = "literal"
    TRIANGLE = "triangle"
    MODES = "modes"

    @classmethod
    def _missing_(cls, value: object) -> "Method":
        raise BadSetting("method", value, join_names(list(cls)))
