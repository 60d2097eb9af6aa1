"""The launcher on Windows: a shortcut in the Start menu, or a batch file if that fails."""

import os
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from .program import Program

Run = Callable[[Sequence[str]], int]


def run_command(command: Sequence[str]) -> int:
    """Run a command without showing its output; return the exit status."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True).returncode


def run_script(script: str, run: Run = run_command) -> bool:
    """Run a script; return whether it succeeded."""
    try:
        return run(["powershell", "-NoProfile", "-NonInteractive", "-Command", script]) == 0
    except OSError:
        return False


def literal(text: str) -> str:
    """Return ``text`` as a single-quoted PowerShell string, in which only quotes are escaped."""
    return "'" + text.replace("'", "''") + "'"


_CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
_FILE_TYPE = "Secant.Experiment"


def associate(program: Program, run: Run) -> bool:
    """Register Secant for *.secant files; return whether that succeeded."""
    return run_script(association_script(program), run)


def association_script(program: Program) -> str:
    """Return the PowerShell script that writes the registry."""
    command = f'{_quoted(program.words)} "%1"'
    return "".join(
        f"[Microsoft.Win32.Registry]::SetValue({literal(key)}, '', {literal(value)})\n"
        for key, value in {
            rf"{_CLASSES}\.secant": _FILE_TYPE,
            rf"{_CLASSES}\{_FILE_TYPE}": "Secant experiment",
            rf"{_CLASSES}\{_FILE_TYPE}\DefaultIcon": str(program.icons / "secant.ico"),
            rf"{_CLASSES}\{_FILE_TYPE}\shell\open\command": command,
        }.items()
    )


NORMAL, MINIMISED = 1, 7
"""How the first window of a shortcut shows: that of Python is its console."""
_SHORTCUT = """\
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut({path})
$shortcut.TargetPath = {interpreter}
$shortcut.Arguments = {arguments}
$shortcut.IconLocation = {icon}
$shortcut.Description = 'Gradient descent by limits'
$shortcut.WindowStyle = {style}
$shortcut.Save()
"""


def install_shortcut(
    program: Program, environ: Mapping[str, str] = os.environ, run: Run = run_command
) -> Path:
    """Write the shortcut or the batch file; return its path.

    Raises OSError.
    """
    menu = Path(environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs"
    menu.mkdir(parents=True, exist_ok=True)
    shortcut = menu / "Secant.lnk"
    associate(program, run)
    if _make_shortcut(shortcut, program, run):
        return shortcut
    return _write_batch_file(menu / "Secant.bat", program)


def shortcut_script(path: Path, program: Program) -> str:
    """Return the PowerShell script that creates the shortcut ``path``."""
    return _SHORTCUT.format(
        path=literal(str(path)),
        interpreter=literal(str(program.interpreter)),
        arguments=literal(_quoted(program.words[1:])),
        style=NORMAL if program.script is None else MINIMISED,
        icon=literal(str(program.icons / "secant.ico")),
    )


def _quoted(words: Sequence[str]) -> str:
    return " ".join(f'"{word}"' for word in words)


def _make_shortcut(path: Path, program: Program, run: Run) -> bool:
    # Where PowerShell is missing or forbidden, a batch file still works.
    return run_script(shortcut_script(path, program), run)


def _write_batch_file(path: Path, program: Program) -> Path:
    line = f'start "Secant" /min {_quoted(program.words)}'.replace("%", "%%")
    path.write_text(f"@echo off\nchcp 65001 > nul\n{line}\n", "utf-8")
    return path
