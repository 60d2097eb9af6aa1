"""Garbage, and the widgets in it, is collected in the window's thread only."""

import gc
from collections.abc import Iterator
from threading import Thread, current_thread, main_thread

import pytest
from pytestqt.qtbot import QtBot

from gui.background import garbage
from gui.background.garbage import GarbageCollector

ENOUGH = 3


class Kept:
    """Notes the thread in which it is deleted; a part of a cycle, which only a collection ends."""

    def __init__(self, ends: list[Thread]) -> None:
        self._ends = ends
        self.itself = self

    def __del__(self) -> None:
        self._ends.append(current_thread())


@pytest.fixture
def collector(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[GarbageCollector]:
    monkeypatch.setattr(garbage, "MILLISECONDS", 1)
    collector = GarbageCollector()
    collector.start()
    yield collector
    collector.end()


def allocate(count: int) -> None:
    """Allocate more containers than any generation waits for."""
    for _ in range(count):
        kept: list[object] = [[] for _ in range(gc.get_threshold()[0])]
        kept.clear()


def test_other_threads_collect_nothing(collector: GarbageCollector, qtbot: QtBot) -> None:
    ends: list[Thread] = []
    Kept(ends)
    thread = Thread(target=allocate, args=(ENOUGH * gc.get_threshold()[1],))
    thread.start()
    thread.join()
    assert not ends
    kept: list[object] = []

    def is_collected() -> bool:
        kept.extend([] for _ in range(gc.get_threshold()[0]))
        return bool(ends)

    qtbot.waitUntil(is_collected)
    assert ends == [main_thread()]


def test_few_objects_are_not_looked_through(
    collector: GarbageCollector, monkeypatch: pytest.MonkeyPatch
) -> None:
    collected: list[str] = []
    with monkeypatch.context() as patch:
        patch.setattr(gc, "get_threshold", lambda: (700, 10, 10))
        patch.setattr(gc, "collect", lambda: collected.append("all"))
        for counts, expected in (((700, 99, 99), []), ((701, 0, 0), ["all"])):
            patch.setattr(gc, "get_count", lambda counts=counts: counts)
            collector.collect()
            assert collected == expected


def test_end_gives_garbage_back(qtbot: QtBot) -> None:
    collector = GarbageCollector()
    collector.start()
    assert gc.get_freeze_count()
    assert not gc.isenabled()
    collector.end()
    assert not gc.get_freeze_count()
    assert gc.isenabled()
