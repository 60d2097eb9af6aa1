import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gui.files.file_state import FileState, Fingerprint
from gui.recovery.slot_info import BrokenSlotInfo, SlotInfo

NAMES = st.text(st.characters(exclude_categories=["Cs"]))
PLACES = st.none() | st.builds(
    FileState,
    NAMES.filter(bool).map(lambda name: Path("/folder") / name.replace("\0", "")),
    st.none() | st.builds(Fingerprint, st.integers(0, 2**60), NAMES.filter(bool)),
)


@given(NAMES, st.integers(1, 10**9), st.integers(1, 10**9), PLACES, NAMES)
def test_info_survives_json(
    name: str, rows: int, columns: int, file_state: FileState | None, copy: str
) -> None:
    info = SlotInfo.of(name, (rows, columns), file_state).with_copy(copy)
    again = SlotInfo.parse(info.text)
    assert again == info
    assert again.file_state == file_state
    assert (again.name, again.rows, again.columns, again.copy) == (name, rows, columns, copy)


def test_info_of_earlier_version_is_read() -> None:
    info = SlotInfo("a", 1, 2, "/a", 3, "abc", "copy")
    data = {k: v for k, v in json.loads(info.text).items() if k not in ("document", "revision")}
    assert SlotInfo.parse(json.dumps(data)) == info


def test_lines_are_read_in_order() -> None:
    infos = [SlotInfo("a\nb", 1), SlotInfo("c")]
    assert SlotInfo.parse_all("\n".join(info.text for info in infos)) == infos
    for text in ("", infos[0].text + "\n{"):
        with pytest.raises(BrokenSlotInfo):
            SlotInfo.parse_all(text)


@pytest.mark.parametrize(
    "text",
    [
        *("", "no JSON", "[]", "7", "{}", "[" * 10_000),
        SlotInfo().text[:-1],
        SlotInfo().text.replace('"rows": 0', '"rows": "0"'),
        SlotInfo().text.replace('"rows": 0', '"rows": null'),
        SlotInfo().text.replace('"rows"', '"lines"'),
        SlotInfo(file="/a\0").text,
    ],
)
def test_invalid_json_is_rejected(text: str) -> None:
    with pytest.raises(BrokenSlotInfo):
        SlotInfo.parse(text)
