from engine.parts.errors import ClusterMissing, PartsLost, PartsStalled


def test_extra_and_its_command_are_named() -> None:
    sentence = str(ClusterMissing())
    assert sentence == "A cluster needs the extra cluster. Add it: python3 main.py --add cluster"
    assert len(sentence) <= 72


def test_many_parts_are_named_in_part() -> None:
    error = PartsStalled([f"part-{k}.csv" for k in range(9)], 60)
    assert str(error).startswith("9 parts did not finish: part-0.csv, ")
    assert "3 more" in str(error)
    assert len(error.short) <= 72


def test_lost_part_is_named() -> None:
    error = PartsLost(["part-7.csv"])
    assert str(error).startswith("1 part ended the processes that read it: part-7.csv.")
