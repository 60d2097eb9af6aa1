"""`python3 -m tests [pytest arguments]`: make ready what the tests need, then run them."""

# Like main.py this keeps to what an old Python reads, to tell it that it is too old.
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
    from gui.first_launch import FirstLaunchError, become, prepare_tests

    # Whatever display there is, the tests open no window on it.
    os.environ.update(QT_QPA_PLATFORM="offscreen", PYTHONFAULTHANDLER="1")
    try:
        prepare_tests()
        # A process of its own, in which coverage sees every import.
        become([sys.executable, "-m", "pytest"] + sys.argv[1:])
    except FirstLaunchError as fault:
        sys.stderr.write("Secant: %s\n" % fault)
        return fault.status


if __name__ == "__main__":
    sys.exit(main())
