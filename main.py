#!/usr/bin/env python3
"""The file a person starts: make ready what Secant needs, then open its window."""

# Like tests/__main__.py this keeps to what an old Python reads, to tell it that it is too old.
import sys

TOO_OLD = (
    "Secant: needs Python 3.11 or newer, and this is Python %d.%d; "
    "start it with a newer one, such as: python3.11 main.py\n"
)

USAGE = """\
usage: main.py [FILE]              open the window, on an experiment or a table
       main.py --install-launcher  put Secant into the desktop's application menu

To run without a window: python3 -m engine --help
"""


def main():
    # type: () -> int
    """Start Secant and return its exit status."""
    if sys.version_info < (3, 11):
        sys.stderr.write(TOO_OLD % sys.version_info[:2])
        return 2
    if sys.argv[1:] in (["-h"], ["--help"]):
        sys.stdout.write(USAGE)
        return 0
    from gui import first_launch

    try:
        if sys.argv[1:] == ["--install-launcher"]:
            from gui.first_launch.launcher import install_launcher

            sys.stdout.write(install_launcher() + "\n")
            return 0
        first_launch.prepare_window()
    except first_launch.FirstLaunchError as fault:
        sys.stderr.write("Secant: %s\n" % fault)
        return fault.status
    try:
        from gui import app

        return app.main()
    except KeyboardInterrupt:  # before the window is there to hear of it
        return 130


if __name__ == "__main__":
    sys.exit(main())
