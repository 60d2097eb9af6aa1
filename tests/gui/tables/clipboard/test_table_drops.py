"""What may be a table among the things that are dragged in; the rest is tested on the window."""

from PySide6.QtCore import QByteArray, QMimeData, QUrl

from gui.tables.clipboard.table_drops import may_be_table


def test_text_and_html_may_be_tables() -> None:
    for form in ("text/plain", "text/plain;charset=utf-8", "text/html"):
        data = QMimeData()
        data.setData(form, QByteArray(b"1"))
        assert may_be_table(data)


def test_links_and_files_are_left() -> None:
    distant, local, image = QMimeData(), QMimeData(), QMimeData()
    distant.setUrls([QUrl("https://example.org/a.csv")])
    distant.setText("1\t2")
    local.setUrls([QUrl.fromLocalFile("/a.csv")])
    image.setData("image/png", QByteArray(b"1"))
    for data in (distant, local, image, QMimeData()):
        assert not may_be_table(data)
