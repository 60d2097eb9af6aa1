"""``python3 -m engine``: the published run, or a fit of a table, without a window."""

import codecs
import io
import os
import sys

from .command.commandline import run
from .errors import EngineError

SPELT = {"η": "eta", "δ": "d", "‖": "|", "−": "-", "×": "x", "≤": "<=", "±": "+/-", "∞": "inf"}


def main(arguments: list[str] | None = None) -> int:
    """Run and return the exit status; whatever goes wrong is one sentence on stderr."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spell")
    try:
        status = run(arguments)
        sys.stdout.flush()
    except EngineError as error:
        return _say(str(error), 2)
    except KeyboardInterrupt:
        return _say("Stopped from the keyboard.", 130)
    except OSError as error:
        _discard_output()
        if isinstance(error, BrokenPipeError):  # the reader, such as head, has had enough
            return 141
        return _say(f"The output could not be written: {error.strerror}.", 2)
    return status


def _say(sentence: str, status: int) -> int:
    print(f"Secant: {sentence}", file=sys.stderr)
    return status


def _discard_output() -> None:
    """Let what is still buffered go nowhere, so that Python does not fail over it once more."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Write in ASCII what an encoding lacks."""
    assert isinstance(error, UnicodeEncodeError)
    lacking = error.object[error.start : error.end]
    spelt = (SPELT.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lacking)
    return "".join(spelt), error.end


codecs.register_error("spell", _spell)

if __name__ == "__main__":
    sys.exit(main())
