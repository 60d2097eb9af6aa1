"""``python3 -m tests.soak``: the real program under random acts for minutes, watched from outside.

- ``__main__.py`` reads the options and prints the report. Its status is 1 if a promise is broken.
- ``soaking.py`` starts the program, and ``control.py`` beside it: a bare process with the same
  timer. Every second it takes a sample (``samples.py``) of the program's memory, threads and files.
- ``program.py`` is that program: gui/app.py with a ``heartbeat.py`` in the window's thread and a
  ``person.py`` who acts. ``acts.py`` and ``answers.py`` are what the person does with the window
  and with its dialogs, ``documents.py`` the files that are opened and imported.
- ``journal.py`` is the file in which the program notes acts, gaps, dialogs and counts of objects.
- ``judging.py`` compares all of it with what is promised.
"""
