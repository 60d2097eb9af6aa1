"""``python3 -m tests.mutations COUNT FIRST_SEED [FOLDER] [--reports]``: read damaged files.

Each seed makes one file: a sound one of ``samples.py``, changed by ``mutators.py``. ``attempt.py``
reads it and checks what is promised of any file: its numbers or one sentence, within 2 s and
500 MB, with nothing on stderr. A seed gives the same file everywhere. With ``--reports``, all sound
files are those of tests/data/reports; otherwise they are of every kind.

Faults are printed with their seeds; with a FOLDER, the files are kept there. The status is 1 if
there are any. A run that ends without its last line was ended by a file: with a FOLDER, the seed
is in ``seed.txt``.
"""
