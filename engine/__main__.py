"""``python3 -m engine``: the published run or a fit of a table, without a window."""

import codecs
import io
import logging
import os
import sys

from .command.commandline import run
from .errors import EngineError
from .reading.faults import NeedsChoice

SPELLINGS = {
    "η": "eta",
    "δ": "d",
    "α": "alpha",
    "β": "beta",
    "γ": "gamma",
    "ε": "epsilon",
    "λ": "lambda",
    "τ": "tau",
    "₁": "1",
    "₂": "2",
    "‖": "|",
    "−": "-",
    "×": "x",
    "·": "*",
    "…": "...",
    "“": '"',
    "”": '"',
    "’": "'",
    "–": "-",
    "—": "-",
    "≤": "<=",
    "±": "+/-",
    "∞": "inf",
    "○": "--",
    "●": "--",
    "✓": "OK:",
    "▲": "Warning:",
    "✕": "Failed:",
}
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789", strict=True))


def main(arguments: list[str] | None = None) -> int:
    """Run and return the exit status; an error prints one sentence on stderr."""
    _provide_streams()
    _show_log(os.environ.get("SECANT_LOG", "").lower())
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="spell")
    try:
        status = run(arguments)
        sys.stdout.flush()
    except NeedsChoice as error:
        return _report(f"{error} (--{error.option.replace('_', '-')})", 2)
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


def _provide_streams() -> None:
    """Write to nowhere if there is no terminal, as in pythonw and other programs of Windows."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, "w"))  # noqa: PTH123, SIM115 - until the end


def _show_log(level: str) -> None:
    """Write the engine's log to standard error if the level is debug or info, as main.py does."""
    if level in ("debug", "info"):
        logging.basicConfig(format="%(levelname)s %(name)s: %(message)s")
        logging.getLogger("engine").setLevel(level.upper())


def _report(sentence: str, status: int) -> int:
    print(f"Secant: {sentence}", file=sys.stderr)
    return status


def _discard_output() -> None:
    """Discard buffered output, so that Python does not fail on it again at exit."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, sys.stdout.fileno())
    os.close(null)


def _spell(error: UnicodeError) -> tuple[str, int]:
    """Replace characters that the output encoding lacks by ASCII."""
    assert isinstance(error, UnicodeEncodeError)
    text, before = "", ""
    for character in error.object[error.start : error.end]:
        if character in RAISED:
            text += RAISED[character] if before in RAISED else f"^{RAISED[character]}"
        else:
            plain = character.encode("ascii", "backslashreplace").decode()
            text += SPELLINGS.get(character) or plain
        before = character
    return text, error.end


codecs.register_error("spell", _spell)

if __name__ == "__main__":
    sys.exit(main())
