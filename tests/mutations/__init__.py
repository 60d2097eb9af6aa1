"""Read damaged files: ``python3 -m tests.mutations COUNT FIRST_SEED [FOLDER] [--reports]``.

Each seed makes one file: a sound one of ``samples.py``, changed by ``mutators.py``. ``attempt.py``
reads it and checks what is promised of any file: its numbers or one sentence, within 2 s and
500 MB, with nothing on stderr. A seed gives the same file everywhere. With ``--reports``, all sound
files are those of tests/data/reports, with ``--formats`` those that need an extra, and JSON;
otherwise they are of every kind, and read as where no extra is installed.

Faults are printed with their seeds; with a FOLDER, the files are kept there. The status is 1 if
there are any. A run that ends without its last line was ended by a file: with a FOLDER, the seed
is in ``seed.txt``.
"""
