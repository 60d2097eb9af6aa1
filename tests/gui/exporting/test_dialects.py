import pytest
from PySide6.QtCore import QLocale

from gui.exporting.dialects import COMMA, DIALECTS, POINT, usual_dialect


def test_no_dialect_is_offered_twice() -> None:
    assert len(set(DIALECTS.values())) == len(DIALECTS)


@pytest.mark.parametrize(
    ("language", "usual"),
    [(QLocale.Language.German, COMMA), (QLocale.Language.English, POINT)],
)
def test_the_usual_dialect_is_that_of_the_locale(language: QLocale.Language, usual: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert usual_dialect() == usual
    finally:
        QLocale.setDefault(before)


def test_each_is_offered_with_the_marks_it_has() -> None:
    for words, dialect in DIALECTS.items():
        assert ("semicolon" in words) == (dialect.separator == ";")
        assert ("and comma" in words) == (dialect.decimal == ",")
        assert ("UTF-8" in words) == (dialect.encoding == "utf-8-sig")
