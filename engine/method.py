"""The methods that carry a descent out; all follow the same definition."""

from enum import StrEnum

from .errors import BadSetting, join_names


class Method(StrEnum):
    """How epochs are computed: literally, on the triangle, by the modes, or as suits."""

    AUTOMATIC = "automatic"
    LITERAL = "literal"
    TRIANGLE = "triangle"
    MODES = "modes"

    @classmethod
    def _missing_(cls, value: object) -> "Method":
        raise BadSetting("method", value, join_names(list(cls)))
