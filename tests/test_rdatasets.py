"""The import of a public repository of tables, on a small one of the same form."""

import subprocess
from pathlib import Path

import pytest

from . import rdatasets

TABLES = {
    "csv/a/plain.csv": "rownames,x,y\n1,2.5,3\n2,4,5\n3,6,8\n",
    "csv/a/gaps.csv": "rownames,x,y\n"
    + "".join(f"{k},{'NA' if k == 4 else k * k},{k}\n" for k in range(1, 30)),
    "csv/b/text.csv": "rownames,name,y\n1,u,3\n2,v,5\n3,w,8\n",
}


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    return tmp_path


def test_verdicts_are_printed(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert rdatasets.main(["3", "7", str(repository)]) == 0
    printed = capsys.readouterr().out
    assert "csv/a/plain.csv\tuntouched\tnumeric" in printed
    assert "csv/a/gaps.csv\tone click\tnumeric" in printed
    assert "csv/b/text.csv\tfewer than two columns of numbers" in printed
    assert "100.0% of 2 import, 50.0% untouched" in printed
    assert "0 with row numbers as a weight" in printed


def test_refused_table_breaks_the_promise(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "csv/b/text.csv").write_text("rownames,x,y\na,2,3\nb\0,4,5\n")
    assert rdatasets.main(["3", "7", str(repository)]) == 1
    assert "refused" in capsys.readouterr().out


def test_git_directory_is_read(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org"]
    for arguments in (["init", "-q"], ["add", "csv"], [*identity, "commit", "-qm", "Add tables"]):
        subprocess.run(["git", *arguments], cwd=repository, check=True)
    assert rdatasets.main(["2", "1", str(repository / ".git")]) == 0
    assert "import" in capsys.readouterr().out


def test_same_seed_draws_the_same(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(2):
        rdatasets.main(["2", "5", str(repository)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[: len(lines) // 2] == lines[len(lines) // 2 :]
