"""What the dialog must refuse, with the sentence a person reads."""

from pathlib import Path

from ..errors import GuiError
from ..shown import shown


class ReplacedMeanwhile(GuiError):
    """A file that holds another table than the one the dialog has shown."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{shown(path.name)} was changed meanwhile, and holds another table. "
            "See whether it is still what you want, then import."
        )
