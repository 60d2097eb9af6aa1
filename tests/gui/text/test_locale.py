import pytest
from PySide6.QtCore import QLocale

from gui.text.locale import has_decimal_comma


@pytest.mark.usefixtures("german")
def test_german_uses_decimal_comma() -> None:
    assert has_decimal_comma()


def test_c_locale_uses_decimal_point() -> None:
    before = QLocale()
    QLocale.setDefault(QLocale.c())
    assert not has_decimal_comma()
    QLocale.setDefault(before)
