"""Text that a person reads: messages, numbers, names and paths.

``message.py`` has the ``Message`` that the strip shows, with its kind and an optional fix.
``numbers.py`` writes counts and rates, ``names.py`` shortens names for one line, ``file_name.py``
turns the name of an experiment into one for a file, ``locale.py`` asks which decimal mark is usual.
``key_help.py`` tells which keys a widget handles. ``setting_texts.py`` has all that the settings of
the run bar say. ``translation.py`` says every sentence in the language of its reader.
"""
