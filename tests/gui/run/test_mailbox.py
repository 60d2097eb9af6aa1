from threading import Thread

from gui.run.mailbox import Mailbox


def test_an_empty_mailbox_gives_nothing() -> None:
    assert Mailbox[int]().take() is None


def test_the_latest_value_is_taken_once() -> None:
    mailbox: Mailbox[int] = Mailbox()
    mailbox.put(1)
    mailbox.put(2)
    assert mailbox.take() == 2
    assert mailbox.take() is None


def test_values_from_another_thread_arrive_in_order_and_the_last_one_does() -> None:
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
