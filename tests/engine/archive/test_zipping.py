import io
import time
import tracemalloc
import zipfile
from collections.abc import Iterator

import pytest

from engine.archive.zipping import zipped

MEMBERS = {"a": [b"one", b"", b"two"], "b/ü": [b""], "c": [b"x" * 100_000]}


def test_archive_holds_all_members() -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(zipped(MEMBERS))))
    assert archive.testzip() is None
    assert archive.namelist() == list(MEMBERS)
    assert [archive.read(name) for name in MEMBERS] == [*map(b"".join, MEMBERS.values())]


def test_archive_is_same_at_any_time(monkeypatch: pytest.MonkeyPatch) -> None:
    before = b"".join(zipped(MEMBERS))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1e6)
    assert b"".join(zipped(MEMBERS)) == before


def test_large_member_is_streamed() -> None:
    def pieces() -> Iterator[bytes]:
        for k in range(256):
            yield bytes([k]) * 2**18

    tracemalloc.start()
    length = sum(map(len, zipped({"a": pieces()})))
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert length > 2**26
    assert most < 2**21
