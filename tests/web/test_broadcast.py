"""Signals: the first at once, at most four a second, and only to those they concern."""

import asyncio
import threading
from collections.abc import Callable
from uuid import UUID

from consensus.web import broadcast
from consensus.web.broadcast import Broadcast, Listener

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
EVERYONE = frozenset({"everyone"})
STAFF = frozenset({"everyone", "staff"})


def heard(
    act: Callable[[Callable[[UUID, int, str], None]], None], *listeners: tuple[UUID, frozenset[str]]
) -> list[list]:
    """What each listener is sent while `act` signals in another thread: (revision, seconds since the start)."""
    received: list[list[tuple[int, float]]] = [[] for _ in listeners]

    async def run() -> None:
        loop = asyncio.get_running_loop()
        subscribers: list[Callable[[UUID, int, str], None]] = []

        def subscribe(listener: Callable[[UUID, int, str], None]) -> Callable[[], None]:
            subscribers.append(listener)
            return lambda: subscribers.remove(listener)

        hub = Broadcast()
        hub.start(subscribe)
        start = loop.time()
        for place, (process_id, audiences) in enumerate(listeners):
            log = received[place]
            hub.add(
                Listener(process_id, audiences, lambda revision, log=log: log.append((revision, loop.time() - start)))
            )
        thread = threading.Thread(target=act, args=(subscribers[0],))
        thread.start()
        await asyncio.to_thread(thread.join)
        await asyncio.sleep(0.35)
        hub.stop()
        assert not subscribers

    asyncio.run(run())
    return received


def test_the_first_signal_goes_at_once():
    [[(revision, after)]] = heard(lambda signal: signal(HERE, 5, "everyone"), (HERE, EVERYONE))

    assert revision == 5
    assert after < 0.1


def test_a_burst_becomes_two_signals_the_last_with_the_latest_revision():
    def burst(signal):
        for revision in range(1, 201):
            signal(HERE, revision, "everyone")

    [received] = heard(burst, (HERE, EVERYONE))

    assert 1 <= len(received) <= 2
    assert received[-1][0] == 200


def test_two_signals_to_a_page_are_a_quarter_of_a_second_apart():
    def twice(signal):
        signal(HERE, 1, "everyone")
        threading.Event().wait(0.05)
        signal(HERE, 2, "everyone")

    [[(_, first), (revision, second)]] = heard(twice, (HERE, EVERYONE))

    assert revision == 2
    assert second - first >= broadcast.INTERVAL - 0.02


def test_what_concerns_the_staff_does_not_reach_the_panel():
    panel, staff = heard(lambda signal: signal(HERE, 7, "staff"), (HERE, EVERYONE), (HERE, STAFF))

    assert panel == []
    assert [revision for revision, _ in staff] == [7]


def test_another_process_hears_nothing():
    here, elsewhere = heard(lambda signal: signal(HERE, 7, "everyone"), (HERE, EVERYONE), (ELSEWHERE, STAFF))

    assert len(here) == 1
    assert elsewhere == []


def test_a_late_signal_does_not_turn_the_revision_back():
    def out_of_order(signal):
        signal(HERE, 9, "everyone")
        signal(HERE, 8, "everyone")

    [received] = heard(out_of_order, (HERE, EVERYONE))

    assert received[-1][0] == 9


def test_many_pages_do_not_all_ask_in_the_same_instant():
    received = heard(lambda signal: signal(HERE, 1, "everyone"), *[(HERE, EVERYONE)] * 400)

    moments = [after for [(_, after)] in received]
    assert len(moments) == 400
    assert max(moments) - min(moments) > 0.1
