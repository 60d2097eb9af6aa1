"""Which pictures are seen, and what is chosen for them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from pytestqt.qtbot import QtBot

from gui.fit.fit_view import PICTURES, FitView
from gui.fit.picture_controls import FitPicture, PictureControls
from gui.fit.picture_row import LEAST_WIDTH, PictureRow
from gui.plots.fit.residual_plot import Abscissa, Against
from gui.plots.picture import render_png

from .conftest import FitBench, example

Key = Qt.Key


@pytest.fixture
def row(view: FitView, bench: FitBench) -> PictureRow:
    """The pictures of Longley."""
    bench.open(example("longley"))
    view.model.pause()
    view.model.resume()
    return view.pictures_row


def test_room_decides_how_many(row: PictureRow, view: FitView) -> None:
    assert row.has_two
    assert row.shown == [FitPicture.RESIDUALS, FitPicture.QUANTILES]
    assert row.residuals.isVisible()
    assert row.quantiles.isVisible()
    view.resize(900, 300)
    assert row.width() < 2 * LEAST_WIDTH
    assert row.shown == [FitPicture.RESIDUALS]
    assert not row.quantiles.isVisible()
    row.show_picture(FitPicture.INFLUENCE)
    assert row.influence.isVisible()
    assert not row.residuals.isVisible()


def test_lists_choose_pictures_and_columns(row: PictureRow) -> None:
    controls = row.controls
    assert isinstance(controls, PictureControls)
    assert [controls.picture.itemText(k) for k in range(controls.picture.count())] == [
        *("normal quantiles", "influence", "Y against a column", "Ŷ against Y")
    ]
    assert not controls.column.isVisible()
    controls.picture.setCurrentIndex(2)
    assert row.shown[-1] is FitPicture.LINE
    assert controls.column.isVisible()
    assert controls.column.count() == 6  # the column of ones does not vary
    controls.column.setCurrentIndex(1)
    assert row.line.line is not None
    assert row.line.line.column == 2
    assert row.line.plot_area.header.title == "Y against GNP"
    controls.against.setCurrentIndex(1)
    assert row.residuals.against == Against(Abscissa.ROW)


def test_keys_go_round(row: PictureRow, view: FitView, qtbot: QtBot) -> None:
    area = row.residuals.plot_area
    seen = []
    for _ in range(4):
        QTest.keyClick(area, Key.Key_P)
        seen.append(row.shown[-1])
    assert seen == [
        *(FitPicture.INFLUENCE, FitPicture.LINE, FitPicture.AGREEMENT, FitPicture.QUANTILES)
    ]
    for _ in range(8):
        QTest.keyClick(area, Key.Key_X)
        seen.append(row.residuals.against)  # type: ignore[arg-type]
    assert seen[4] == Against(Abscissa.ROW)  # type: ignore[comparison-overlap]
    assert row.residuals.against == Against()
    row.show_picture(FitPicture.LINE)
    QTest.keyClick(area, Key.Key_X)
    assert row.line.line is not None
    assert row.line.line.column == 2


def test_other_table_has_other_columns(row: PictureRow, view: FitView, bench: FitBench) -> None:
    row.residuals.set_against(Against(Abscissa.COLUMN, 6))
    bench.open(example("norris"))
    view.model.pause()
    view.model.resume()
    assert row.residuals.against == Against()
    assert row.column == 1


def test_low_room_hides_the_lists(row: PictureRow, view: FitView) -> None:
    assert row.controls.isVisible()
    view.resize(1280, 140)
    assert not row.controls.isVisible()
    assert row.residuals.isVisible()


def test_each_picture_can_be_saved(row: PictureRow, view: FitView) -> None:
    assert set(view.pictures) == set(PICTURES)
    for name in view.pictures:
        picture = view.picture(name)
        assert render_png(picture.drawn)
        assert picture.file_name.endswith(".png")


def test_click_and_mark_reach_all(row: PictureRow, view: FitView) -> None:
    spy = QSignalSpy(view.row_chosen)
    row.influence.row_chosen.emit(4)
    assert spy.at(0) == [4]
    view.mark_row(9)
    for picture, plot in row.plots.items():
        row.show_picture(picture)
        assert len(plot.marked.getData()[0]) == 1


def test_pictures_are_made_when_seen(row: PictureRow, view: FitView) -> None:
    assert set(row.made) == {FitPicture.RESIDUALS, FitPicture.QUANTILES}
    spy = QSignalSpy(view.picture_made)
    view.mark_row(3)
    row.show_picture(FitPicture.INFLUENCE)
    assert [each[0].file_name for each in (spy.at(k) for k in range(spy.count()))] == [
        "influence.png"
    ]
    assert len(row.influence.marked.getData()[0]) == 1
    assert [each.drawn for each in view.made_pictures] == [
        *(row.residuals, row.quantiles, row.influence)
    ]
    row.show_nothing("why")
    assert row.agreement.plot_area.empty_text == "why"
