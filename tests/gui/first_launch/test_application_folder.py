"""The launcher on macOS: a shell script, which runs on Linux too."""

import subprocess
import sys
from pathlib import Path

from gui.first_launch.application_folder import install_script
from gui.first_launch.program import Program
from tests import TIMEOUT_SECONDS


def test_script_starts_secant_from_awkward_path(tmp_path: Path) -> None:
    folder = tmp_path / 'Ŷ\'s "folder" $HOME `x`'
    folder.mkdir()
    script = folder / "main.py"
    script.write_text("import sys; print(sys.argv[0])")
    path = install_script(Program(Path(sys.executable), script, folder), tmp_path)
    assert path == tmp_path / "Applications/Secant.command"
    done = subprocess.run(
        [str(path)], capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    assert done.stdout.strip() == str(script)
