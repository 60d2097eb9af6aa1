import pytest
from PySide6.QtCore import QLocale

from gui.exporting.dialects import COMMA, DIALECTS, POINT, default_dialect


def test_dialects_are_all_different() -> None:
    assert len(set(DIALECTS.values())) == len(DIALECTS)


@pytest.mark.parametrize(
    ("language", "default"),
    [(QLocale.Language.German, COMMA), (QLocale.Language.English, POINT)],
)
def test_default_dialect_follows_the_locale(language: QLocale.Language, default: str) -> None:
    before = QLocale()
    QLocale.setDefault(QLocale(language))
    try:
        assert default_dialect() == default
    finally:
        QLocale.setDefault(before)


def test_dialect_text_describes_the_dialect() -> None:
    for words, dialect in DIALECTS.items():
        assert ("semicolon" in words) == (dialect.separator == ";")
        assert ("and comma" in words) == (dialect.decimal == ",")
        assert ("UTF-8" in words) == (dialect.encoding == "utf-8-sig")
