"""Prepare what the measurements need, run them, and print them as one table."""

import os
import sys
from tempfile import TemporaryDirectory

from gui.first_launch import FirstLaunchError, prepare_tests


def main() -> int:
    """Print the table; return 0 if every promise was kept."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    try:
        prepare_tests()
    except FirstLaunchError as fault:
        sys.stderr.write(f"Secant: {fault}\n")
        return fault.status
    from .report import report

    with TemporaryDirectory() as home:  # the user's own preferences are neither read nor changed
        os.environ["XDG_CONFIG_HOME"] = home
        return report(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
