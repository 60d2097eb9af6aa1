import pytest
from PySide6.QtCore import QLocale

from gui.text.locale import has_decimal_comma


@pytest.mark.usefixtures("german")
def test_germans_write_a_comma() -> None:
    assert has_decimal_comma()


def test_others_write_a_point() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    assert not has_decimal_comma()
    QLocale.setDefault(before)
