from gui.run.speed import Rate


def test_rate_is_unknown_at_first() -> None:
    rate = Rate()
    assert rate.update(0, 10.0) is None
    assert rate.update(100, 10.1) is None


def test_rate_is_epochs_over_seconds() -> None:
    rate = Rate()
    rate.update(0, 10.0)
    assert rate.update(500, 10.5) == 1000
    assert rate.update(501, 10.6) == 1000
    assert rate.update(600, 11.5) == 100


def test_restart_forgets_rate() -> None:
    rate = Rate()
    rate.update(0, 10.0)
    rate.update(500, 10.5)
    rate.restart()
    assert rate.update(500, 11.0) is None
    assert rate.update(600, 12.0) == 100


def test_same_epoch_keeps_rate() -> None:
    rate = Rate()
    rate.update(0, 10.0)
    assert rate.update(0, 11.0) is None
    assert rate.update(2, 12.0) == 1
    assert rate.update(2, 14.0) == 1
    assert rate.update(3, 14.0) == 0.5
