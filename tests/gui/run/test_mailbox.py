from threading import Thread

from gui.run.mailbox import Mailbox


def test_empty_mailbox_gives_none() -> None:
    assert Mailbox[int]().take() is None


def test_latest_value_is_taken_once() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.put(2)
    assert mailbox.take() == 2
    assert mailbox.take() is None


def test_values_from_thread_arrive_in_order() -> None:
    mailbox: Mailbox[int] = Mailbox()

    def write() -> None:
        for value in range(10_000):
            mailbox.put(value)

    writer = Thread(target=write)
    writer.start()
    taken = []
    while writer.is_alive():
        if (value := mailbox.take()) is not None:
            taken.append(value)
    writer.join()
    taken += [value for value in (mailbox.take(),) if value is not None]
    assert taken == sorted(taken)
    assert taken[-1] == 9_999
