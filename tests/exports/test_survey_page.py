"""The survey's page shows what was typed as text, runs nothing, and tells no number that would name people."""

import re
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest

from consensus.exports.bar_chart import bar_chart
from consensus.exports.sections.survey import to_survey_markdown
from consensus.exports.survey_account import SurveyAccount
from consensus.exports.survey_page import to_survey_page
from surveys.collation import QuestionCollation
from surveys.model import Question, QuestionKind

EVIL = "<script>alert(1)</script> \"'& \x00\x1b ]]> ä"
STRENGTH = Question("strength", QuestionKind.SINGLE, EVIL)
WRITTEN = "In my own theatre it is quicker."


def page_of(*questions, smallest=1, simulated=False):
    account = SurveyAccount(EVIL, 12, 8, 1, questions, smallest, is_simulated=simulated)
    return to_survey_page(account).decode()


def counted(*numbers):
    counts = tuple((f"{EVIL} {place}", f"o{place}", n) for place, n in enumerate(numbers))
    return QuestionCollation(STRENGTH, "", sum(numbers), 0, 0, counts)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.names, self.attributes = [], []

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes.extend(attrs)


def test_what_was_typed_is_text_and_nothing_runs_or_is_loaded():
    tags = Tags()
    tags.feed(page_of(counted(3, 5)))

    assert not {"script", "link", "img", "iframe"} & set(tags.names)
    assert not [name for name, _ in tags.attributes if name.startswith("on") or name in ("src", "href", "style")]
    assert "default-src 'none'" in dict(tags.attributes)["content"] or "default-src 'none'" in str(tags.attributes)


def test_every_question_has_a_chart_with_words_and_its_numbers_as_a_table():
    page = page_of(counted(3, 5))

    assert re.search(r'<svg[^>]*role="img"[^>]*aria-label="Bars, of 8 who answered\.', page)
    assert '<td class="n">3</td><td class="n">37.5%</td>' in page
    assert "8 of 12 people asked sent the survey in" in page


@pytest.mark.parametrize("numbers", [(0, 1), (7, 0, 2), (1,) * 40], ids=["a zero", "three", "forty"])
def test_a_chart_is_well_formed_and_its_bars_are_as_long_as_the_shares(numbers):
    svg = ElementTree.fromstring(bar_chart(counted(*numbers).counts, sum(numbers)))

    bars = [float(bar.get("width")) for bar in svg.iter("{http://www.w3.org/2000/svg}rect")]
    full, drawn = bars[::2], bars[1::2]
    assert drawn == [pytest.approx(whole * n / sum(numbers), abs=0.1) for whole, n in zip(full, numbers, strict=True)]


def test_numbers_of_too_few_and_texts_are_not_told():
    text = QuestionCollation(Question("why", QuestionKind.TEXT, "Why?"), "", 2, 0, 0, texts=(WRITTEN,))

    page = page_of(counted(1, 1), text, smallest=3)

    assert "Answered by too few people to be shown." in page
    assert "<svg" not in page
    assert WRITTEN not in page


def test_a_simulated_survey_says_so():
    assert "Simulated example" in page_of(counted(1), simulated=True)
    assert "Simulated example" not in page_of(counted(1))


def test_a_ranking_says_that_its_bars_are_first_places():
    order = Question("order", QuestionKind.RANKING, "What matters most?")
    ranked = QuestionCollation(order, "", 4, 0, 0, (("Survival", "life", 3), ("Comfort", "ease", 1)))

    account = SurveyAccount("S", 4, 4, 0, (ranked,))
    assert "How often each was put first." in to_survey_page(account).decode()
    assert "How often each was put first." in to_survey_markdown(account).decode()
