import errno
import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.archive import archived, read_archive
from engine.errors import CannotWrite
from engine.writing.atomic_write import SECONDS_STALE, SECONDS_TO_CLAIM, write_whole
from tests import TIMEOUT_SECONDS

ROOT = Path(__file__).parents[3]
posix = pytest.mark.skipif(os.name != "posix", reason="POSIX permissions, links and pipes")


def contents(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def full_disk() -> Iterator[bytes]:
    yield b"some"
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_new_file_has_all_chunks(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", [b"one\r\n", b"", b"two\n"])
    assert (tmp_path / "a.csv").read_bytes() == b"one\r\ntwo\n"
    assert contents(tmp_path) == ["a.csv"]


def test_path_may_be_text(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "a.csv"), [])
    assert (tmp_path / "a.csv").read_bytes() == b""


def test_longer_file_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old" * 1000)
    write_whole(path, [b"new"])
    assert path.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o666, 0o755])
def test_permissions_are_kept(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    path.chmod(mode)
    write_whole(path, [b"new"])
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_temporary_file_is_private(tmp_path: Path) -> None:
    path, seen = tmp_path / "a.csv", list[int]()
    path.write_bytes(b"old")
    path.chmod(0o640)

    def chunks() -> Iterator[bytes]:
        seen.extend(stat.S_IMODE(each.stat().st_mode) for each in tmp_path.glob(".secant-*"))
        yield b"new"

    write_whole(path, chunks())
    assert seen == [0o600]


@posix
@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o077, 0o600)])
def test_new_file_follows_umask(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_whole(tmp_path / "a.csv", [b"new"])
    finally:
        os.umask(before)
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == mode


@posix
@pytest.mark.parametrize("there", [True, False])
def test_symbolic_link_is_kept(tmp_path: Path, there: bool) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if there:
        (folder / "target.csv").write_bytes(b"old")
    link = tmp_path / "link.csv"
    link.symlink_to(Path("elsewhere") / "target.csv")
    write_whole(link, [b"new"])
    assert link.is_symlink()
    assert (folder / "target.csv").read_bytes() == b"new"
    assert contents(tmp_path) == ["elsewhere", "link.csv"]
    assert contents(folder) == ["target.csv"]


@posix
def test_pipe_is_written_directly(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[bytes] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_bytes()))
    reader.start()
    write_whole(pipe, [b"one", b"two"])
    reader.join()
    assert read == [b"onetwo"]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_full_disk_leaves_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(
        CannotWrite, match=r"a.csv could not be written: the disk is full\. Nothing"
    ):
        write_whole(path, full_disk())
    assert path.read_bytes() == b"old"
    assert contents(tmp_path) == ["a.csv"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="Linux's device that is always full")
def test_full_device_is_reported() -> None:
    with pytest.raises(CannotWrite, match="the disk is full"):
        write_whole("/dev/full", [b"some"])
    assert stat.S_ISCHR(Path("/dev/full").stat().st_mode)


@pytest.mark.skipif(sys.platform != "linux", reason="a limit on the size of a file")
def test_size_limit_leaves_old_file(tmp_path: Path) -> None:
    import resource
    import signal

    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
    try:
        with pytest.raises(CannotWrite, match="larger than a file may be there"):
            write_whole(path, [b"x" * 50_000] * 20)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert path.read_bytes() == b"old"
    assert contents(tmp_path) == ["a.csv"]


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (errno.EACCES, "you may not write there"),
        (errno.EROFS, "that disk is read-only"),
        (errno.EIO, os.strerror(errno.EIO)),
    ],
)
def test_any_error_leaves_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: int, reason: str
) -> None:
    def fail(*arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, call, fail)
    with pytest.raises(CannotWrite) as refused:
        write_whole(path, [b"new"])
    monkeypatch.undo()
    assert reason in str(refused.value)
    assert path.read_bytes() == b"old"
    assert contents(tmp_path) == ["a.csv"]


def test_error_in_chunks_propagates(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"some"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(tmp_path / "a.csv", broken())
    assert contents(tmp_path) == []


def test_read_only_file_is_not_replaced(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(CannotWrite, match="you may not write there"):
        write_whole(path, [b"new"])
    assert path.read_bytes() == b"old"


WRITE_AS_NOBODY = """
import os, sys
from engine.errors import CannotWrite
from engine.writing.atomic_write import write_whole
if os.geteuid() == 0:  # root may write anywhere
    os.setuid(65534)
try:
    write_whole(sys.argv[1], [b"new"])
except CannotWrite as error:
    print(error)
"""


@posix
def test_read_only_folder_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "read-only"
    folder.mkdir(mode=0o500)
    command = [sys.executable, "-c", WRITE_AS_NOBODY, str(folder / "a.csv")]
    done = subprocess.run(
        command, cwd=ROOT, capture_output=True, text=True, check=True, timeout=TIMEOUT_SECONDS
    )
    assert "you may not write there" in done.stdout
    assert list(folder.iterdir()) == []


SAVE_AND_BE_KILLED = """
import os, random, select, signal, sys
import numpy as np
from engine.archive import archived, read_archive
from engine.archive.experiment import SavedExperiment
from engine.writing.atomic_write import write_whole

def experiment(value):
    A = np.full((20_000, 10), value)
    return SavedExperiment(A, A[:, :1], A[:10, :1])

def save_for_ever(path, experiments):
    while True:
        for saved in experiments:
            write_whole(path, archived(saved))

path, random, experiments = sys.argv[1], random.Random(0), [experiment(1.0), experiment(2.0)]
write_whole(path, archived(experiments[0]))
for k in range(200):
    child = os.fork()
    if child == 0:
        # Each comes first in turn: on a busy machine, a child may complete only one save.
        save_for_ever(path, experiments[:: (-1) ** k])
    select.select([], [], [], random.uniform(0, 0.03))
    os.kill(child, signal.SIGKILL)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    saved = read_archive(path)
    values = {*np.unique(saved.A), *np.unique(saved.Y), *np.unique(saved.W)}
    assert saved.A.shape == (20_000, 10) and len(values) == 1
    print(saved.A[0, 0])
"""


@posix
def test_killed_saves_leave_complete_file(tmp_path: Path) -> None:
    path = tmp_path / "a.secant"
    output = subprocess.run(
        [sys.executable, "-c", SAVE_AND_BE_KILLED, str(path)],
        cwd=ROOT,
        env={
            **os.environ,
            "OPENBLAS_NUM_THREADS": "1",
        },  # fork with one thread only
        capture_output=True,
        text=True,
        check=True,
        timeout=TIMEOUT_SECONDS,
    ).stdout.split()
    assert len(output) == 200
    assert set(output) == {"1.0", "2.0"}
    leftovers = [name for name in contents(tmp_path) if name != path.name]
    assert len(leftovers) > 20  # this many were killed halfway
    for name in leftovers:
        age_by(SECONDS_STALE + 10, tmp_path / name)
    write_whole(path, archived(read_archive(path)))
    assert contents(tmp_path) == [path.name]


def age_by(seconds: float, path: Path) -> None:
    time = path.stat().st_mtime - seconds
    os.utime(path, (time, time))


LEFTOVERS = ".secant-*.tmp"
LEFTOVER = ".secant-0123456789abcdef.tmp"


def test_only_old_leftovers_are_removed(tmp_path: Path) -> None:
    others = [LEFTOVER.replace("0", "1"), ".secant-mine.tmp", "a.tmp", LEFTOVER + ".csv"]
    for name in (LEFTOVER, *others):
        (tmp_path / name).write_bytes(b"some")
    for name in (LEFTOVER, *others[1:]):
        age_by(SECONDS_STALE + 10, tmp_path / name)
    write_whole(tmp_path / "a.csv", [b"new"])
    assert contents(tmp_path) == sorted(["a.csv", *others])


LEAVE_TEMPORARY = """
import os, signal, sys
from engine.writing.atomic_write import write_whole

def chunks():
    yield b"new"
    print("writing", flush=True)
    if sys.stdin.readline():
        os.kill(os.getpid(), signal.SIGKILL)

write_whole(sys.argv[1], chunks())
"""


@posix
def test_leftover_of_killed_process_goes(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", LEAVE_TEMPORARY, str(tmp_path / "a.csv")],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout is not None
        assert writer.stdin is not None
        assert writer.stdout.readline() == "writing\n"
        (leftover,) = tmp_path.glob(LEFTOVERS)
        age_by(SECONDS_TO_CLAIM + 1, leftover)
        write_whole(tmp_path / "b.csv", [b"new"])
        assert leftover.exists()  # while its process writes it
        writer.stdin.write("die\n")
        writer.stdin.flush()
        writer.wait(TIMEOUT_SECONDS)
    assert leftover.exists()
    age_by(SECONDS_TO_CLAIM + 1, leftover)
    write_whole(tmp_path / "b.csv", [b"newer"])
    assert contents(tmp_path) == ["b.csv"]


def test_undeletable_leftover_does_not_matter(tmp_path: Path) -> None:
    folder = tmp_path / LEFTOVER
    folder.mkdir()
    others = [tmp_path / LEFTOVER.replace("0", str(k)) for k in range(1, 5)]
    for other in others:
        other.write_bytes(b"some")
    for leftover in (folder, *others):
        age_by(SECONDS_STALE + 10, leftover)
    write_whole(tmp_path / "a.csv", [b"new"])
    assert contents(tmp_path) == [LEFTOVER, "a.csv"]


def test_lost_temporary_file_fails_write(tmp_path: Path) -> None:
    def losing_temporary_file() -> Iterator[bytes]:
        yield b"new"
        for leftover in tmp_path.glob(".secant-*.tmp"):
            leftover.unlink()

    path = tmp_path / "a.csv"
    path.write_bytes(b"old")
    with pytest.raises(CannotWrite):
        write_whole(path, losing_temporary_file())
    assert path.read_bytes() == b"old"


def test_missing_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="the folder does not exist"):
        write_whole(tmp_path / "none" / "a.csv", [b"new"])


@posix
def test_path_below_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"old")
    with pytest.raises(CannotWrite, match="part of that path is a file, not a folder"):
        write_whole(tmp_path / "file" / "a.csv", [b"new"])


def test_folder_as_target_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CannotWrite, match="it is a folder"):
        write_whole(tmp_path, [b"new"])
    assert contents(tmp_path) == []


def test_unsyncable_folder_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.open

    def fail(path: str, flags: int, mode: int = 0o777) -> int:
        if Path(path).is_dir():
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
        return opened(path, flags, mode)

    monkeypatch.setattr(os, "open", fail)
    write_whole(tmp_path / "a.csv", [b"new"])
    assert (tmp_path / "a.csv").read_bytes() == b"new"


@posix
def test_longest_name_can_be_written(tmp_path: Path) -> None:
    write_whole(tmp_path / ("n" * 255), [b"new"])
    with pytest.raises(CannotWrite, match="the name is too long"):
        write_whole(tmp_path / ("n" * 256), [b"new"])


def test_cancelling_before_replacing_keeps_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def cancel() -> None:
        assert len(contents(tmp_path)) == 2
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_whole(path, [b"new"], before_replacing=cancel)
    assert path.read_bytes() == b"old"
    assert contents(tmp_path) == ["a.csv"]


@posix
def test_unread_pipe_is_refused_on_request(tmp_path: Path) -> None:
    path = tmp_path / "pipe"
    os.mkfifo(path)
    with pytest.raises(CannotWrite, match="a pipe that no program reads"):
        write_whole(path, [b"some"], waits_for_reader=False)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    write_whole(path, [b"some", b" more"], waits_for_reader=False)
    assert os.read(reader, 100) == b"some more"
    os.close(reader)


@posix
def test_device_needs_no_reader() -> None:
    write_whole("/dev/null", [b"some"], waits_for_reader=False)
