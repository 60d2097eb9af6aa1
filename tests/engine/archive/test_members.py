import errno
import io
import os
import stat
import struct
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest

from engine import EngineError
from engine.archive import npy
from engine.archive.members import BYTES_AT_ONCE, MOST_INFLATED, MOST_MEMBERS, ArchiveFile, Members

DAMAGED = "it is not a Secant experiment, or it is incomplete or damaged"
TOO_MANY = "it lists too many members"
CENTRAL, END = "<4s4B4HL2L5H2L", "<4s4H2LH"


@contextmanager
def members_of(path: Path, data: bytes) -> Iterator[Members]:
    path.write_bytes(data)
    with ArchiveFile(path) as file:
        yield Members(file)


def refused(path: Path, data: bytes) -> str:
    """Return why a file is refused."""
    with pytest.raises(EngineError) as error, members_of(path, data):
        pass
    return str(error.value)


def read(path: Path, data: bytes, name: str = "a") -> bytes:
    with members_of(path, data) as members, members.opened(name) as member:
        return member.read(1000)


def archive(members: Mapping[str, bytes], compression: int = zipfile.ZIP_STORED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return file.getvalue()


def entry_of(
    name: bytes,
    *,
    flags: int = 0,
    method: int = 0,
    sizes: tuple[int, int] = (0, 0),
    offset: int = 0,
    mode: int = 0,
    extra: bytes = b"",
) -> bytes:
    """Return an entry of the central directory that makes these claims."""
    lengths = (len(name), len(extra), 0, 0, 0)
    claims = (20, 3, 20, 0, flags, method, 0, 33, 0, *sizes, *lengths, mode << 16, offset)
    return struct.pack(CENTRAL, b"PK\1\2", *claims) + name + extra


def with_central_directory(data: bytes, *entries: bytes, count: int | None = None) -> bytes:
    """Return an archive whose central directory has these entries."""
    entries_size, count = sum(map(len, entries)), len(entries) if count is None else count
    end = struct.pack(END, b"PK\5\6", 0, 0, count, count, entries_size, len(data), 0)
    return data + b"".join(entries) + end


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.secant"


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_members_are_read_by_name(path: Path, compression: int) -> None:
    data = archive({"a": b"one" * 20, "b": b""}, compression)
    with members_of(path, data) as members:
        assert "a" in members
        assert "c" not in members
        assert (members.size("a"), members.size("b")) == (60, 0)
        with members.opened("a") as member:
            assert member.read(1000) == b"one" * 20


def test_bytes_before_archive_are_ignored(path: Path) -> None:
    assert read(path, b"#!/bin/sh\n" + archive({"a": b"one"})) == b"one"


@pytest.mark.parametrize("data", [b"", b"PK", b"PK\5\6" + bytes(17), b"text\n" * 100], ids=range(4))
def test_other_file_is_refused(path: Path, data: bytes) -> None:
    assert DAMAGED in refused(path, data)


def test_truncated_archive_is_refused(path: Path) -> None:
    whole = archive({"a": b"one" * 20, "b": b"two"})
    for length in range(len(whole)):
        assert DAMAGED in refused(path, whole[:length])


@pytest.mark.parametrize("compression", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_changed_byte_is_noticed(path: Path, compression: int) -> None:
    data = archive({"a": b"one two three four"}, compression)
    changed = data[:33] + bytes([data[33] ^ 0x20]) + data[34:]
    with pytest.raises(EngineError, match=DAMAGED):
        read(path, changed)


def test_too_many_members_are_refused(path: Path) -> None:
    entries = [entry_of(b"%d" % k, offset=30 * k) for k in range(MOST_MEMBERS + 1)]
    data = bytes(30 * len(entries))
    with members_of(path, with_central_directory(data, *entries[:-1])) as members:
        assert "999" in members
    assert TOO_MANY in refused(path, with_central_directory(data, *entries))


@pytest.mark.parametrize("count", [1, 0, 65535])
def test_absurdly_long_list_is_not_read(path: Path, count: int) -> None:
    entry = entry_of(b"a")
    entries = [entry] * (BYTES_AT_ONCE // len(entry) + 1)
    assert TOO_MANY in refused(path, with_central_directory(b"", *entries, count=count))


def test_duplicate_member_is_refused(path: Path) -> None:
    data = bytes(100)
    assert "it lists a member twice" in refused(
        path, with_central_directory(data, entry_of(b"a"), entry_of(b"a", offset=40))
    )
    assert "it lists a member twice" in refused(
        path, with_central_directory(data, entry_of(b"a"), entry_of(b"a\0b", offset=40))
    )


def test_overlapping_members_are_refused(path: Path) -> None:
    whole = archive({"a": b"one" * 20})
    data = whole[: whole.index(b"PK\1\2")]
    both = [entry_of(name, sizes=(60, 60)) for name in (b"a", b"b")]
    assert DAMAGED in refused(path, with_central_directory(data, *both))
    assert DAMAGED in refused(
        path,
        with_central_directory(data + data, both[0], entry_of(b"b", sizes=(60, 60), offset=50)),
    )


ZIP64_EXTRA = struct.pack("<HHQQ", 1, 16, 2**62, 2**62)


@pytest.mark.parametrize(
    "entry",
    [
        entry_of(b"a", sizes=(10**6, 10**6)),
        entry_of(b"a", sizes=(2**32 - 1, 2**32 - 1), extra=ZIP64_EXTRA),
        entry_of(b"a", sizes=(2**32 - 1, 0)),
        entry_of(b"a", offset=10**6),
        entry_of(b"a", offset=2**32 - 1, extra=struct.pack("<HHQ", 1, 8, 2**63)),
        entry_of(b"a", offset=2**32 - 1, extra=b"\1\0\x04\0abcd"),
        entry_of(b"a", extra=b"\1\0\xff\xff"),
        entry_of(b"\xff\xfe", flags=0x800),
        entry_of(b"a") + b"and more",
    ],
    ids=range(9),
)
def test_false_list_entries_are_refused(path: Path, entry: bytes) -> None:
    assert DAMAGED in refused(path, with_central_directory(bytes(100), entry))


def test_false_end_record_is_refused(path: Path) -> None:
    for size, offset in ((2**32 - 1, 0), (10**6, 2**32 - 1), (45, 0), (10**6, 0)):
        end = struct.pack(END, b"PK\5\6", 0, 0, 1, 1, size, offset, 0)
        assert DAMAGED in refused(path, entry_of(b"") + end)


@pytest.mark.parametrize(("size", "offset"), [(2**63, 0), (101, 2**63), (2**64 - 1, 2**64 - 1)])
def test_false_zip64_end_record_is_refused(path: Path, size: int, offset: int) -> None:
    end64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, size, offset)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, 0, 1)
    end = struct.pack(END, b"PK\5\6", 0, 0, 1, 1, 2**32 - 1, 2**32 - 1, 0)
    assert DAMAGED in refused(path, bytes(100) + end64 + locator + end)
    assert DAMAGED in refused(path, locator + end)


@pytest.mark.parametrize(
    ("entry", "sentence"),
    [
        (entry_of(b"a", flags=0x1, sizes=(3, 3)), "it is encrypted"),
        (entry_of(b"a", flags=0x41, sizes=(3, 3)), "it is encrypted"),
        (entry_of(b"a", flags=0x40, sizes=(3, 3)), DAMAGED),
        (entry_of(b"a", flags=0x20, sizes=(3, 3)), DAMAGED),
        (entry_of(b"a", method=14, sizes=(3, 3)), "compressed with an unsupported method"),
        (entry_of(b"a", method=99, sizes=(3, 3)), "compressed with an unsupported method"),
        (entry_of(b"a", sizes=(3, 2**30)), DAMAGED),
        (entry_of(b"a", mode=stat.S_IFLNK | 0o777, sizes=(3, 3)), DAMAGED),
        (entry_of(b"b", sizes=(3, 3)), DAMAGED),
        (entry_of(b"a", method=8, sizes=(3, 30)), DAMAGED),
        (entry_of(b"a", offset=1, sizes=(3, 3)), DAMAGED),
    ],
    ids=range(11),
)
def test_unsupported_member_is_refused(path: Path, entry: bytes, sentence: str) -> None:
    whole = archive({"a": b"one"})
    name = entry[46:47].decode()
    with pytest.raises(EngineError, match=sentence):
        read(path, with_central_directory(whole[: whole.index(b"PK\1\2")], entry), name)


def test_folder_member_is_refused(path: Path) -> None:
    with pytest.raises(EngineError, match=DAMAGED):
        read(path, archive({"a/": b""}), "a/")


def test_compressed_members_have_common_limit(path: Path) -> None:
    half = MOST_INFLATED // 2
    entries = [
        entry_of(name, method=8, sizes=(5, size), offset=40 * k)
        for k, (name, size) in enumerate([(b"a", half), (b"b", half), (b"c", 1)])
    ]
    with members_of(path, with_central_directory(bytes(200), *entries)) as members:
        for name in ("a", "b", "a"):
            with pytest.raises(EngineError, match=DAMAGED), members.opened(name):
                pass
        too_large = pytest.raises(EngineError, match="too large to be compressed")
        with too_large, members.opened("c"):
            pass


def test_member_yields_no_more_than_claimed(path: Path) -> None:
    data = archive({"a": bytes(10**6)}, zipfile.ZIP_DEFLATED)
    start = data.index(b"PK\1\2")
    size = struct.unpack("<L", data[start + 20 : start + 24])[0]
    lie = with_central_directory(data[:start], entry_of(b"a", method=8, sizes=(size, 10)))
    with pytest.raises(EngineError, match=DAMAGED):
        read(path, lie)


def test_disk_error_is_not_bad_experiment(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: object) -> int:
        raise OSError(errno.EIO, os.strerror(errno.EIO))

    data = archive({"a": b"one"})
    failing = pytest.raises(OSError, match=os.strerror(errno.EIO))
    with failing, members_of(path, data) as members, members.opened("a") as member:
        monkeypatch.setattr(ArchiveFile, "seek", fail)
        member.read(10)


def test_pieces_of_arrays_fit_read_limit() -> None:
    assert npy.BYTES_AT_A_TIME <= BYTES_AT_ONCE


def test_file_limits_each_read(path: Path) -> None:
    path.write_bytes(bytes(BYTES_AT_ONCE + 1))
    with ArchiveFile(path) as file:
        assert len(file.read(BYTES_AT_ONCE)) == BYTES_AT_ONCE
        assert file.read() == b"\0"
        for size in (-1, None, 2**40):
            file.seek(0)
            with pytest.raises(EngineError, match=TOO_MANY):
                file.read(size)
