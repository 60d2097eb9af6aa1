"""Recovery after a crash: a copy of each window's unsaved work, offered at the next start.

How the parts fit:

- ``recovery.py`` is the entry point: ``Recovery`` keeps this window's copy, offers the copies of
  crashed windows, and reads the chosen one in a worker thread.
- ``autosave.py`` decides when to write a copy: soon after each change, at intervals during a run.
  It says so for as long as no copy can be written.
- ``writer.py`` writes the copy to a slot in a worker thread.
- ``slot.py`` is one document's part of the recovery folder: a lock file, an info file, a copy and a
  save log. The lock lasts as long as the process, so an unlocked slot belongs to a window that has
  ended. A window has a second slot while a table has replaced a document with unsaved changes.
- ``slot_info.py`` is the content of the info file: the document's name, shape and file.
- ``save_log.py`` is what a window records just before it replaces a file.
- ``crashed_windows.py`` scans the folder for unlocked slots with a copy, and for other windows
  that have the same file open.
- ``comparison.py`` compares a copy with its file. A copy of which the file holds the same or later
  work is deleted; any other is offered with a sentence that says which of the two is newer.
- ``dialog.py`` lists what can be recovered.

A copy is a complete .secant file. It is deleted when the document is saved, or when the user
discards the changes. Each copy and each save of a window has a revision, a growing number. It
orders them also if the clock was changed, or if the window was killed between any two steps of a
save. This package imports ``gui/files``, which never imports this package.
"""

from .recovery import Recovery

__all__ = ["Recovery"]
