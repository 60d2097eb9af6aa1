"""The launcher on Windows: a shortcut in the Start menu, or else a batch file there."""

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


def install(
    program: Program, environ: Mapping[str, str] = os.environ, run: Run = run_command
) -> Path:
    """Write the shortcut or the batch file; return where it lies.

    Raises OSError.
    """
    menu = Path(environ["APPDATA"]) / "Microsoft/Windows/Start Menu/Programs"
    menu.mkdir(parents=True, exist_ok=True)
    shortcut = menu / "Secant.lnk"
    associate(program, run)
    return shortcut if _made(shortcut, program, run) else _batch_file(menu / "Secant.bat", program)


def shortcut_script(path: Path, program: Program) -> str:
    """Return the PowerShell script that makes the shortcut `path`."""
    return _SHORTCUT.format(
        path=literal(str(path)),
        interpreter=literal(str(program.interpreter)),
        arguments=literal(f'"{program.script}"'),
        icon=literal(str(program.icons / "secant.ico")),
    )


def _made(path: Path, program: Program, run: Run) -> bool:
    # Windows without PowerShell, or with rules against it, still starts a batch file.
    return run_script(shortcut_script(path, program), run)


def _batch_file(path: Path, program: Program) -> Path:
    line = f'start "Secant" /min "{program.interpreter}" "{program.script}"'.replace("%", "%%")
    path.write_text(f"@echo off\nchcp 65001 > nul\n{line}\n", "utf-8")
    return path
