import datetime
import io
import json
import re
import subprocess
import sys
from array import array
from pathlib import Path

import pytest
import python_calamine

from engine.reading.sheets import workbook_reader
from engine.reading.sheets.workbook_reader import TOO_LARGE, Job, main, peak_memory

from ...problems import DATA
from ..workbooks import Rows, xlsx

SOUND = (DATA / "workbooks" / "sheets.xls").read_bytes()


def written(data: bytes, sheet: str | int | None = None) -> bytes:
    out = io.BytesIO()
    main(Job("", 2**30, 9, sheet), io.BytesIO(data), out)
    return out.getvalue()


def lines(data: bytes, sheet: str | int | None = None) -> list[dict[str, object]]:
    """Return the lines of JSON; numbers may look like anything, but not like these."""
    return [json.loads(each) for each in re.findall(rb'\{"[a-z]+": .*\}', written(data, sheet))]


def run(program: str) -> int:
    """Run a program with the reader's module and return its exit status."""
    path = Path(workbook_reader.__file__)
    start = f"import sys; sys.path.insert(0, {str(path.parent)!r}); from workbook_reader import *\n"
    return subprocess.run(
        [sys.executable, "-c", start + program], check=False, timeout=60
    ).returncode


def test_plain_numbers_are_eight_bytes_each(tmp_path: Path) -> None:
    data = xlsx(tmp_path / "t", {"S": [[0.5, 1.5], [2.5, -3.5]]}).read_bytes()
    messages = (
        b'{"sheets": ["S"]}',
        b'{"opening": "S"}',
        b'{"start": [0, 0], "end": [1, 1]}',
        b'{"rows": 2, "width": 2, "plain": true, "others": []}',
        array("d", [0.5, 1.5, 2.5, -3.5]).tobytes() + b'{"done": true}',
    )
    assert written(data) == b"".join(each + b"\n" for each in messages)


def test_other_cells_have_codes(tmp_path: Path) -> None:
    rows: Rows = [["a", None, 0.5, True, "date:45000"]]
    data = written(xlsx(tmp_path / "t", {"S": rows}).read_bytes())
    assert b'"others": ["a", true, {"date": "2023-03-15"}]' in data
    assert array("d", [0, 0, 0.5, 0, 0]).tobytes() + bytes([3, 2, 0, 3, 3]) in data


@pytest.mark.parametrize(
    ("cell", "code"), [(0.5, 0), (7, 1), (2**53, 1), (2**53 + 1, 3), ("", 2), (" ", 3), (True, 3)]
)
def test_code_of_cell(cell: object, code: int) -> None:
    assert workbook_reader._code(cell) == code


def test_times_are_written_as_text() -> None:
    time = datetime.time(1, 2, 3)
    assert workbook_reader._as_json(time) == {"time": "01:02:03"}
    assert workbook_reader._as_json(datetime.timedelta(1, 2, 3)) == {"timedelta": [1, 2, 3]}
    day = datetime.datetime(2020, 1, 2, 3, 4)
    assert workbook_reader._as_json(day) == {"datetime": "2020-01-02T03:04:00"}


def test_sheet_is_chosen_by_name_or_number() -> None:
    assert {"opening": "Odd"} in lines(SOUND, "Odd")
    assert {"opening": "Odd"} in lines(SOUND, 2)
    for choice in ("None", 9):
        assert lines(SOUND, choice) == [{"sheets": ["Numbers", "Odd", "Empty"]}, {"done": True}]


def test_damage_and_passwords_are_reported() -> None:
    (line,) = lines(b"no workbook")
    assert "damaged" in line
    protected = (DATA / "workbooks" / "protected.xlsx").read_bytes()
    assert lines(protected) == [{"encrypted": True}]


@pytest.mark.parametrize("error", [KeyboardInterrupt, MemoryError])
def test_other_interruptions_pass(
    monkeypatch: pytest.MonkeyPatch, error: type[BaseException]
) -> None:
    def interrupted(data: io.BytesIO) -> None:
        raise error

    monkeypatch.setattr(python_calamine, "load_workbook", interrupted)
    with pytest.raises(error):
        written(SOUND)


@pytest.mark.skipif(sys.platform == "win32", reason="a process has no such limits there")
def test_resources_are_limited() -> None:
    assert run(f"assert limit_resources({2**28}, 5) == (sys.platform == 'linux')") == 0
    assert run("limit_resources(2**31, 1)\nwhile True: pass") not in (0, 1)
    if sys.platform == "linux":
        assert run(f"limit_resources({2**27}, 5)\nbytes({2**28})") == 1


def test_watch_ends_a_process_that_grows() -> None:
    limit = peak_memory() + 2**30
    assert run(f"watch_memory({limit})") == 0
    # The peak of a new process may be that of the process that started it.
    grow = f"peak = peak_memory(); watch_memory(peak + {2**24}); held = b'x' * (peak + {2**25})\n"
    assert run(f"{grow}Event().wait(30)") == TOO_LARGE


def test_peak_memory_is_in_bytes() -> None:
    assert 2**23 < peak_memory() < 2**36
