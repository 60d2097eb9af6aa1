"""The Help menu: four small dialogs, and What Is This?

- ``helps.py`` is the entry point: ``Helps`` opens the dialog of each entry.
- ``help_dialog.py`` shows one page of text.
- ``key_list.py`` makes the list of keys from the actions of the menus, so that it is never out of
  date; the keys that are no actions follow, as the widgets that handle them tell.
- ``what_is_this.py`` explains the part that is clicked, or that has the focus; ``explanations.py``
  has the texts of those that have no tool tip.
- ``texts.py`` has the pages.
"""

from .helps import Helps
from .what_is_this import WhatIsThis

__all__ = ["Helps", "WhatIsThis"]
