"""Start processes that cannot outlive their test."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from threading import Timer

from tests import TIMEOUT_SECONDS


@contextmanager
def running(
    command: Sequence[str],
    cwd: Path | None = None,
    env: dict[str, str] | None = None,
    most_seconds: float = TIMEOUT_SECONDS,
) -> Iterator[subprocess.Popen[str]]:
    """Start a process, with pipes; kill it after that time, or at once if the block fails."""
    pipe = subprocess.PIPE
    process = subprocess.Popen(
        command, cwd=cwd, env=env, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    )
    watchdog = Timer(most_seconds, process.kill)
    watchdog.start()
    try:
        with process:
            try:
                yield process
            except BaseException:
                process.kill()
                raise
    finally:
        watchdog.cancel()
