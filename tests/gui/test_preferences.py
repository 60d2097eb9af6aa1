from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray, QSettings

from engine import Difference, Method, Precision, Settings
from gui.preferences import Preferences

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
def test_settings_come_back_with_every_digit(kept: Settings) -> None:
    Preferences().keep_settings(kept)
    assert Preferences().settings(Settings()) == kept


def test_nothing_kept_gives_the_defaults() -> None:
    default = Settings(epochs=3)
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
def test_settings_that_make_no_sense_are_as_if_never_kept(name: str, nonsense: str) -> None:
    Preferences().keep_settings(Settings(epochs=5))
    QSettings("Secant", "Secant").setValue(f"run/{name}", nonsense)
    assert Preferences().settings(Settings()) == Settings()


def test_shapes_choices_and_the_folder_come_back(tmp_path: Path) -> None:
    Preferences().keep_shape("geometry", QByteArray(b"abc"))
    Preferences().keep_choice("folder", str(tmp_path))
    assert Preferences().shape("geometry") == QByteArray(b"abc")
    assert Preferences().folder() == tmp_path


def test_a_folder_that_is_gone_is_not_offered(tmp_path: Path) -> None:
    Preferences().keep_choice("folder", str(tmp_path / "gone"))
    assert Preferences().folder() == Path.home()


def test_a_choice_that_is_neither_yes_nor_no_is_as_if_never_kept() -> None:
    Preferences().keep_settings(Settings(epochs=5, scale_columns=True))
    QSettings("Secant", "Secant").setValue("run/scale_columns", "perhaps")
    assert Preferences().settings(Settings()) == Settings(epochs=5)
