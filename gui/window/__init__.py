"""The main window: what it is made of, and how its parts are joined.

- ``main_window.py`` is the entry point: ``MainWindow`` makes the document, the run, the widgets and
  the features, and connects them. It holds no logic of its own.
- ``parts.py`` makes the widgets, ``layout.py`` arranges them, ``split.py`` names the ways to divide
  the height, ``actions.py`` makes the actions of the window, ``menus.py`` puts them into menus, and
  ``texts.py`` has their words.
- ``features.py`` makes what the window can do beyond running: files, imports, exports, transforms.
- ``presenter.py`` shows the document and the run in the widgets, once per turn of the event loop.
- ``exposure.py`` follows whether the window is on the screen, and ``normal_size.py`` how large it
  is when it is not maximised. ``scrolled.py`` scrolls what does not fit where a desktop makes the
  window smaller than it can be.
- ``first_run.py`` gives the first run of a session its pace, and ``regions.py`` goes to the next
  part of the window.
- ``status_message.py`` decides which message the strip shows: the run's, or one of a feature.
- ``update_at_cell.py`` writes out the update of a weight at its cell if its card has no room.
- ``crash_report.py`` shows unexpected exceptions in a dialog.
- ``numerics.py`` loads numpy and the engine before Qt, and ``plain_import.py`` gives the import
  statement back to Python after it, both of which make imports shorter.

Only this package knows all others. The others never import it.
"""
