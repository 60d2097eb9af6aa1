"""Faults that are found as soon as one is looked at."""

from engine.reading.faults import Fault
from engine.reading.text.plain.gaps import FaultsOnDemand


def test_faults_are_found_once_asked() -> None:
    asked = list[int]()

    def find() -> list[Fault]:
        asked.append(1)
        return [Fault(2, 1, "x", "NA", "no"), Fault(3, 1, "x", "", "empty")]

    faults = FaultsOnDemand(2, find)
    assert (len(faults), bool(faults), asked) == (2, True, [])
    assert faults[0].text == "NA"
    assert [fault.line for fault in faults] == [2, 3]
    assert [fault.line for fault in faults[1:]] == [3]
    assert asked == [1]
