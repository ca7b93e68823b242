"""Pages that follow a signal draw a few at a time, and a page that fails gives its turn back."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from consensus.ui.widgets.turns import AT_ONCE, in_turn


def test_no_more_pages_than_allowed_draw_at_once_and_all_of_them_do():
    drawing, most, lock = [], [], threading.Lock()

    def draw(page):
        with in_turn():
            with lock:
                drawing.append(page)
                most.append(len(drawing))
            time.sleep(0.005)
            with lock:
                drawing.remove(page)
        return page

    with ThreadPoolExecutor(20) as pages:
        drawn = list(pages.map(draw, range(60)))

    assert drawn == list(range(60))
    assert max(most) == AT_ONCE


def test_a_page_that_is_stopped_while_it_draws_holds_up_nobody():
    for _ in range(2 * AT_ONCE):
        with pytest.raises(SystemExit), in_turn():
            raise SystemExit

    with in_turn():
        pass
