from dataclasses import replace

from engine.reading.choices import BadRows, Choices
from engine.reading.faults import Fault, Faults
from gui.importing.draft import Draft
from gui.importing.roles import Role
from gui.importing.wishes import Wishes

from .conftest import CLEAN, MIXED, Seen

RAGGED = "a,b,y\n1,2,3\n4,5\n7,8,9\n"


def with_role(draft: Draft, columns: list[int], role: Role) -> Draft:
    wishes = draft.wishes.for_width(draft.preview.width)
    return draft.with_wishes(wishes.with_role(columns, role))


def skipping(draft: Draft) -> Draft:
    return draft.with_wishes(Wishes(Choices(bad_rows=BadRows.SKIP)))


def test_a_plain_table_is_taken_whole(seen: Seen) -> None:
    draft = seen(CLEAN)
    assert (draft.inputs, draft.output, draft.columns) == ((1, 2), 3, (1, 2, 3))
    assert not draft.has_faults
    assert draft.is_text
    assert [draft.name(k) for k in (1, 2, 3)] == ["x1", "x2", "y"]


def test_a_table_without_a_header_has_no_names(seen: Seen) -> None:
    draft = seen("1,2\n3,4\n")
    assert draft.name(1) == ""
    assert draft.columns == (1, 2)


def test_columns_of_text_are_left_out_and_no_fault_of_theirs_counts(seen: Seen) -> None:
    draft = seen(MIXED)
    assert draft.without_numbers == {1, 4}
    assert draft.roles == (Role.OUT, Role.A, Role.A, Role.OUT, Role.Y)
    assert [(fault.line, fault.column) for fault in draft.faults] == [(3, 2), (6, 5)]
    assert draft.faulty_columns == (2, 5)
    assert draft.faulty_lines == {3, 6}


def test_an_empty_column_holds_no_numbers(seen: Seen) -> None:
    draft = seen("x,,y\n1,,2\n3,,4\n")
    assert draft.without_numbers == {2}
    assert draft.columns == (1, 3)
    assert not draft.has_faults


def test_a_column_of_text_counts_once_it_is_wanted(seen: Seen) -> None:
    draft = with_role(seen(MIXED), [1], Role.A)
    assert draft.columns == (1, 2, 3, 5)
    assert 1 in draft.faulty_columns


def test_leaving_columns_out_takes_their_faults_away(seen: Seen) -> None:
    draft = with_role(seen(MIXED), [2], Role.OUT)
    assert draft.faulty_columns == (5,)
    assert not with_role(draft, [5], Role.OUT).has_faults


def test_y_is_read_last_wherever_it_stands(seen: Seen) -> None:
    draft = with_role(seen(CLEAN), [1], Role.Y)
    assert draft.columns == (2, 3, 1)
    assert draft.request == Choices(columns=(2, 3, 1))


def test_a_row_too_short_is_a_fault_of_no_column(seen: Seen) -> None:
    draft = seen(RAGGED)
    assert [(fault.line, fault.column) for fault in draft.faults] == [(3, 0)]
    assert draft.has_faults
    assert draft.faulty_columns == ()
    assert draft.without_numbers == frozenset()
    assert with_role(draft, [1, 2], Role.OUT).has_faults


def test_what_is_asked_of_the_reader_is_what_the_person_chose(seen: Seen) -> None:
    draft = seen(CLEAN, decimal=".")
    assert draft.request == Choices(decimal=".", columns=(1, 2, 3))
    assert skipping(seen(MIXED)).request == Choices(bad_rows=BadRows.SKIP, columns=(2, 3, 5))
    assert skipping(seen(MIXED)).skips_rows


def test_what_a_read_of_it_all_found_is_added_to_what_is_seen(seen: Seen) -> None:
    far = Fault(900, 3, "height", "tall", "'tall' is not a number.")
    found = Faults((far,), 12, 11, {3: 12})
    draft = seen(MIXED).with_found(found)
    assert [(fault.line, fault.column) for fault in draft.faults] == [(3, 2), (6, 5), (900, 3)]
    assert draft.faulty_columns == (2, 3, 5)
    assert draft.with_wishes(draft.wishes).found is found


def test_columns_with_faults_beyond_those_listed_are_known_too(seen: Seen) -> None:
    draft = seen(CLEAN).with_found(Faults((), 200, 200, {2: 200}))
    assert draft.faulty_columns == (2,)
    assert draft.has_faults
    assert not with_role(draft, [2], Role.OUT).has_faults


def test_the_same_fault_is_listed_once(seen: Seen) -> None:
    draft = seen(MIXED)
    found = Faults(draft.faults, 2, 2, {2: 1, 5: 1})
    assert draft.with_found(found).faults == draft.faults


def test_an_array_has_rows_for_lines(seen: Seen) -> None:
    draft = seen(CLEAN)
    array = replace(draft.preview, options=Choices())
    assert not replace(draft, preview=array).is_text
