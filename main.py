#!/usr/bin/env python3
"""The file that starts Secant: prepare what it needs, then open its window."""

# An old Python must be able to read this file, to report that it is too old.
# tests/__main__.py follows the same rule.
import gc
import os
import sys

if False:  # read by type checkers alone, in the comments below
    from typing import TextIO  # noqa: F401

TOO_OLD = (
    "Secant: needs Python 3.11 or newer, and this is Python %d.%d; "
    "start it with a newer one, such as: python3.11 main.py\n"
)

USAGE = """\
usage: {program} [FILE] [--debug]    open the window, on an experiment or a table
       {program} --install-launcher  put Secant into the desktop's application menu
       {program} --add EXTRA         add what can read more: arrow (Parquet, Feather, ORC),
                                    formats (MATLAB, HDF5, SPSS, Stata, SAS), cluster (Dask)

--debug, or SECANT_LOG=debug in the environment: log to the terminal what Secant does
To run without a window: {without_window} --help
"""


def main():
    # type: () -> int
    """Start Secant and return its exit status."""
    if sys.version_info < (3, 11):
        say(TOO_OLD % sys.version_info[:2], sys.stderr)
        return 2
    end = sys.argv.index("--") if "--" in sys.argv else len(sys.argv)
    if "-h" in sys.argv[1:end] or "--help" in sys.argv[1:end]:
        say(usage(), sys.stdout)
        return 0
    if "--debug" in sys.argv[1:end]:
        sys.argv.remove("--debug")
        show_log("debug")
    else:
        show_log(os.environ.get("SECANT_LOG", "").lower())
    is_launcher = sys.argv[1:] == ["--install-launcher"]
    is_addition = sys.argv[1:2] == ["--add"] and len(sys.argv) == 3
    opens_window = not is_launcher and not is_addition
    if opens_window and sys.platform != "win32" and "SECANT_ARRIVAL" not in os.environ:
        interpreter = ready_interpreter(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH120, PTH100
        if interpreter:
            go_on_in(interpreter)
    from gui import first_launch

    try:
        if is_launcher:
            from gui.first_launch.launcher import install_launcher

            say(install_launcher() + "\n", sys.stdout)
            return 0
        if is_addition:
            from gui.first_launch.extras import add_extra

            say(add_extra(sys.argv[2]) + "\n", sys.stdout)
            return 0
        first_launch.prepare_window()
    except first_launch.FirstLaunchError as fault:
        say("Secant: %s\n" % fault, sys.stderr)
        return fault.status
    # Imports leave no garbage, and to look for it takes 45 ms of a start. The window collects it.
    gc.disable()
    try:
        # Before Qt loads, which takes a second: a signal could be lost or fatal until then.
        from gui import system_signals

        listener = system_signals.SignalListener()
        from gui import app

        return app.main(listener=listener)
    except KeyboardInterrupt:  # the window is not yet there to handle it
        return 130


def ready_interpreter(here):
    # type: (str) -> str
    """Return the private environment's Python if it was made for this one, and is ready; else "".

    This reads two files. gui.first_launch finds out the same, and everything else, in 20 ms more:
    most starts need nothing else of it before they restart in the environment.
    """
    import io

    folder = os.path.join(here, ".venv")  # noqa: PTH118
    if sys.prefix == folder or any(each in folder for each in ',;"\\' + os.pathsep):
        return ""
    try:
        with io.open(os.path.join(folder, "secant-ready.txt"), encoding="utf-8") as file:  # noqa: PTH118
            record = file.read().splitlines()
        with io.open(os.path.join(here, "pyproject.toml"), encoding="utf-8") as file:  # noqa: PTH118
            project = file.read()
    except (OSError, ValueError):
        return ""
    # One requirement a line, as gui/first_launch/requirements.py reads them too.
    block = project.partition("\ndependencies = [\n")[2].partition("\n]")[0]
    lines = [line.strip() for line in block.splitlines()]
    required = set(line[1:-2] for line in lines if not line.startswith("#"))  # noqa: C401
    interpreter = os.path.join(folder, "bin", "python")  # noqa: PTH118
    python = os.path.realpath(interpreter)
    is_of_this = record[1:2] == [python] and os.path.realpath(sys.executable) == python
    if is_of_this and required and required <= set(record[2:]):
        return interpreter
    return ""


def go_on_in(interpreter):
    # type: (str) -> None
    """Replace this process by the same command in another Python, as gui.first_launch does.

    Signals are held back until that is ready for them. If it does not start, this goes on.
    """
    import signal

    os.environ["SECANT_ARRIVAL"] = "from-record"
    held = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
    signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        os.execv(interpreter, [interpreter] + sys.orig_argv[1:])  # noqa: RUF005 - for Python 2
    except OSError:
        del os.environ["SECANT_ARRIVAL"]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)


def usage():
    # type: () -> str
    """Return the usage, by the name that this was started by: an installed Secant is no main.py."""
    from pathlib import Path  # which Python 2 does not have

    if Path(sys.argv[0]).stem == "secant":
        return USAGE.format(program="secant", without_window="secant-fit")
    return USAGE.format(program="main.py", without_window="python3 -m engine")


def say(text, stream):
    # type: (str, TextIO | None) -> None
    """Write a text; a program without a terminal, as on Windows, shows it in a box."""
    if stream is not None:
        stream.write(text)
    elif sys.platform == "win32":
        import ctypes

        ctypes.windll.user32.MessageBoxW(None, text, "Secant", 0)


def end_at_signal(number, _frame):
    # type: (int, object) -> None
    """End the program at a signal, with the status that shells give it: 130 for Ctrl-C."""
    os._exit(128 + number)


def end_at_signals():
    # type: () -> None
    """Let signals end the program without a traceback, until the window handles them itself.

    gui.first_launch holds them back while it restarts the program in its private environment.
    """
    import signal

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end_at_signal)
    if hasattr(signal, "pthread_sigmask"):  # not on Windows
        held = [signal.SIGINT, signal.SIGTERM, signal.SIGHUP]
        signal.pthread_sigmask(signal.SIG_UNBLOCK, held)


def show_log(level):
    # type: (str) -> None
    """Write the log of Secant's packages to standard error, if the level is debug or info."""
    if level in ("debug", "info"):
        # Not in gui/app.py: importing that needs Qt, and the first launch, which installs Qt, logs
        # too. engine/__main__.py does the same for the program without a window.
        import logging

        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
        for package in ("engine", "gui"):
            logging.getLogger(package).setLevel(level.upper())


def leave(status):
    # type: (int) -> None
    """End the process without the ends of Python and Qt.

    All is on the disk by now. Their ends take 0.3 s, on a busy machine seconds, and would wait for
    a thread that a disk holds up.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # as in a program without a terminal
            stream.flush()
    os._exit(status)


def program():
    # type: () -> None
    """Run Secant from its first moment to its last. An installed Secant starts here as well."""
    end_at_signals()
    leave(main())


if __name__ == "__main__":
    program()
