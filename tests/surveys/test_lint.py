"""Lint: what makes answers hard to give or to use is named with question, field, why and how to mend it."""

import pytest

from surveys.lint import knows_language, lint
from surveys.loader import parse_instrument
from surveys.shipped import list_shipped

HEAD = 'id = "i"\nversion = "1"\ntitle = "T"\n[[section]]\nid = "s"\ntitle = "S"\n[[section.question]]\nid = "q"\n'
RATED = 'kind = "scale"\ncannot_judge = true\nplain = "Plain."\n'
ENDS = 'scale = { low = 1, high = 9, low_label = "strongly disagree", high_label = "strongly agree" }\n'
CHOICE = 'kind = "single"\ntext = "Which?"\ncannot_judge = true\n'


def hints_of(body, head=HEAD):
    return {(hint.field, hint.rule) for hint in lint(parse_instrument(head + body, "survey.toml"))}


def options(*labels, **more):
    items = ", ".join(f'{{ id = "o{n}", label = "{label}" }}' for n, label in enumerate(labels))
    return f"options = [{items}]\n"


CASES = {
    "two things": (RATED + 'text = "It is safe and cheap."\n' + ENDS, ("text", "Two things in one")),
    "either of two": (RATED + 'text = "Give it before or after surgery."\n' + ENDS, ("text", "Two things in one")),
    "two things in a draft statement": (
        CHOICE + 'options = [{ id = "a", label = "A", statement = "Do this and that." }, { id = "b", label = "B" }]\n',
        ("statement of a", "Two things in one"),
    ),
    "leading should": (RATED + 'text = "Should it be offered?"\n' + ENDS, ("text", "A leading “should”")),
    "leading": (RATED + 'text = "Do you agree that it helps?"\n' + ENDS, ("text", "A leading question")),
    "several numbers": (
        RATED + 'text = "Give 20 mg for 5 days."\n' + ENDS,
        ("text", "Several numbers"),
    ),
    "two negations": (RATED + 'text = "It is not unsafe."\n' + ENDS, ("text", "Two negations")),
    "contracted negations": (RATED + 'text = "It doesn\'t work without it."\n' + ENDS, ("text", "Two negations")),
    "very long": (RATED + f'text = "{"word " * 41}"\n' + ENDS, ("text", "A very long text")),
    "no cannot judge": (
        'kind = "scale"\ntext = "Good."\n' + ENDS,
        ("cannot_judge", "No way to say “cannot judge”"),
    ),
    "no cannot judge on draft statements": (
        'kind = "multiple"\ntext = "Which?"\noptions = [{ id = "a", label = "A", statement = "A." }, '
        '{ id = "b", label = "B" }]\n',
        ("cannot_judge", "No way to say “cannot judge”"),
    ),
    "one end without words": (
        RATED + 'text = "Good."\nscale = { low = 1, high = 9, low_label = "bad" }\n',
        ("scale", "An end of the scale without words"),
    ),
    "unbalanced ends": (
        RATED + 'text = "Good."\n' + ENDS.replace("strongly disagree", "disagree"),
        ("scale", "An unbalanced scale"),
    ),
    "the same ends": (
        RATED + 'text = "Good."\nscale = { low = 1, high = 9, low_label = "good", high_label = "Good" }\n',
        ("scale", "Both ends of the scale say the same"),
    ),
    "agreeing with the middle": (
        RATED + 'text = "Good."\n' + ENDS.replace(" }", ", agree_from = 5 }"),
        ("agree_from", "Agreement begins below the upper half"),
    ),
    "doubled options": (CHOICE + options("Never", "never."), ("options", "Two that say the same")),
    "overlapping options": (CHOICE + options("0 to 5", "5 to 10"), ("options", "Options that overlap")),
    "required text": ('kind = "text"\ntext = "Why?"\nrequired = true\n', ("required", "A free text that is required")),
    "comment on a text": (
        'kind = "text"\ntext = "Why?"\ncomment = true\n',
        ("comment", "A comment beside a free text"),
    ),
    "no plain twin": ('kind = "text"\ntext = "Which thromboprophylaxis?"\n', ("plain", "No plain-language twin")),
}


@pytest.mark.parametrize(("body", "expected"), CASES.values(), ids=CASES.keys())
def test_what_is_hard_to_answer_is_named(body, expected):
    assert hints_of(body) == {expected}


FINE = {
    "between two": RATED + 'text = "It belongs between surgery and chemotherapy."\n' + ENDS,
    "whether or not": RATED + 'text = "Offer it whether or not it is paid for."\n' + ENDS,
    "one range": RATED + 'text = "Give 20 to 30 mg."\n' + ENDS,
    "a phase and a number": RATED + 'text = "A phase 3 trial needs 100 patients."\n' + ENDS,
    "an open should": CHOICE + 'help = "What should be done."\n' + options("A", "B"),
    "one negation": RATED + 'text = "It is not safe."\n' + ENDS,
    "ranges side by side": CHOICE + options("0 to 4", "5 to 10"),
    "opposite extremes": RATED + 'text = "Good."\nscale = { low = 1, high = 5, low_label = "not at all", '
    'high_label = "entirely" }\n',
}


@pytest.mark.parametrize("body", FINE.values(), ids=FINE.keys())
def test_what_is_fine_is_left_alone(body):
    assert hints_of(body) == set()


def test_rules_on_words_are_for_english_and_the_others_for_every_language():
    german = HEAD.replace("title =", 'language = "de"\ntitle =', 1)

    assert hints_of(RATED + 'text = "It is safe and cheap."\n' + ENDS, german) == set()
    assert hints_of('kind = "text"\ntext = "Warum?"\nrequired = true\n', german) == {
        ("required", "A free text that is required")
    }
    assert not knows_language(parse_instrument(german + 'kind = "text"\ntext = "Warum?"\n', "survey.toml"))


def test_a_hint_says_why_and_how_to_mend_it():
    (hint,) = lint(parse_instrument(HEAD + RATED + 'text = "It is safe and cheap."\n' + ENDS, "survey.toml"))

    assert hint.question_id == "q"
    assert hint.why == "It joins things by “and”: whoever agrees with one alone cannot answer."
    assert hint.mend == "Make two of it, or name the whole by one word."


@pytest.mark.parametrize("shipped", list_shipped(), ids=lambda shipped: shipped.name)
def test_the_instruments_that_come_along_need_no_hint(shipped):
    assert lint(shipped.instrument) == ()
