import io
import subprocess
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from tests import TIMEOUT_SECONDS
from tests.mutations.mutators import mutated_archive
from tests.mutations.samples import KINDS, REPORTED, WORKBOOKS, is_archive, samples

ROOT = Path(__file__).parents[3]
needs_resource = pytest.mark.skipif(
    sys.platform == "win32", reason="memory is measured by the module resource"
)
# 20,000 files in four parts, so that the workers share them: 15 s of computing each. 400 of them
# are workbooks.
PARTS, FILES = 4, 5_000


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, *arguments]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=2 * TIMEOUT_SECONDS
    )


@needs_resource
@pytest.mark.parametrize("part", range(PARTS))
def test_damaged_files_end_in_a_sentence(part: int) -> None:
    first = 1 + part * FILES
    done = run("-m", "tests.mutations", str(FILES), str(first))
    assert done.stdout.endswith(f"seeds {first} to {first + FILES - 1}: 0 faults.\n")
    assert (done.returncode, done.stderr) == (0, "")


@needs_resource
@pytest.mark.parametrize(
    ("reading", "fault"),
    [
        ("raise ZeroDivisionError", "ZeroDivisionError"),
        ("raise EngineError('no sentence')", "this is no sentence: 'no sentence'"),
        ("import warnings; warnings.warn('odd')", "UserWarning: odd"),
        ("import os; os.write(2, b'told')", "it was written to stderr: told"),
        ("sum(range(10**6))", "it took"),
        ("import logging; logging.getLogger('engine').error('odd')", "odd"),
        ("return 'a wrong number'", "a wrong number"),
    ],
)
def test_faults_are_found(reading: str, fault: str) -> None:
    program = (
        "import sys\n"
        "from engine.errors import EngineError\n"
        "from tests.mutations import __main__ as command, attempt\n"
        f"def read(path, file):\n    {reading}\n    return ''\n"
        "attempt._read, attempt.MOST_SECONDS = read, 0.005 if 'range' in sys.argv[1] else 9\n"
        "sys.exit(command.main(['1', '7']))\n"
    )
    done = run("-c", program, reading)
    assert done.returncode == 1
    assert "seed 7, " in done.stdout
    assert fault in done.stdout


@needs_resource
def test_faulty_files_are_kept(tmp_path: Path) -> None:
    program = (
        "import sys\n"
        "from tests.mutations import __main__ as command, attempt\n"
        "attempt._read = lambda path, file: 'wrong'\n"
        f"sys.exit(command.main(['2', '7', {str(tmp_path)!r}]))\n"
    )
    assert run("-c", program).returncode == 1
    assert len([*tmp_path.glob("7.*")]) == len([*tmp_path.glob("8.*")]) == 1
    assert (tmp_path / "seed.txt").read_text("ascii") == "8\n"


@needs_resource
def test_seed_gives_same_file() -> None:
    from tests.mutations.attempt import ONE_WORKBOOK_IN, changed_file

    files = [changed_file(seed) for seed in range(1, 401)]
    assert files == [changed_file(seed) for seed in range(1, 401)]
    kinds = Counter(file.kind for file in files)
    assert sum(kinds[kind] for kind in WORKBOOKS) == len(files) // ONE_WORKBOOK_IN
    assert set(kinds) >= set(KINDS)
    assert FILES * PARTS // ONE_WORKBOOK_IN <= 1000


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", ["npz", "secant", "xlsx", "ods", "xlsb"])
def test_changed_archives_fit_their_checksums(kind: str) -> None:
    from random import Random

    sound = samples(kind)[0]
    assert is_archive(sound)
    for seed in range(20):
        with zipfile.ZipFile(io.BytesIO(mutated_archive(sound, Random(seed)))) as archive:
            assert archive.testzip() is None


@needs_resource
def test_reported_tables_are_damaged() -> None:
    from tests.mutations.attempt import changed_file

    kinds = Counter(changed_file(seed, REPORTED).kind for seed in range(1, 401))
    assert set(kinds) == set(REPORTED)
    done = run("-m", "tests.mutations", "200", "1", "--reports")
    assert (done.returncode, done.stdout) == (0, "200 files, seeds 1 to 200: 0 faults.\n")


def test_usage_is_explained() -> None:
    for words in ([], ["1"], ["a", "1"]):
        done = run("-m", "tests.mutations", *words)
        assert (done.returncode, done.stdout[:6]) == (2, "Usage:")
