import subprocess
import sys

import pytest

from engine.reading.sheets import workbook_probe as trial_module
from engine.reading.sheets.workbook_probe import loads_safely

from ...problems import DATA

SOUND = (DATA / "workbooks" / "sheets.xls").read_bytes()
NUMBER = b"\x03\x02\x0e\x00"
DAMAGED = SOUND.replace(NUMBER + b"\x01\x00\x01\x00", NUMBER + b"\xff\xff\x60\xea")
"""A number of row 1, column 1, moved to row 65535, column 60000."""


def test_sound_or_truncated_workbook_loads_safely() -> None:
    assert loads_safely(SOUND)
    assert loads_safely(SOUND[:3000])
    assert loads_safely(b"")


@pytest.mark.skipif(sys.platform == "win32", reason="the memory of a process has no limit there")
def test_exhausting_memory_is_unsafe() -> None:
    assert DAMAGED != SOUND
    assert not loads_safely(DAMAGED)


def test_taking_too_long_is_unsafe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trial_module, "LONGEST_SECONDS", 0)
    assert not loads_safely(SOUND)


def test_no_probe_without_new_process(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*arguments: object, **options: object) -> None:
        raise OSError(11, "Resource temporarily unavailable")

    monkeypatch.setattr(subprocess, "run", refuse)
    assert loads_safely(b"")
