from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QCoreApplication, QObject, QSettings, QThread
from PySide6.QtTest import QSignalSpy
from pytestqt.qtbot import QtBot

from engine import Difference, Method, Optimiser, Precision, Schedule, Settings
from engine.settings import FITS_EACH
from gui import preferences as module
from gui.preferences import Preferences, PreferencesWatch
from tests.gui.next_start import kept_for_next_start

POSITIVE = st.floats(0, allow_infinity=False, exclude_min=True)
CHOICES = st.builds(
    Settings,
    epochs=st.integers(0, 10**18),
    learning_rate=POSITIVE,
    h=POSITIVE,
    difference=st.sampled_from(Difference),
    tolerance=POSITIVE,
    precision=st.sampled_from(Precision),
    method=st.sampled_from(Method),
    until_converged=st.booleans(),
    scale_columns=st.booleans(),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(CHOICES)
def test_settings_keep_every_digit(kept: Settings) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(kept)
    assert Preferences().settings(Settings(h=0.1)) == kept


@pytest.mark.parametrize("optimiser", Optimiser)
@pytest.mark.parametrize("schedule", Schedule)
def test_optimisers_keep_every_digit(optimiser: Optimiser, schedule: Schedule) -> None:
    kept = Settings(
        h=0.1,
        optimiser=optimiser,
        momentum=1 / 3,
        dampening=0.0 if optimiser is Optimiser.NESTEROV else 1 / 7,
        beta1=1 / 9,
        beta2=1 - 1e-15,
        alpha=0.1 + 0.2,
        epsilon=1.23e-300,
        weight_decay=2 / 3,
        schedule=schedule,
        schedule_every=10**17 + 1,
        schedule_factor=1 / 3,
        schedule_epochs=12,
        schedule_least=1e-9,
        schedule_rate=1 / 7,
    )
    with kept_for_next_start() as preferences:
        preferences.keep_settings(kept)
    assert Preferences().settings(Settings(h=0.1)) == kept
    with kept_for_next_start() as preferences:
        preferences.keep_settings(replace(kept, schedule_epochs=None))
    assert Preferences().settings(Settings(h=0.1)) == replace(kept, schedule_epochs=None)


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [("optimiser", "magic"), ("momentum", "2"), ("beta1", "x"), ("schedule_epochs", "0")],
)
def test_invalid_optimiser_leaves_the_rest(name: str, nonsense: str) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(Settings(epochs=5, h=0.1, optimiser="adam"))
    QSettings("Secant", "Secant").setValue(f"run/{name}", nonsense)
    assert Preferences().settings(Settings(h=0.1)) == Settings(epochs=5, h=0.1)


def test_nothing_kept_gives_defaults() -> None:
    default = Settings(epochs=3, h=0.1)
    assert Preferences().settings(default) == default
    assert Preferences().shape("geometry") is None
    assert Preferences().choice("appearance", "Light") == "Light"
    assert Preferences().folder().is_dir()


@pytest.mark.parametrize(
    ("name", "nonsense"),
    [
        ("h", "abc"),
        ("h", "0"),
        ("epochs", "-4"),
        ("difference", "sideways"),
        ("tolerance", "inf"),
        ("method", "magic"),
    ],
)
def test_invalid_settings_give_defaults(name: str, nonsense: str) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(Settings(epochs=5, h=0.1))
    QSettings("Secant", "Secant").setValue(f"run/{name}", nonsense)
    assert Preferences().settings(Settings(h=0.1)) == Settings(h=0.1)


@pytest.mark.parametrize("h", [FITS_EACH, (0.1, 0.2)])
def test_step_of_each_weight_returns(h: str | tuple[float, ...]) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(Settings(epochs=5, h=h))
    assert Preferences().settings(Settings(h=0.1)) == Settings(epochs=5, h=FITS_EACH)


def test_shapes_choices_and_folder_return(tmp_path: Path) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_shape("geometry", QByteArray(b"abc"))
        preferences.keep_choice("folder", str(tmp_path))
    assert Preferences().shape("geometry") == QByteArray(b"abc")
    assert Preferences().folder() == tmp_path


def test_missing_folder_is_not_offered(tmp_path: Path) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_choice("folder", str(tmp_path / "gone"))
    assert Preferences().folder() == Path.home()


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A file in place of the folder of all preferences, which nobody can write to."""
    file = tmp_path / "blocked"
    file.touch()
    for kind in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(kind, QSettings.Scope.UserScope, str(file / "settings"))
    return file


def test_blocked_folder_keeps_nothing(blocked: Path) -> None:
    preferences = Preferences()
    preferences.keep_choice("appearance", "Dark")
    assert not preferences.are_kept()
    blocked.unlink()
    assert preferences.are_kept()
    assert Path(preferences.file).is_file()


def test_writable_folder_keeps_all() -> None:
    preferences = Preferences()
    assert preferences.are_kept()
    preferences.keep_choice("appearance", "Dark")
    assert preferences.are_kept()


def test_watch_shows_problem_until_mended(blocked: Path, qtbot: QtBot) -> None:
    parent = QObject()
    preferences = Preferences()
    watch = PreferencesWatch(preferences, parent, soon=1, again=20)
    with qtbot.waitSignal(watch.standing_changed) as shown:
        preferences.keep_choice("appearance", "Dark")
    (message,) = shown.args
    assert message.text.startswith("Settings not kept: ")
    assert message.detail.startswith(f"{preferences.file} cannot be written. ")
    assert message.detail.endswith(f" {blocked} is a file. Rename or move it.")
    with qtbot.waitSignal(watch.standing_changed) as shown:
        blocked.unlink()
    assert shown.args == [None]
    watch.shut_down()


def test_watch_is_silent_if_all_is_kept(qtbot: QtBot) -> None:
    parent = QObject()
    preferences = Preferences()
    watch = PreferencesWatch(preferences, parent, soon=1, again=1)
    spy = QSignalSpy(watch.standing_changed)
    preferences.keep_choice("appearance", "Dark")
    qtbot.waitUntil(Path(preferences.file).is_file)
    watch.shut_down()
    assert spy.count() == 0


def test_thread_writes_what_is_kept(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window waited up to 674 ms for the disk when a row of W was shown or hidden."""
    threads, are_kept = list[QThread](), Preferences.are_kept

    def noted(preferences: Preferences) -> bool:
        threads.append(QThread.currentThread())
        return are_kept(preferences)

    monkeypatch.setattr(Preferences, "are_kept", noted)
    parent, preferences = QObject(), Preferences()
    preferences.keep_choice("appearance", "Dark")
    QCoreApplication.sendPostedEvents()
    assert not Path(preferences.file).exists()
    watch = PreferencesWatch(preferences, parent, soon=1)
    qtbot.waitUntil(Path(preferences.file).is_file)
    watch.shut_down()
    assert threads
    assert QThread.currentThread() not in threads
    assert "Dark" in Path(preferences.file).read_text("utf-8")


def test_window_is_free_while_written(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    """It waited up to 400 ms for a thread that held Qt's lock of the settings."""
    store, writes, goes_on = module._store, Event(), Event()

    def slow(file: str) -> QSettings:
        writes.set()
        assert goes_on.wait(10)
        return store(file)

    parent, preferences = QObject(), Preferences()
    monkeypatch.setattr(module, "_store", slow)
    watch = PreferencesWatch(preferences, parent, soon=1)
    preferences.keep_choice("appearance", "Dark")
    qtbot.waitUntil(writes.is_set)
    assert preferences.choice("appearance", "Light") == "Dark"
    preferences.keep_choice("appearance", "System")
    preferences.keep_choice("digits", "9")
    goes_on.set()
    watch.shut_down()
    kept = Preferences()
    assert (kept.choice("appearance", ""), kept.choice("digits", "")) == ("System", "9")


def test_windows_share_what_is_kept() -> None:
    first, second = Preferences(), Preferences()
    first.keep_choice("appearance", "Dark")
    assert first.are_kept()
    second.keep_choice("digits", "9")
    assert second.are_kept()
    assert second.choice("appearance", "Light") == "Dark"
    assert Preferences().choice("digits", "6") == "9"


def test_known_value_is_no_change(qtbot: QtBot) -> None:
    preferences = Preferences()
    kept = QSignalSpy(preferences.kept)
    for value in ("Dark", "Dark", "Light", "Light"):
        preferences.keep_choice("appearance", value)
    assert kept.count() == 2


def test_refused_values_are_written_later(blocked: Path) -> None:
    preferences = Preferences()
    preferences.keep_choice("appearance", "Dark")
    preferences.keep_choice("digits", "9")
    assert not preferences.are_kept()
    preferences.keep_choice("digits", "12")
    blocked.unlink()
    assert preferences.are_kept()
    kept = Preferences()
    assert (kept.choice("appearance", ""), kept.choice("digits", "")) == ("Dark", "12")


def test_invalid_flag_gives_default() -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(Settings(epochs=5, h=0.1, scale_columns=True))
    QSettings("Secant", "Secant").setValue("run/scale_columns", "perhaps")
    assert Preferences().settings(Settings(h=0.1)) == Settings(epochs=5, h=0.1)


def test_stalled_file_is_left_alone(monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    answer = Event()
    monkeypatch.setattr(module, "_settings_answer", partial(answer.wait, 10))
    parent, preferences = QObject(), Preferences()
    watch = PreferencesWatch(preferences, parent, soon=1)
    with qtbot.waitSignal(watch.standing_changed) as shown:
        preferences.keep_choice("appearance", "Dark")
    answer.set()
    watch.shut_down()
    assert preferences.choice("appearance", "Light") == "Dark"
    (message,) = shown.args
    assert message.detail.startswith(f"{preferences.file} cannot be written. ")
    assert Path(preferences.file).parts[-2:] == ("Secant", "Secant.conf")
    assert Preferences().choice("appearance", "Light") == "Light"


def test_unreadable_file_is_an_answer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_settings_file", lambda: tmp_path)
    assert module._settings_answer()
    monkeypatch.setattr(module, "_settings_file", lambda: tmp_path / "none")
    assert module._settings_answer()


def test_folder_in_place_of_settings_is_named(qtbot: QtBot) -> None:
    parent, preferences = QObject(), Preferences()
    Path(preferences.file).mkdir(parents=True)
    watch = PreferencesWatch(preferences, parent, soon=1, again=20)
    with qtbot.waitSignal(watch.standing_changed) as shown:
        preferences.keep_choice("appearance", "Dark")
    watch.shut_down()
    (message,) = shown.args
    assert message.detail.endswith(f" {preferences.file} is a folder. Rename or move it.")


def test_loss_is_kept_with_its_number() -> None:
    kept = Settings(h=0.1, loss="huber", delta=1.345, quantile=0.9)
    with kept_for_next_start() as preferences:
        preferences.keep_settings(kept)
    assert Preferences().settings(Settings(h=0.1)) == kept


@pytest.mark.parametrize("loss", ["mean(Y − W)", "(Y−P)²", "", "os.remove"])
def test_kept_text_that_is_no_loss_is_left(loss: str) -> None:
    with kept_for_next_start() as preferences:
        preferences.keep_settings(Settings(epochs=7, h=0.1, loss="huber"))
    QSettings("Secant", "Secant").setValue("run/loss", loss)
    found = Preferences().settings(Settings(h=0.1))
    assert (found.loss, found.epochs) == ("mean square", 7)
