import errno
from pathlib import Path

import pytest

from gui.obstacles import file_in_the_way, nearest, remedy


def test_nearest_existing_path_is_found(tmp_path: Path) -> None:
    assert nearest(tmp_path) == tmp_path
    assert nearest(tmp_path / "a" / "b") == tmp_path


def test_folders_are_not_in_the_way(tmp_path: Path) -> None:
    assert file_in_the_way(tmp_path) is None
    assert file_in_the_way(tmp_path / "a" / "b") is None
    (tmp_path / "link").symlink_to(tmp_path)
    assert file_in_the_way(tmp_path / "link") is None


@pytest.mark.parametrize("below", ["", "a", "a/b"])
def test_file_in_the_way_is_named(tmp_path: Path, below: str) -> None:
    file = tmp_path / "A File"
    file.touch()
    assert file_in_the_way(file / below) == file
    for code in (errno.EEXIST, errno.ENOTDIR, errno.ENOENT, errno.ENOSPC, 0):
        assert remedy(file / below, code) == f"{file} is a file. Rename or move it."


def test_broken_link_is_in_the_way(tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "gone")
    assert remedy(link / "a", errno.EEXIST) == f"{link} is not a folder. Rename or move it."


@pytest.mark.parametrize(
    ("codes", "advice"),
    [
        ((errno.EACCES, errno.EPERM, errno.EROFS), "Make {} writable."),
        ((errno.ENOSPC, errno.EDQUOT), "Free space on its disk."),
        ((errno.EIO, errno.ENAMETOOLONG, 0), "Check that folder and its disk."),
    ],
)
def test_remedy_follows_the_error(tmp_path: Path, codes: tuple[int, ...], advice: str) -> None:
    for code in codes:
        assert remedy(tmp_path / "a" / "b", code) == advice.format(tmp_path)
