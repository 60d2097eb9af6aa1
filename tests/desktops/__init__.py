"""The program on real desktops: ``python3 -m tests.desktops [--pictures FOLDER]``.

Each session starts the program as a person does, on a screen of its own and under the name of a
desktop, which decides Qt's theme and file dialogs. GTK's dialogs are used under GNOME, XFCE and
Cinnamon. ``__main__.py`` runs the sessions and reports; ``--ci`` runs the few of CI.

- ``screens.py`` starts the screens: an X server with a window manager, and the Wayland compositors
  sway, weston and mutter, which is GNOME's.
- ``session.py`` is the program with a simulated person in it, who runs, exports, imports, pastes,
  drops, looks at the dark window, and closes it.
- ``gtk.py`` answers GTK's file dialogs, which no event of Qt reaches.
- ``x11_properties.py`` reads what the window manager is told.

A session passes if the program ends with status 0, writes nothing to standard error, shows no error
dialog, and every file is there. As root with apt, missing programs are installed first.
"""
