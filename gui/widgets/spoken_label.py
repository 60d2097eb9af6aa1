"""A line of text that screen readers say when it changes."""

from ..accessible.announcing import announce_shown
from .elided_label import ElidedLabel


class SpokenLabel(ElidedLabel):
    """One line whose text is its accessible name; ``tell`` also says it."""

    def tell(self, text: str, *, assertive: bool = False) -> None:
        """Show a text and say it; an assertive one interrupts what is being said."""
        self.setText(text)
        announce_shown(self, text, assertive)
