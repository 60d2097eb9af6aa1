import io
import os
import re
import struct
import threading
import zipfile
from pathlib import Path

import pytest

from engine.errors import BadTable
from engine.reading import inputs as zips_module
from engine.reading.inputs import InputFile, as_bad_table, in_memory, open_archive, open_input


class Torn(io.BytesIO):
    """A file on a failing disk."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise OSError(5, "Input/output error")


def test_file_can_be_opened_repeatedly(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b"1,2\n")
    file = open_input(path)
    assert (file.name, file.path) == ("t.csv", path)
    with file.opened() as one, file.opened() as other:
        assert one.read() == other.read() == b"1,2\n"
    assert file.head(2) == b"1,"


def test_bytes_act_as_a_file() -> None:
    file = in_memory("Clipboard", b"1,2\n")
    assert (file.name, file.path, file.head(99)) == ("Clipboard", None, b"1,2\n")


def test_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match=r"^none.csv: the file could not be read: no such file"):
        open_input(tmp_path / "none.csv")


def test_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadTable, match="could not be read"):
        open_input(tmp_path)


def test_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    path = tmp_path / "t.csv"
    path.write_bytes(b"1,2\n")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: permission denied\."):
        open_input(path).head(9)


def test_disk_error_becomes_bad_table() -> None:
    with pytest.raises(BadTable, match=r"^t.csv: the file could not be read: input/output error\."):
        InputFile("t.csv", Torn).head(1)


def test_other_exceptions_pass_through() -> None:
    with pytest.raises(ZeroDivisionError), as_bad_table("t.csv"):
        raise ZeroDivisionError


@pytest.mark.skipif(not Path("/dev/null").is_char_device(), reason="there are no devices here")
@pytest.mark.parametrize("name", ["null", "zero", "urandom"])
def test_device_is_no_table(name: str) -> None:
    with pytest.raises(BadTable, match=rf"^{name}: it is a device, not a file\."):
        open_input(Path("/dev", name))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_pipe_is_read_into_memory(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_bytes, args=[b"1\n2\n"])
    writer.start()
    file = open_input(path)
    writer.join()
    assert file.path is None
    assert [file.head(9), file.head(9)] == [b"1\n2\n"] * 2


def archive(size: int = 10, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as opened:
        opened.writestr("a", bytes(size))
        opened.writestr("b", b"b" * size)
    return packed.getvalue()


def test_archive_is_opened() -> None:
    with open_archive(in_memory("t.npz", archive())) as opened:
        assert opened.read("b") == b"b" * 10


@pytest.mark.parametrize(
    "data",
    [archive()[:50], b"", b"PK\x03\x04" + bytes(99)],
    ids=["cut", "empty", "zeros"],  # an archive holds the time
)
def test_damaged_archive_is_refused(data: bytes) -> None:
    with (
        pytest.raises(BadTable, match=r"^t.npz: this archive is damaged: "),
        open_archive(in_memory("t.npz", data)),
    ):
        pass


def test_damaged_member_is_refused() -> None:
    data = bytearray(archive())
    data[data.index(b"PK\x01\x02") + 16] ^= 0xFF
    with (
        pytest.raises(BadTable, match="this archive is damaged"),
        open_archive(in_memory("t.npz", bytes(data))) as opened,
    ):
        opened.read("a")


def test_archive_error_is_one_line() -> None:
    data = bytearray(archive())
    data[26:28] = struct.pack("<H", 100)  # the name then includes the bytes after it
    with (
        pytest.raises(BadTable) as refused,
        open_archive(in_memory("t.npz", bytes(data))) as opened,
    ):
        opened.read("a")
    assert str(refused.value).startswith("t.npz: this archive is damaged: ")
    assert str(refused.value).endswith(".")
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 140


# Raised here, because each version of Python words its checks of an archive in its own way.
@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (EOFError(), "it ends too soon"),
        (zipfile.BadZipFile("Bad magic number."), "Bad magic number"),
        (zipfile.BadZipFile("Bad name\n'c'"), "Bad name 'c'"),
    ],
)
def test_archive_error_is_a_sentence(error: Exception, reason: str) -> None:
    with (
        pytest.raises(BadTable, match=rf"^t\.npz: this archive is damaged: {reason}\.$"),
        open_archive(in_memory("t.npz", archive())),
    ):
        raise error


@pytest.mark.parametrize(("place", "value"), [(20, struct.pack("<II", 10**6, 10**6)), (46, b"c")])
def test_contradicting_directory_is_refused(place: int, value: bytes) -> None:
    data = bytearray(archive(method=zipfile.ZIP_STORED))
    start = data.index(b"PK\x01\x02") + place
    data[start : start + len(value)] = value
    with (
        pytest.raises(BadTable, match=r"^t\.npz: this archive is damaged: [^\n]+\.$"),
        open_archive(in_memory("t.npz", bytes(data))) as opened,
    ):
        opened.read(opened.namelist()[0])


def test_zip_bomb_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips_module, "MOST_UNPACKED", 2**20)
    for size, method in ((2**19, zipfile.ZIP_DEFLATED), (2**21, zipfile.ZIP_STORED)):
        with open_archive(in_memory("t.npz", archive(size, method))) as opened:
            assert len(opened.read("a")) == size
    bomb = open_archive(in_memory("t.npz", archive(2**20)))
    with pytest.raises(BadTable, match=r"^t.npz: this archive would unpack to [0-9,]+ MB, "), bomb:
        pass


def test_claimed_size_is_checked() -> None:
    data = archive(10)
    place = data.index(b"PK\x01\x02") + 24
    claim = data[:place] + struct.pack("<I", 2**32 - 2) + data[place + 4 :]
    with pytest.raises(BadTable, match=r"to 4,295 MB"), open_archive(in_memory("t.npz", claim)):
        pass


def test_caller_errors_pass_through_archive() -> None:
    with pytest.raises(ZeroDivisionError), open_archive(in_memory("t.npz", archive())):
        raise ZeroDivisionError

    def torn() -> io.BytesIO:
        raise OSError(5, "Input/output error")

    with (
        pytest.raises(BadTable, match="input/output error"),
        open_archive(InputFile("t.npz", torn)),
    ):
        pass


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_members_of_one_name_are_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for content in (b"one", b"two"):
            written.writestr("a", content)
    opening = open_archive(in_memory("t.npz", packed.getvalue()))
    with (
        pytest.raises(BadTable, match=r"^t.npz: this archive has two members named “a”\."),
        opening,
    ):
        pass


def test_ratio_of_each_member_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("swollen", bytes(2**20))
        written.writestr("plain", os.urandom(2**20), zipfile.ZIP_STORED)
    file = in_memory("t.npz", packed.getvalue())
    with open_archive(file):
        pass
    monkeypatch.setattr(zips_module, "MOST_UNPACKED", 2**19)
    with pytest.raises(BadTable, match=r"^t.npz: this archive would unpack to"), open_archive(file):
        pass


def test_long_list_of_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zips_module, "LONGEST_LIST", 2**12)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as written:
        for k in range(100):
            written.writestr(f"{k}", b"")
    opening = open_archive(in_memory("t.npz", packed.getvalue()))
    with pytest.raises(BadTable, match=r"^t.npz: this archive lists too many members\."), opening:
        pass


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damaged_data_is_refused(method: int) -> None:
    sound = archive(1000, method)
    start = sound.index(b"PK\3\4") + 31
    outcomes = {read_changed(sound, place) for place in range(start, start + 20)}
    assert "damaged" in outcomes
    assert outcomes <= {"damaged", "sound"}  # some changes do no harm


def read_changed(sound: bytes, place: int) -> str:
    data = sound[:place] + bytes([sound[place] ^ 0xFF]) + sound[place + 1 :]
    try:
        with open_archive(in_memory("t.npz", data)) as opened:
            return "sound" if opened.read("a") == bytes(1000) else "wrong"
    except BadTable as error:
        is_damage = re.match(
            "t.npz: (this archive is damaged|the file could not be read): ", str(error)
        )
        return "damaged" if is_damage else str(error)


def test_place_before_the_file_is_damage(tmp_path: Path) -> None:
    data = bytearray(archive())
    end = data.index(b"PK\5\6")
    data[end + 16 : end + 20] = struct.pack("<I", 10**6)
    (tmp_path / "t.npz").write_bytes(data)
    for file in (in_memory("t.npz", bytes(data)), open_input(tmp_path / "t.npz")):
        with (
            pytest.raises(BadTable, match="damaged: It points outside the file"),
            open_archive(file) as opened,
        ):
            opened.read("a")
