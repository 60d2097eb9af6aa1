"""Windows: open *.secant files in Secant, for this user only."""

from .powershell import Run, literal, run_script
from .program import Program

_CLASSES = r"HKEY_CURRENT_USER\Software\Classes"
_FILE_TYPE = "Secant.Experiment"


def associate(program: Program, run: Run) -> bool:
    """Register Secant for *.secant files; return whether that succeeded."""
    return run_script(association_script(program), run)


def association_script(program: Program) -> str:
    """Return the PowerShell script that writes the registry."""
    command = f'"{program.interpreter}" "{program.script}" "%1"'
    return "".join(
        f"[Microsoft.Win32.Registry]::SetValue({literal(key)}, '', {literal(value)})\n"
        for key, value in {
            rf"{_CLASSES}\.secant": _FILE_TYPE,
            rf"{_CLASSES}\{_FILE_TYPE}": "Secant experiment",
            rf"{_CLASSES}\{_FILE_TYPE}\DefaultIcon": str(program.icons / "secant.ico"),
            rf"{_CLASSES}\{_FILE_TYPE}\shell\open\command": command,
        }.items()
    )
