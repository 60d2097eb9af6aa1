"""Starts the real screen reader Orca, and reads in its log what it says."""

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

from .hearing import SPOKEN, Heard

CHUNK = 65536
END_SECONDS = 10
_SILENT = """\
AddModule "dummy" "sd_dummy" ""
DefaultModule dummy
Timeout 1
"""
# The voice follows the sentence; the role of what shows a sentence comes before it.
_SPOKEN = re.compile(r"SPEECH OUTPUT: '(?:notification )?(.*?)' *(?:\[?\{.*)?$")


def missing_packages() -> list[str]:
    """Return the Debian packages that Orca needs and that are not installed."""
    return [] if shutil.which("orca") else ["orca"]


def is_running() -> bool:
    """Return whether this user has an Orca running already: a second one would not start."""
    found = subprocess.run(
        ["pgrep", "-u", str(os.getuid()), "-x", "orca"], capture_output=True, check=False
    )
    return found.returncode == 0


def silence(config: Path) -> None:
    """Let the speech of a user with these configurations be a dummy that ends at once.

    On a machine without sound, a real voice waits for the sound card, and Orca for the voice: it
    then answers no key any more.
    """
    folder = config / "speech-dispatcher"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "speechd.conf").write_text(_SILENT, encoding="utf-8")


class Orca:
    """A running Orca; each sentence that it says becomes an event.

    Its log is a terminal: only there it writes each line at once.
    """

    def __init__(self, environ: Mapping[str, str], hear: Callable[[Heard], None]) -> None:
        self._hear = hear
        ours, its = os.openpty()
        self._log = os.fdopen(ours, "rb", buffering=0)
        self._process = subprocess.Popen(
            ["orca", "--debug-file", os.ttyname(its)],
            env=dict(environ),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._kept_open = its  # the log ends when nobody has it open
        threading.Thread(target=self._read, daemon=True).start()

    def end(self) -> None:
        """End it, so that it leaves its bus in order."""
        self._process.terminate()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._kept_open)

    def _read(self) -> None:
        """Follow the log until it is closed, which the terminal reports as an error."""
        rest = b""
        with self._log, suppress(OSError):
            while True:
                *lines, rest = (rest + self._log.read(CHUNK)).split(b"\n")
                for line in lines:
                    if (said := spoken(line.decode(errors="replace").rstrip("\r"))) is not None:
                        self._hear(Heard(SPOKEN, said))


def spoken(line: str) -> str | None:
    """Return what a line of the log says was spoken, None if it says something else."""
    found = _SPOKEN.search(line)
    return found[1] if found else None
