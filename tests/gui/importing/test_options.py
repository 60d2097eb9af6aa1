import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.reading.options import BadRows, ReadOptions
from gui.importing.options import (
    KEY,
    MOST_FILES,
    ImportOptions,
    RememberedOptions,
    Role,
    apply_roles,
    assign_role,
    exported_columns,
    guess_roles,
)
from gui.preferences import Preferences
from tests.gui.next_start import kept_for_next_start

READ_OPTIONS = st.builds(
    ReadOptions,
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
def options(draw: st.DrawFn) -> ImportOptions:
    width = draw(st.integers(1, 40))
    roles = draw(st.dictionaries(st.integers(1, width), st.sampled_from(Role)))
    return ImportOptions(draw(READ_OPTIONS), roles, width)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(options())
def test_stored_options_are_loaded(tmp_path: Path, chosen: ImportOptions) -> None:
    path = tmp_path / "table.csv"
    with kept_for_next_start() as preferences:
        RememberedOptions(preferences).store(path, chosen)
    loaded = RememberedOptions(Preferences()).load(path)
    assert loaded == (ImportOptions() if chosen.are_default else chosen)


def test_each_file_has_own_options(tmp_path: Path) -> None:
    remembered = RememberedOptions(Preferences())
    remembered.store(tmp_path / "a", ImportOptions(ReadOptions(decimal=",")))
    assert remembered.load(tmp_path / "b") == ImportOptions()
    assert remembered.load(tmp_path / "a").read_options == ReadOptions(decimal=",")


def test_relative_path_is_made_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with kept_for_next_start() as preferences:
        chosen = ImportOptions(ReadOptions(header=True))
        RememberedOptions(preferences).store(Path("a.csv"), chosen)
    assert RememberedOptions(Preferences()).load(tmp_path / "a.csv").read_options.header is True


def test_oldest_file_is_forgotten_first(tmp_path: Path) -> None:
    remembered = RememberedOptions(Preferences())
    chosen = ImportOptions(ReadOptions(skip_rows=1))
    for number in range(MOST_FILES):
        remembered.store(tmp_path / str(number), chosen)
    remembered.store(tmp_path / "0", chosen)
    remembered.store(tmp_path / "new", chosen)
    assert remembered.load(tmp_path / "0") == chosen
    assert remembered.load(tmp_path / "1") == ImportOptions()
    assert remembered.load(tmp_path / "new") == chosen


def test_default_options_are_not_stored(tmp_path: Path) -> None:
    preferences = Preferences()
    remembered = RememberedOptions(preferences)
    remembered.store(tmp_path / "a", ImportOptions(ReadOptions(skip_rows=1)))
    remembered.store(tmp_path / "a", ImportOptions(width=3))
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
    with kept_for_next_start() as preferences:
        preferences.keep_choice(KEY, stored.replace("%s", str(path)))
    remembered = RememberedOptions(Preferences())
    assert remembered.load(path) == ImportOptions()
    remembered.store(path, ImportOptions(ReadOptions(decimal=",")))
    assert remembered.load(path).read_options == ReadOptions(decimal=",")


A, Y, ROW_NAMES, OUT = Role.A, Role.Y, Role.ROW_NAMES, Role.OUT


@pytest.mark.parametrize(
    ("names", "without", "expected"),
    [
        ((), set(), (A, A, A, Y)),
        (("a", "b", "c", "d"), set(), (A, A, A, Y)),
        (("a", "b", "c", "d"), {4}, (A, A, Y, OUT)),
        (("a", "b", "c", "d"), {1, 3}, (OUT, A, OUT, Y)),
        (("Target", "b", "c", "d"), set(), (Y, A, A, A)),
        ((" y ", "b", "c", "d"), {2}, (Y, OUT, A, A)),
        (("y", "b", "c", "d"), {1}, (OUT, A, A, Y)),
        (("y", "output", "c", "d"), set(), (A, A, A, Y)),
        ((), {1, 2, 3, 4}, (OUT, OUT, OUT, OUT)),
        ((), {1, 2, 4}, (OUT, OUT, Y, OUT)),
    ],
)
def test_y_is_named_or_last_column(
    names: tuple[str, ...], without: set[int], expected: tuple[Role, ...]
) -> None:
    assert guess_roles(names, 4, without) == expected


GIVEN = st.tuples(st.lists(st.integers(1, 6), min_size=1), st.sampled_from(Role))


@given(st.lists(GIVEN, min_size=1))
def test_only_one_column_is_y(steps: list[tuple[list[int], Role]]) -> None:
    touched: Mapping[int, Role] = {}
    for columns, role in steps:
        touched = assign_role(touched, columns, role)
        roles = apply_roles(guess_roles((), 6, set()), touched)
        assert roles.count(Y) <= 1
        assert all(roles[k - 1] is role for k in (columns[:1] if role is Y else columns))


def test_previous_y_becomes_input() -> None:
    guess = guess_roles((), 3, set())
    once = assign_role({}, [1], Y)
    assert apply_roles(guess, once) == (Y, A, A)
    twice = assign_role(once, [2], Y)
    assert apply_roles(guess, twice) == (A, Y, A)


def test_removed_y_is_not_replaced() -> None:
    assert apply_roles(guess_roles((), 3, set()), assign_role({}, [3], A)) == (A, A, A)
    assert apply_roles(guess_roles((), 3, set()), assign_role({}, [3], OUT)) == (A, A, OUT)


def test_many_columns_get_role_together() -> None:
    touched = assign_role({}, range(1, 10_001), OUT)
    assert set(apply_roles(guess_roles((), 10_000, set()), touched)) == {OUT}


def test_new_options_are_default() -> None:
    assert ImportOptions().are_default
    assert not ImportOptions(ReadOptions(decimal=",")).are_default
    assert not ImportOptions().for_width(3).with_role([1], Role.OUT).are_default


def test_roles_need_same_width() -> None:
    options = ImportOptions().for_width(3).with_role([1], Role.Y)
    assert options.for_width(3).roles == {1: Role.Y}
    assert options.for_width(4).roles == {}
    assert options.for_width(4).width == 4


def test_read_options_keep_roles() -> None:
    options = (
        ImportOptions()
        .for_width(2)
        .with_role([2], Role.OUT)
        .with_read_options(ReadOptions(header=True))
    )
    assert (options.read_options, options.roles) == (ReadOptions(header=True), {2: Role.OUT})


@pytest.mark.parametrize(
    ("names", "roles"),
    [
        ((), {}),
        (("x", "y"), {}),
        (("x", "price"), {}),
        (("y", "Y"), {}),
        (("y", "price"), {2: Role.Y}),
        (("a", "Target", "b"), {3: Role.Y}),
        (("id", "x", "price"), {1: Role.A}),
        (("id", "nr", "y", "price"), {1: Role.A, 2: Role.A, 4: Role.Y}),
        (("id",), {}),
    ],
)
def test_last_column_overrides_other_guess(names: tuple[str, ...], roles: dict[int, Role]) -> None:
    options = exported_columns(names)
    assert options.roles == roles
    assert options.for_width(len(names)) == options or not roles


def test_exported_table_gets_no_ones(tmp_path: Path) -> None:
    remembered = RememberedOptions(Preferences())
    assert ImportOptions().adds_ones
    remembered.store(tmp_path / "a", exported_columns(("x", "y")))
    assert not remembered.load(tmp_path / "a").adds_ones
    assert not remembered.load(tmp_path / "a").for_width(5).adds_ones
    default = ImportOptions(adds_ones=False)
    assert RememberedOptions(Preferences(), default).load(tmp_path / "b") is default
