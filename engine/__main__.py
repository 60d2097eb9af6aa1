"""``python3 -m engine``: the published run, or a fit of a table, without a window."""

import codecs
import io
import os
import sys

from .command.commandline import run
from .errors import EngineError

SPELT = {"η": "eta", "δ": "d", "‖": "|", "−": "-", "×": "x", "≤": "<=", "±": "+/-", "∞": "inf"}


def main(arguments: list[str] | None = None) -> int:
    """Run and return the exit status; report any error as one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spell")
    try:
        status = run(arguments)
        sys.stdout.flush()
    except EngineError as error:
        return _report(str(error), 2)
    except KeyboardInterrupt:
        return _report("Stopped from the keyboard.", 130)
    except OSError as error:
        _discard_output()
        if isinstance(error, BrokenPipeError):  # the reader, such as head, closed the pipe
            return 141
        return _report(f"The output could not be written: {error.strerror}.", 2)
    return status


def _report(sentence: str, status: int) -> int:
    print(f"Secant: {sentence}", file=sys.stderr)
    return status


def _discard_output() -> None:
    """Discard what is still buffered, or Python would fail on it again at exit."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Spell out in ASCII what an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    missing = error.object[error.start : error.end]
    spelt = (SPELT.get(c) or c.encode("ascii", "backslashreplace").decode() for c in missing)
    return "".join(spelt), error.end


codecs.register_error("spell", _spell)

if __name__ == "__main__":
    sys.exit(main())
