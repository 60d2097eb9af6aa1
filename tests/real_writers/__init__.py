"""``python3 -m tests.real_writers [WRITER …] [--folder FOLDER] [--root ROOT] [--python PYTHON]``.

Makes small tables with the programs and libraries that people use, reads each file back, and prints
what was read, with the version of its writer. Writers that are not there are named and left out.
The exit status is 1 if a file is read wrongly, or refused although it is a table. The files in
tests/data/writers are made so, with that folder as FOLDER.

- ``scripts/`` has what makes the files, one script for each program; Python's libraries share one.
- ``writers.py`` says how each writer is called, and how it is obtained if it is not there.
- ``expected.py`` says what each file holds: a table, or the reason for which it is refused.
- ``checks.py`` reads a file and compares; it is a part of the default tests as well, which read the
  files in tests/data/writers.

ROOT is a folder with a system in which the programs are installed, such as debootstrap makes;
without it, those of this system are used. PYTHON is an interpreter that has the libraries. For
instance::

    debootstrap --variant=minbase bookworm ROOT
    chroot ROOT apt-get install -y --no-install-recommends r-base-core octave gnuplot-nox \\
        gnumeric libreoffice-calc-nogui
    mount -t proc proc ROOT/proc
    python3 -m venv LIBRARIES
    LIBRARIES/bin/pip install pandas pyarrow XlsxWriter openpyxl odfpy polars xlwt scipy pyreadstat
    npm install xlsx
    python3 -m tests.real_writers --root ROOT --python LIBRARIES/bin/python
"""
