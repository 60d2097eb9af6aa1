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
def test_settings_keep_every_digit(kept: Settings) -> None:
    Preferences().keep_settings(kept)
    assert Preferences().settings(Settings()) == kept


def test_nothing_kept_gives_defaults() -> None:
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
def test_invalid_settings_give_defaults(name: str, nonsense: str) -> None:
    Preferences().keep_settings(Settings(epochs=5))
    QSettings("Secant", "Secant").setValue(f"run/{name}", nonsense)
    assert Preferences().settings(Settings()) == Settings()


def test_shapes_choices_and_folder_return(tmp_path: Path) -> None:
    Preferences().keep_shape("geometry", QByteArray(b"abc"))
    Preferences().keep_choice("folder", str(tmp_path))
    assert Preferences().shape("geometry") == QByteArray(b"abc")
    assert Preferences().folder() == tmp_path


def test_missing_folder_is_not_offered(tmp_path: Path) -> None:
    Preferences().keep_choice("folder", str(tmp_path / "gone"))
    assert Preferences().folder() == Path.home()


def test_invalid_flag_gives_default() -> None:
    Preferences().keep_settings(Settings(epochs=5, scale_columns=True))
    QSettings("Secant", "Secant").setValue("run/scale_columns", "perhaps")
    assert Preferences().settings(Settings()) == Settings(epochs=5)
