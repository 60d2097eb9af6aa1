import os

import pytest

from engine.reading.choices import Choices
from gui.importing.errors import FileChanged
from gui.importing.look import Look

from .conftest import CLEAN, Write


def test_touched_or_grown_file_passes(write: Write) -> None:
    path = write(CLEAN)
    snapshot = Look.take(path, Choices())
    os.utime(path, ns=(1, 1))
    snapshot.check_unchanged()
    write(f"{CLEAN}1,2,3\n")
    snapshot.check_unchanged()


@pytest.mark.parametrize(
    "text", ["x1;x2;y\n1;2;3\n", "x1,x2,y,z\n1,2,3,4\n", "x2,x1,y\n1,2,3\n", "1,2,3\n4,5,6\n"]
)
def test_replaced_file_is_refused(write: Write, text: str) -> None:
    path = write(CLEAN)
    snapshot = Look.take(path, Choices())
    write(text)
    with pytest.raises(FileChanged):
        snapshot.check_unchanged()


def test_other_options_are_no_change(write: Write) -> None:
    path = write(CLEAN)
    snapshot = Look.take(path, Choices())
    assert not Look.take(path, Choices(header=False)).differs_from(snapshot)
    assert not snapshot.differs_from(None)
