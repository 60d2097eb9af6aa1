import os

import pytest

from engine.reading.choices import Choices
from gui.importing.errors import FileChanged
from gui.importing.look import Look

from .conftest import CLEAN, Write


def test_the_same_table_passes_though_it_was_touched_or_grew(write: Write) -> None:
    path = write(CLEAN)
    plan_of = Look.at(path, Choices())
    os.utime(path, ns=(1, 1))
    plan_of.check()
    write(f"{CLEAN}1,2,3\n")
    plan_of.check()


@pytest.mark.parametrize(
    "text", ["x1;x2;y\n1;2;3\n", "x1,x2,y,z\n1,2,3,4\n", "x2,x1,y\n1,2,3\n", "1,2,3\n4,5,6\n"]
)
def test_another_one_is_refused(write: Write, text: str) -> None:
    path = write(CLEAN)
    plan_of = Look.at(path, Choices())
    write(text)
    with pytest.raises(FileChanged):
        plan_of.check()


def test_other_choices_are_no_change_of_the_file(write: Write) -> None:
    path = write(CLEAN)
    plan_of = Look.at(path, Choices())
    assert not Look.at(path, Choices(header=False)).differs_from(plan_of)
    assert not plan_of.differs_from(None)
