import subprocess
import sys

import pytest

from engine.reading import trial as trial_module
from engine.reading.trial import loads_safely

from ..problems import DATA

SOUND = (DATA / "workbooks" / "sheets.xls").read_bytes()
NUMBER = b"\x03\x02\x0e\x00"
DAMAGED = SOUND.replace(NUMBER + b"\x01\x00\x01\x00", NUMBER + b"\xff\xff\x60\xea")
"""A number that stood in row 1 and column 1 stands in row 65535 and column 60000."""


def test_a_sound_workbook_is_survived_and_so_is_one_that_is_refused() -> None:
    assert loads_safely(SOUND)
    assert loads_safely(SOUND[:3000])
    assert loads_safely(b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process has no limit there")
def test_one_that_takes_all_memory_is_not() -> None:
    assert DAMAGED != SOUND
    assert not loads_safely(DAMAGED)


def test_nor_is_one_that_takes_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial_module, "LONGEST_SECONDS", 0)
    assert not loads_safely(SOUND)


def test_where_no_process_can_be_started_there_is_no_trial(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert loads_safely(b"")
