import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.reading.choices import BadRows, Choices
from gui.importing.memory import KEY, MOST_FILES, Memory
from gui.importing.roles import Role
from gui.importing.wishes import Wishes
from gui.preferences import Preferences

READ_OPTIONS = st.builds(
    Choices,
    separator=st.sampled_from([None, ",", ";", "\t", " "]),
    decimal=st.sampled_from([None, "."]),
    thousands=st.sampled_from([None, "", "'", " "]),
    encoding=st.sampled_from([None, "utf-16-le"]),
    header=st.sampled_from([None, True, False]),
    comment=st.sampled_from([None, "", "#"]),
    sheet=st.none() | st.text(min_size=1) | st.integers(1, 9),
    skip_rows=st.integers(0, 99),
    bad_rows=st.sampled_from(BadRows),
)


@st.composite
def options(draw: st.DrawFn) -> Wishes:
    width = draw(st.integers(1, 40))
    roles = draw(st.dictionaries(st.integers(1, width), st.sampled_from(Role)))
    return Wishes(draw(READ_OPTIONS), roles, width)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(options())
def test_stored_options_are_loaded(tmp_path: Path, chosen: Wishes) -> None:
    path = tmp_path / "table.csv"
    Memory(Preferences()).store(path, chosen)
    loaded = Memory(Preferences()).load(path)
    assert loaded == (Wishes() if chosen.are_default else chosen)


def test_each_file_has_own_options(tmp_path: Path) -> None:
    memory = Memory(Preferences())
    memory.store(tmp_path / "a", Wishes(Choices(decimal=",")))
    assert memory.load(tmp_path / "b") == Wishes()
    assert memory.load(tmp_path / "a").read_options == Choices(decimal=",")


def test_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Memory(Preferences()).store(Path("a.csv"), Wishes(Choices(header=True)))
    assert Memory(Preferences()).load(tmp_path / "a.csv").read_options.header is True


def test_oldest_file_is_forgotten_first(tmp_path: Path) -> None:
    memory = Memory(Preferences())
    chosen = Wishes(Choices(skip_rows=1))
    for number in range(MOST_FILES):
        memory.store(tmp_path / str(number), chosen)
    memory.store(tmp_path / "0", chosen)
    memory.store(tmp_path / "new", chosen)
    assert memory.load(tmp_path / "0") == chosen
    assert memory.load(tmp_path / "1") == Wishes()
    assert memory.load(tmp_path / "new") == chosen


def test_default_options_are_not_stored(tmp_path: Path) -> None:
    preferences = Preferences()
    memory = Memory(preferences)
    memory.store(tmp_path / "a", Wishes(Choices(skip_rows=1)))
    memory.store(tmp_path / "a", Wishes(width=3))
    assert json.loads(preferences.choice(KEY, "")) == {}


@pytest.mark.parametrize(
    "stored",
    [
        "",
        "no JSON",
        "[1]",
        "[" * 100_000,
        '{"%s": 3}',
        '{"%s": {"choices": 3, "roles": "A"}}',
        '{"%s": {"choices": {"decimal": "x"}, "roles": ""}}',
        '{"%s": {"choices": {"decimal": [1]}, "roles": ""}}',
        '{"%s": {"choices": {"unheard of": 1, "columns": [1]}, "roles": ""}}',
        '{"%s": {"choices": {"skip_rows": -1}, "roles": ""}}',
    ],
)
def test_invalid_stored_options_are_ignored(tmp_path: Path, stored: str) -> None:
    path = tmp_path / "a.csv"
    Preferences().keep_choice(KEY, stored.replace("%s", str(path)))
    memory = Memory(Preferences())
    assert memory.load(path) == Wishes()
    memory.store(path, Wishes(Choices(decimal=",")))
    assert memory.load(path).read_options == Choices(decimal=",")
