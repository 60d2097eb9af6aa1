"""Recovery after a crash: a copy of each window's unsaved work, offered at the next start.

How the parts fit:

- ``recovery.py`` is the entry point: ``Recovery`` keeps this window's copy, offers the copies of
  crashed windows, and reads the chosen one in a worker thread.
- ``autosave.py`` decides when to write a copy: soon after each change, at intervals during a run.
- ``writer.py`` writes the copy to the window's slot in a worker thread.
- ``slot.py`` is one window's part of the recovery folder: a lock file, an info file and a copy.
  The lock lasts as long as the process, so an unlocked slot belongs to a window that has ended.
- ``slot_info.py`` is the content of the info file: the document's name, shape and file.
- ``crashed_windows.py`` scans the folder for unlocked slots with a copy, and for other windows
  that have the same file open.
- ``dialog.py`` lists what can be recovered.

A copy is a complete .secant file. It is deleted when the document is saved, or when the user
discards the changes. This package imports ``gui/files``, which never imports this package.
"""

from .recovery import Recovery

__all__ = ["Recovery"]
