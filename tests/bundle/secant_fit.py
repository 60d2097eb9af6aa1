"""Where the bundle's ``secant-fit`` starts: ``python3 -m engine``, and the reader of workbooks.

The window starts it with ``--read-workbook`` for each workbook, as it has no Python to run
``workbook_reader.py`` with. That file lies in the bundle as it is, and nothing else of Secant is
loaded for it: its memory is limited.
"""

import sys
from pathlib import Path

READER = "engine/reading/sheets/workbook_reader.py"


def main() -> int:
    """Run, and return the exit status."""
    if sys.argv[1:2] == ["--read-workbook"]:
        from runpy import run_path

        reader = Path(getattr(sys, "_MEIPASS", Path(__file__).parents[2]), READER)
        sys.argv[:2] = [str(reader)]
        run_path(str(reader), run_name="__main__")
    from engine.__main__ import main as fit

    return fit()


if __name__ == "__main__":
    sys.exit(main())
