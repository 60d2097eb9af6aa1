"""``python3 -m tests [pytest arguments]``: prepare what the tests need, then run them."""

import os
import sys

TOO_OLD = (
    "Secant: its tests need Python 3.11 or newer, and this is Python %d.%d; "
    "run them with a newer one, such as: python3.11 -m tests\n"
)
# One worker a core. A worker that has finished takes tests over from one that has not: the files
# differ too much in their time to be dealt out beforehand.
ALL_CORES = ["-n", "auto", "--dist", "worksteal"]


def main():
    # type: () -> int
    """Run the tests and return pytest's exit status."""
    if sys.version_info < (3, 11):
        sys.stderr.write(TOO_OLD % sys.version_info[:2])
        return 2
    from gui.first_launch import FirstLaunchError, prepare_tests, replace_process

    os.environ.update(QT_QPA_PLATFORM="offscreen", PYTHONFAULTHANDLER="1")
    try:
        prepare_tests()
        # A process of its own, in which coverage sees every import.
        replace_process([sys.executable, "-m", "pytest"] + workers(sys.argv[1:]) + sys.argv[1:])
    except FirstLaunchError as fault:
        sys.stderr.write("Secant: %s\n" % fault)
        return fault.status


def workers(arguments):
    # type: (list[str]) -> list[str]
    """Return the options that use all cores, unless the arguments choose files or tests.

    Those few are done before the workers would have started. Options given as well, such as -n 0,
    win, because they come later.
    """
    from pathlib import Path  # which Python 2 does not have

    chosen = [word for word in arguments if Path(word.split("::")[0]).exists()]
    return [] if chosen else ALL_CORES


if __name__ == "__main__":
    from main import end_at_signals

    end_at_signals()
    sys.exit(main())
