"""A secret ranking on a phone: a place says which end is the first, and nobody stands in it twice."""

import re

from playwright.sync_api import expect

from consensus.domain.ballots import RoundKind
from consensus.domain.disclosure import Anonymity
from consensus.services.examples.replay import Stage
from consensus.services.rounds import rounds, voiding
from tests.browser.people import ALONE, THREE, TOGETHER, cast_people, open_vote

SIX = (*THREE, "m06", "m07", "m08")
FIRST_PLACE = "First place: the most important"


def test_the_newer_choice_takes_the_place_from_the_statement_that_had_it(app, open_browser):
    people = cast_people(app, Stage.SURVEY)
    spoilt = open_vote(people, SIX, TOGETHER, ALONE)
    voiding.void_round(people.facilitator, spoilt.id, "A ranking was meant.")
    both = [item.statement_id for item in spoilt.items]
    held = people.meeting()
    rounds.open_round(people.facilitator, held.id, both, kind=RoundKind.RANKING, anonymity=Anonymity.SECRET)
    phone = open_browser(phone=True)
    phone.join(people.link(THREE[0]))
    phone.go_to("Meeting")
    first_place, pager = phone.main.get_by_role("radio", name=FIRST_PLACE), phone.main.locator(".pager button")

    first_place.check()
    pager.last.click()
    first_place.check()
    expect(phone.main.get_by_text(re.compile("1 statement left"))).to_be_visible()
    pager.first.click()

    expect(first_place).not_to_be_checked()
