from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.files.file_state import FileState, Fingerprint
from gui.recovery.save_log import MOST_RECORDS, SaveRecord, log_text, parse_log

RECORD = SaveRecord("one", 3, "/folder/a.secant", 7, "abc")
NAMES = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1)


@given(NAMES, st.integers(0, 2**60), NAMES, st.integers(0, 2**60), NAMES)
def test_records_survive_json(
    document: str, revision: int, name: str, length: int, digest: str
) -> None:
    file_state = FileState(Path("/folder") / name, Fingerprint(length, digest))
    record = SaveRecord.of(document, revision, file_state)
    assert parse_log(log_text([RECORD, record])) == (RECORD, record)
    assert record.file_state == file_state


def test_only_latest_records_are_kept() -> None:
    records = [SaveRecord("one", revision) for revision in range(MOST_RECORDS + 3)]
    assert parse_log(log_text(records)) == tuple(records[3:])


@pytest.mark.parametrize(
    "text",
    [
        *("", "no JSON", "{}", "7", "[7]", "[{}]", "[" * 10_000),
        log_text([RECORD])[:-1],
        log_text([RECORD]).replace('"revision": 3', '"revision": "3"'),
        log_text([RECORD]).replace('"revision": 3', '"revision": true'),
        log_text([RECORD]).replace("/folder", "\\u0000"),
    ],
)
def test_damaged_log_says_nothing(text: str) -> None:
    assert parse_log(text) == ()
