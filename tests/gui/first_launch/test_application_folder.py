"""The launcher on macOS, which is a script and so runs here too."""

import subprocess
import sys
from pathlib import Path

from gui.first_launch.application_folder import install
from gui.first_launch.program import Program


def test_the_script_starts_secant_wherever_it_lies(tmp_path: Path) -> None:
    folder = tmp_path / 'Ŷ\'s "folder" $HOME `x`'
    folder.mkdir()
    script = folder / "main.py"
    script.write_text("import sys; print(sys.argv[0])")
    path = install(Program(Path(sys.executable), script, folder), tmp_path)
    assert path == tmp_path / "Applications/Secant.command"
    done = subprocess.run([str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == str(script)
