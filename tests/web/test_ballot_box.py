"""Ballots that arrive together are committed together, each is answered, and none is lost on the way."""

import asyncio
import threading
from collections.abc import Sequence
from datetime import UTC, datetime
from uuid import UUID

from consensus.services.rounds.ballots import CastRequest, Recorded, Refused
from consensus.web.ballot_box import BallotBox

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def request(number: int) -> CastRequest:
    return CastRequest("token", f"key-{number}", UUID(int=number), "v", "agree", "")


class Store:
    """Keeps what it is given, one batch at a time; the first batch waits until it may go on."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.may_go_on = threading.Event()
        self.threads: set[str] = set()

    def cast(self, requests: Sequence[CastRequest]) -> list[Recorded | Refused]:
        self.may_go_on.wait(5)
        self.batches.append([each.key for each in requests])
        self.threads.add(threading.current_thread().name)
        return [
            Refused(each.key, "No.") if each.key.endswith("3") else Recorded(each.key, each.item_id, "agree", "", NOON)
            for each in requests
        ]


def test_what_arrives_during_a_commit_is_committed_together_next():
    store = Store()

    async def run() -> list[Recorded | Refused | None]:
        box = BallotBox(store.cast)
        box.start()
        first = asyncio.create_task(box.cast(request(0)))
        await asyncio.sleep(0.05)
        others = [asyncio.create_task(box.cast(request(number))) for number in range(1, 21)]
        await asyncio.sleep(0.05)
        store.may_go_on.set()
        answers = [await first, *[await other for other in others]]
        await box.stop()
        return answers

    answers = asyncio.run(run())

    assert [len(batch) for batch in store.batches] == [1, 20]
    assert [answer.key for answer in answers if answer] == [f"key-{number}" for number in range(21)]
    assert [answer.key for answer in answers if isinstance(answer, Refused)] == ["key-3", "key-13"]
    assert len(store.threads) == 1


def test_a_batch_that_fails_is_answered_with_not_stored_and_the_next_one_goes_on():
    n_calls = 0

    def fail_once(requests: Sequence[CastRequest]) -> list[Recorded | Refused]:
        nonlocal n_calls
        n_calls += 1
        if n_calls == 1:
            raise OSError("disk full")
        return [Recorded(each.key, each.item_id, "agree", "", NOON) for each in requests]

    async def run() -> tuple[object, object]:
        box = BallotBox(fail_once)
        box.start()
        answers = await box.cast(request(1)), await box.cast(request(1))
        await box.stop()
        return answers

    failed, stored = asyncio.run(run())

    assert failed is None
    assert isinstance(stored, Recorded)


def test_a_ballot_that_cannot_be_stored_does_not_hold_up_the_others():
    n_calls = 0

    def choke(requests: Sequence[CastRequest]) -> list[Recorded | Refused]:
        nonlocal n_calls
        n_calls += 1
        if any(each.key == "key-5" for each in requests):
            raise UnicodeEncodeError("utf-8", "x", 0, 1, "no such character")
        return [Recorded(each.key, each.item_id, "agree", "", NOON) for each in requests]

    async def run() -> list[object]:
        box = BallotBox(choke)
        waiting = [asyncio.ensure_future(box.cast(request(number))) for number in range(16)]
        await asyncio.sleep(0)
        box.start()
        answers = await asyncio.gather(*waiting)
        await box.stop()
        return answers

    answers = asyncio.run(run())

    assert [number for number, answer in enumerate(answers) if answer is None] == [5]
    assert n_calls < 16


def test_a_store_that_is_down_is_not_asked_for_each_ballot():
    n_calls = 0

    def fail(requests: Sequence[CastRequest]) -> list[Recorded | Refused]:
        nonlocal n_calls
        n_calls += 1
        raise OSError("disk full")

    async def run() -> list[object]:
        box = BallotBox(fail)
        waiting = [asyncio.ensure_future(box.cast(request(number))) for number in range(64)]
        await asyncio.sleep(0)
        box.start()
        answers = await asyncio.gather(*waiting)
        await box.stop()
        return answers

    assert asyncio.run(run()) == [None] * 64
    assert n_calls == 3


def test_a_store_that_answers_too_little_answers_nothing():
    async def run() -> object:
        box = BallotBox(lambda requests: [])
        box.start()
        answer = await box.cast(request(1))
        await box.stop()
        return answer

    assert asyncio.run(run()) is None


def test_stopping_stores_what_is_waiting_and_takes_no_more():
    store = Store()

    async def run() -> tuple[list[object], object]:
        box = BallotBox(store.cast, batch=4)
        box.start()
        waiting = [asyncio.create_task(box.cast(request(number))) for number in range(10)]
        await asyncio.sleep(0.05)
        stopping = asyncio.create_task(box.stop())
        await asyncio.sleep(0)
        late = await box.cast(request(99))
        store.may_go_on.set()
        await stopping
        return [await each for each in waiting], late

    answers, late = asyncio.run(run())

    assert all(answer is not None for answer in answers)
    assert sum(len(batch) for batch in store.batches) == 10
    assert max(len(batch) for batch in store.batches) == 4
    assert late is None


def test_a_full_box_turns_ballots_away_at_once():
    store = Store()

    async def run() -> list[object]:
        box = BallotBox(store.cast, most_waiting=3)
        box.start()
        held = asyncio.create_task(box.cast(request(0)))
        await asyncio.sleep(0.05)
        others = [asyncio.create_task(box.cast(request(number))) for number in range(10, 15)]
        await asyncio.sleep(0.05)
        turned_away = [each.result() for each in others if each.done()]
        store.may_go_on.set()
        await asyncio.gather(held, *others)
        await box.stop()
        return turned_away

    assert asyncio.run(run()) == [None, None]


def test_a_browser_that_left_does_not_hold_up_the_others():
    store = Store()

    async def run() -> object:
        box = BallotBox(store.cast)
        box.start()
        gone = asyncio.create_task(box.cast(request(0)))
        here = asyncio.create_task(box.cast(request(1)))
        await asyncio.sleep(0.05)
        gone.cancel()
        store.may_go_on.set()
        answer = await here
        await box.stop()
        return answer

    assert isinstance(asyncio.run(run()), Recorded)
    assert sorted(key for batch in store.batches for key in batch) == ["key-0", "key-1"]
