from engine.reading.arrays.joint_arrays import NONE_LEFT, make_one_table, told_of_others


def test_arrays_of_equal_height_make_a_table() -> None:
    assert make_one_table({"x": 3, "z": 3, "w": 2}) == ("x", "z")
    assert make_one_table({"x": 3, "z": 2}) == ()
    assert make_one_table({"x": 3, "z": 3, "u": 2, "v": 2}) == ()


def test_weights_are_no_part_of_the_table() -> None:
    assert make_one_table({"A": 3, "W": 3, "Y": 3, "u": 2, "v": 2}) == ("A", "Y")


def test_others_are_told_with_their_rows() -> None:
    (note,) = told_of_others({"A": 3, "Y": 3, "W": 1}, ("A", "Y"))
    assert note == (
        "The array “W” was left out: it has 1 row, and “A” and “Y” have 3. "
        "Each can be chosen as a sheet."
    )
    assert told_of_others({"A": 3}, ("A",)) == []
    assert NONE_LEFT(1) == "it has only 1 row, so none are left to read."
