"""``python3 -m tests.pictures FOLDER [TABLE …]``: take pictures of the window, without a display.

Each table, or those that are named (descent, longley, plant, diabetes), is run to the end and
grabbed in three sizes, light and dark. The files are named like ``descent-1280-light.png``.
"""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory


def main(words: Sequence[str]) -> int:
    """Write the pictures into the folder, print their names and sizes, and return 0."""
    parser = ArgumentParser("python3 -m tests.pictures", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("tables", nargs="*", metavar="table")
    options = parser.parse_args(words)
    options.folder.mkdir(parents=True, exist_ok=True)
    # As gui/app.py does, before numpy loads.
    os.environ.update(QT_QPA_PLATFORM="offscreen", OPENBLAS_NUM_THREADS="1")
    with TemporaryDirectory() as home:  # a person's own preferences are neither read nor changed
        os.environ.update(XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_CACHE_HOME=home)
        from .taking import take_pictures

        for path in take_pictures(options.folder, options.tables):
            print(f"{path}  {path.stat().st_size / 1000:.0f} kB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
