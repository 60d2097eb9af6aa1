"""How the height of the window is divided between the views and the sheet."""

from enum import Enum


class Split(Enum):
    """How the height is divided between the views and the sheet."""

    BALANCED = "balanced"
    TALL = "tall"
    HIDDEN = "hidden"
    DRAGGED = "dragged"
    """A person has divided it."""

    @classmethod
    def _missing_(cls, value: object) -> "Split":  # noqa: ARG003
        return cls.BALANCED

    @property
    def following(self) -> "Split":
        """The next one that a key chooses, round and round."""
        after = {Split.BALANCED: Split.TALL, Split.TALL: Split.HIDDEN}
        return after.get(self, Split.BALANCED)
