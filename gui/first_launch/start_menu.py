"""The launcher on Windows: a shortcut in the Start menu, or a batch file if that fails."""

import os
from collections.abc import Mapping
from pathlib import Path

from .file_association import associate
from .powershell import Run, literal, run_command, run_script
from .program import Program

_SHORTCUT = """\
$shortcut = (New-Object -ComObject WScript.Shell).CreateShortcut({path})
$shortcut.TargetPath = {interpreter}
$shortcut.Arguments = {arguments}
$shortcut.IconLocation = {icon}
$shortcut.Description = 'Gradient descent by limits'
$shortcut.WindowStyle = 7
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
    """Return the PowerShell script that creates the shortcut `path`."""
    return _SHORTCUT.format(
        path=literal(str(path)),
        interpreter=literal(str(program.interpreter)),
        arguments=literal(f'"{program.script}"'),
        icon=literal(str(program.icons / "secant.ico")),
    )


def _make_shortcut(path: Path, program: Program, run: Run) -> bool:
    # Where PowerShell is missing or forbidden, a batch file still works.
    return run_script(shortcut_script(path, program), run)


def _write_batch_file(path: Path, program: Program) -> Path:
    line = f'start "Secant" /min "{program.interpreter}" "{program.script}"'.replace("%", "%%")
    path.write_text(f"@echo off\nchcp 65001 > nul\n{line}\n", "utf-8")
    return path
