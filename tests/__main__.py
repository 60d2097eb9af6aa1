"""`python3 -m tests [pytest arguments]`: prepare what the tests need, then run them."""

# An old Python must be able to read this file, to report that it is too old.
# main.py follows the same rule.
import os
import sys

TOO_OLD = (
    "Secant: its tests need Python 3.11 or newer, and this is Python %d.%d; "
    "run them with a newer one, such as: python3.11 -m tests\n"
)


def main():
    # type: () -> int
    """Run the tests and return pytest's exit status."""
    if sys.version_info < (3, 11):
        sys.stderr.write(TOO_OLD % sys.version_info[:2])
        return 2
    from gui.first_launch import FirstLaunchError, prepare_tests, replace_process

    # The tests never open a window on a real display.
    os.environ.update(QT_QPA_PLATFORM="offscreen", PYTHONFAULTHANDLER="1")
    try:
        prepare_tests()
        # pytest runs in a new process, so that coverage sees every import.
        replace_process([sys.executable, "-m", "pytest"] + sys.argv[1:])
    except FirstLaunchError as fault:
        sys.stderr.write("Secant: %s\n" % fault)
        return fault.status


if __name__ == "__main__":
    sys.exit(main())
