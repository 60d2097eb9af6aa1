"""The launcher on Windows: a shortcut in the Start menu, or else a batch file there."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .program import Program

Run = Callable[[Sequence[str]], int]

_SHORTCUT = """\
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut({path})
$shortcut.TargetPath = {interpreter}
$shortcut.Arguments = {arguments}
$shortcut.IconLocation = {icon}
$shortcut.Description = 'Gradient descent by limits'
$shortcut.WindowStyle = 7
$shortcut.Save()
"""


def _run(command: Sequence[str]) -> int:
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


def install(program: Program, environ: Mapping[str, str] = os.environ, run: Run = _run) -> Path:
    """Write the shortcut or the batch file; return where it lies.

    Raises OSError.
    """
    menu = Path(environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs"
    menu.mkdir(parents=True, exist_ok=True)
    shortcut = menu / "Secant.lnk"
    return shortcut if _made(shortcut, program, run) else _batch_file(menu / "Secant.bat", program)


def shortcut_script(path: Path, program: Program) -> str:
    """Return the PowerShell script that makes the shortcut `path`."""
    return _SHORTCUT.format(
        path=_literal(str(path)),
        interpreter=_literal(str(program.interpreter)),
        arguments=_literal(f'"{program.script}"'),
        icon=_literal(str(program.icons / "secant.ico")),
    )


def _made(path: Path, program: Program, run: Run) -> bool:
    script = shortcut_script(path, program)
    try:
        return run(["powershell", "-NoProfile", "-NonInteractive", "-Command", script]) == 0
    except OSError:
        # Windows without PowerShell, or with rules against it, still starts a batch file.
        return False


def _batch_file(path: Path, program: Program) -> Path:
    line = f'start "Secant" /min "{program.interpreter}" "{program.script}"'.replace("%", "%%")
    path.write_text(f"@echo off\nchcp 65001 > nul\n{line}\n", "utf-8")
    return path


def _literal(text: str) -> str:
    """Return `text` as PowerShell's string without escapes, in which only the quote is doubled."""
    return "'" + text.replace("'", "''") + "'"
