"""Windows: files named *.secant open in Secant, for this user alone."""

from .powershell import Run, literal, run_script
from .program import Program

_CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
_KIND = "Secant.Experiment"


def associate(program: Program, run: Run) -> bool:
    """Let a double-click open a file; tell whether that could be had."""
    return run_script(association_script(program), run)


def association_script(program: Program) -> str:
    """Return the PowerShell script that writes the registry."""
    command = f'"{program.interpreter}" "{program.script}" "%1"'
    return "".join(
        f"[Microsoft.Win32.Registry]::SetValue({literal(key)}, '', {literal(value)})\n"
        for key, value in {
            rf"{_CLASSES}\.secant": _KIND,
            rf"{_CLASSES}\{_KIND}": "Secant experiment",
            rf"{_CLASSES}\{_KIND}\DefaultIcon": str(program.icons / "secant.ico"),
            rf"{_CLASSES}\{_KIND}\shell\open\command": command,
        }.items()
    )
