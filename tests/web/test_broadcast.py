"""Signals: the first at once, at most four a second, only to those they concern, and what is asked with them."""

import asyncio
import threading
from collections.abc import Callable
from uuid import UUID, uuid4

from consensus.services.meetings.asked_now import Asked, AskedNow
from consensus.web import broadcast
from consensus.web.broadcast import Broadcast, Listener

HERE, ELSEWHERE = UUID(int=1), UUID(int=2)
EVERYONE = frozenset({"everyone"})
STAFF = frozenset({"everyone", "staff"})


def nobody_is_asked(process_id, tokens):
    return AskedNow(0, {})


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

        hub = Broadcast(nobody_is_asked)
        hub.start(subscribe)
        start = loop.time()
        for place, (process_id, audiences) in enumerate(listeners):
            log = received[place]
            hub.add(
                Listener(process_id, audiences, lambda sent, log=log: log.append((sent.revision, loop.time() - start)))
            )
        thread = threading.Thread(target=act, args=(subscribers[0],))
        thread.start()
        await asyncio.to_thread(thread.join)
        await asyncio.sleep(0.7)
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


def told(hub_acts, n_pages, ask, audiences=EVERYONE):
    """What pages with cookies are sent from when they come, while `hub_acts(signal)` runs: every signal of each."""
    received = [[] for _ in range(n_pages)]

    async def run():
        hub = Broadcast(ask)
        subscribers = []
        hub.start(lambda subscriber: subscribers.append(subscriber) or (lambda: None))
        for place, log in enumerate(received):
            hub.add(Listener(HERE, audiences, log.append, token=f"token {place}"))
        await asyncio.sleep(0.3)
        hub_acts(subscribers[0])
        await asyncio.sleep(0.4)
        hub.stop()

    asyncio.run(run())
    return received


def test_what_is_asked_of_many_is_read_once_for_all_of_them():
    asked, reads = Asked(uuid4(), "The vote is open", "Nobody sees it.", ()), []

    def ask(process_id, tokens):
        reads.append(set(tokens))
        return AskedNow(len(reads), dict.fromkeys(tokens, asked))

    received = told(lambda signal: signal(HERE, 2, "everyone"), 300, ask)

    everybody = {f"token {place}" for place in range(300)}
    assert reads == [everybody, everybody]
    for place, signals in enumerate(received):
        assert [signal.revision for signal in signals] == [1, 2]
        assert all(signal.asked.by_token[f"token {place}"] is asked for signal in signals)


def test_a_vote_that_is_cast_makes_nobody_ask_anew():
    reads = []

    def ask(process_id, tokens):
        reads.append(tokens)
        return AskedNow(1, {})

    [signals] = told(lambda signal: signal(HERE, 2, "staff"), 1, ask, audiences=STAFF)

    assert [(signal.revision, signal.asked is None) for signal in signals] == [(1, False), (2, True)]
    assert len(reads) == 1


def test_many_pages_follow_one_after_another_and_the_staff_at_once():
    [panelist, *_] = told(lambda signal: signal(HERE, 2, "everyone"), 400, nobody_is_asked)
    [facilitator] = told(lambda signal: signal(HERE, 2, "everyone"), 1, nobody_is_asked, audiences=STAFF)

    assert panelist[-1].within == 400 * broadcast.SECONDS_PER_PAGE
    assert facilitator[-1].within == 0


def test_where_it_cannot_be_read_what_is_asked_the_signal_comes_nevertheless(caplog):
    def fail(process_id, tokens):
        raise OSError("the database is away")

    [signals] = told(lambda signal: signal(HERE, 2, "everyone"), 1, fail)

    assert [(signal.revision, signal.asked) for signal in signals] == [(0, None), (2, None)]
    assert "could not be read" in caplog.text
