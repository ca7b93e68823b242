"""The sentences of a report that its record makes, one function for each matter; what was not held is left out."""

from collections.abc import Iterator
from itertools import groupby

from consensus.domain.conflicts import Publication
from consensus.domain.disclosure import Anonymity, TallyMode
from consensus.domain.report_passages import Fact, Sentence
from consensus.domain.shares import percent_text
from consensus.domain.wording import counted
from consensus.exports.methods_text import long_date, long_moment, simulation_sentences
from consensus.exports.report.record import ReportRecord, RoundAccount

_PUBLICATIONS = {
    Publication.FULL_TEXT: "in full, by name",
    Publication.CATEGORY: "by name and kind",
    Publication.COUNTS: "as numbers, without names",
}


def recruitment_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """Who was asked to take part, and what they said."""
    panel = record.panel
    invited = Fact("invited, entitled to vote", str(panel.invited), "panel")
    institutions = Fact("institutions of the invited", str(panel.institutions_invited), "panel")
    countries = Fact("countries of the invited", str(panel.countries), "panel")
    where = f" from {counted(panel.institutions_invited, 'institution')}" if panel.institutions_invited else ""
    lands = f" in {counted(panel.countries, 'country', 'countries')}" if panel.countries else ""
    yield Sentence(
        "methods.recruitment.invited",
        f"{counted(panel.invited, 'person', 'people')} entitled to vote{where}{lands} {_were(panel.invited)} invited.",
        (invited, institutions, countries),
    )
    if panel.accepted or panel.declined:
        answered = (
            Fact("accepted", str(panel.accepted), "invitations"),
            Fact("declined", str(panel.declined), "invitations"),
            Fact("neither accepted nor declined", str(panel.unanswered), "invitations"),
        )
        yield Sentence(
            "methods.recruitment.answers",
            f"{panel.accepted} accepted, {panel.declined} declined, and of {panel.unanswered} no answer is on record.",
            answered,
        )
    if len(panel.groups) > 1:
        named = ", ".join(f"{name} ({n})" for name, n in panel.groups)
        few = counted(panel.n_small_groups, "further group") + f" of fewer than {panel.smallest_group}"
        small = f"; {few} {_were(panel.n_small_groups)} not counted apart" if panel.n_small_groups else ""
        facts = tuple(Fact(f"invited, {name}", str(n), "panel") for name, n in panel.groups)
        yield Sentence("methods.recruitment.groups", f"By stakeholder group they were {named}{small}.", facts)
    if panel.patients_invited:
        text = f"{counted(panel.patients_invited, 'patient representative')} without a vote took part beside them."
        fact = Fact("patient representatives without a vote", str(panel.patients_invited), "panel")
        yield Sentence("methods.recruitment.patients", text, (fact,))
    yield from simulation_sentences(simulated=record.results.simulated)


def survey_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """The survey before the meeting: what it was, when it ran, who answered."""
    survey = record.survey
    if survey is None or survey.opened_at is None:
        return
    until = f" to {long_date(survey.closed_at.date())}" if survey.closed_at else ", and is still open"
    yield Sentence(
        "methods.survey.dates",
        f"A survey of {counted(survey.n_questions, 'question')} (“{survey.title}”, version {survey.version}) ran from "
        f"{long_date(survey.opened_at.date())}{until}.",
        (
            Fact("questions", str(survey.n_questions), "survey"),
            Fact("version of the questions", str(survey.version), "survey"),
            Fact("survey opened", f"{survey.opened_at:%Y-%m-%d}", "survey"),
            Fact("survey closed", f"{survey.closed_at:%Y-%m-%d}" if survey.closed_at else "not yet", "survey"),
        ),
    )
    account = survey.account
    if account is None:
        return
    yield Sentence(
        "methods.survey.response",
        f"{_of(account.n_respondents, account.n_asked)} of those asked, with a vote and without, sent it in"
        f"{f', {account.n_paper} of them on paper' if account.n_paper else ''}.",
        (
            Fact("asked to answer", str(account.n_asked), "survey"),
            Fact("sent the survey in", str(account.n_respondents), "survey"),
            Fact("on paper", str(account.n_paper), "survey"),
        ),
    )
    if record.agenda or record.results.candidates:
        text = "Its answers were collated into the agenda of the meeting and into candidate statements."
        yield Sentence("methods.survey.collation", text)


def meeting_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """When the panel met."""
    meeting = record.meeting
    if meeting is None:
        return
    if meeting.held_on is not None:
        fact = Fact("day of the meeting", f"{meeting.held_on:%Y-%m-%d}", "meeting")
        text = f"The panel met on {long_date(meeting.held_on)} (“{meeting.title}”)."
        yield Sentence("methods.meeting.day", text, (fact,))
    if meeting.started_at and meeting.ended_at:
        facts = (
            Fact("meeting started", f"{meeting.started_at:%Y-%m-%d %H:%M %Z}", "meeting"),
            Fact("meeting ended", f"{meeting.ended_at:%Y-%m-%d %H:%M %Z}", "meeting"),
        )
        text = (
            f"The record of the meeting runs from {long_moment(meeting.started_at)} to {long_moment(meeting.ended_at)}."
        )
        yield Sentence("methods.meeting.record", text, facts)


def agenda_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """What was planned for the day."""
    if record.agenda:
        fact = Fact("items of the agenda", str(len(record.agenda)), "agenda")
        text = f"Its agenda had {counted(len(record.agenda), 'item')}, with the planned times given below."
        yield Sentence("methods.meeting.agenda", text, (fact,))


def anonymity_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """What those who voted were promised, word for word, and what the facilitator watched."""
    for promise, rounds in groupby(record.rounds, key=lambda round_: round_.promise):
        told = list(rounds)
        yield Sentence(
            f"methods.anonymity.{told[0].number}",
            f"Those who voted in {_numbers(told)} were told: “{promise}”",
            tuple(Fact(f"voting in round {one.number}", one.anonymity.value, "rounds") for one in told),
        )
    if not record.rounds:
        return
    raised = [round_ for round_ in record.rounds if round_.by_hands]
    if raised:
        text = (
            f"In {_numbers(raised)} the room voted by a show of hands. The facilitator counted the hands, and no name "
            "was kept beside them."
        )
        facts = tuple(Fact(f"round {one.number}", "by a show of hands", "rounds") for one in raised)
        yield Sentence("methods.anonymity.hands", text, facts)
    live = [round_ for round_ in record.rounds if round_.tally_mode is TallyMode.LIVE and not round_.by_hands]
    if live:
        text = (
            f"While {_numbers(live)} {'was' if len(live) == 1 else 'were'} open, the facilitator saw how the votes "
            "fell, and not who had voted; the panel saw how many had."
        )
        facts = tuple(Fact(f"tally of round {one.number}", one.tally_mode.value, "rounds") for one in live)
        yield Sentence("methods.anonymity.live", text, facts)
    sealed = [round_ for round_ in record.rounds if round_.tally_mode is TallyMode.SEALED and not round_.by_hands]
    if sealed:
        text = (
            f"While {_numbers(sealed)} {'was' if len(sealed) == 1 else 'were'} open, the facilitator saw who was "
            "missing, and no counts."
        )
        facts = tuple(Fact(f"tally of round {one.number}", one.tally_mode.value, "rounds") for one in sealed)
        yield Sentence("methods.anonymity.sealed", text, facts)


def feedback_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """What the panel saw of a vote once it was over."""
    if record.rounds:
        named = any(round_.anonymity is Anonymity.OPEN for round_ in record.rounds)
        beside = " In open rounds names stood beside the choices." if named else ""
        text = (
            f"Once a round was revealed, the panel saw its counts, its verdict and the comments without names.{beside}"
        )
        yield Sentence("methods.feedback", text, (Fact("revealed rounds", str(len(record.rounds)), "rounds"),))


def interest_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """What was asked about interests, who declared, and what was decided."""
    report = record.results.interests
    if report is None:
        return
    asked = max((topic.n_asked for topic in report.topics), default=0)
    declared = max((topic.n_declared for topic in report.topics), default=0)
    interests = sum(topic.n_interests for topic in report.topics)
    recused = sum(topic.n_recused for topic in report.topics)
    yield Sentence(
        "methods.interests.declared",
        f"Those entitled to vote were asked for their interests in general and on each topic; up to {declared} of "
        f"{asked} answered a question. {counted(interests, 'interest')} {_were(interests)} declared and "
        f"{counted(recused, 'recusal')} decided.",
        (
            Fact("asked for interests", str(asked), "interests"),
            Fact("declared on a question, at most", str(declared), "interests"),
            Fact("interests declared", str(interests), "interests"),
            Fact("recusals", str(recused), "interests"),
        ),
    )
    how = _PUBLICATIONS[report.publication]
    fact = Fact("publication of interests", report.publication.value, "settings")
    yield Sentence("methods.interests.published", f"As was announced, they are published {how}.", (fact,))


def software_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """What carried the process, and what its record is bound by."""
    yield Sentence(
        "methods.software",
        f"The process was carried by Assent {record.software}; its record has {counted(record.n_events, 'event')}, "
        "each bound to the one before by a keyed digest.",
        (
            Fact("version of Assent", record.software, "software"),
            Fact("events", str(record.n_events), "record"),
            Fact("last digest of the record", record.chain_head[:16], "record"),
        ),
    )


def round_sentences(record: ReportRecord) -> Iterator[Sentence]:
    """How many rounds there were, and how many voted in each."""
    for number, reason in record.voided:
        fact = Fact(f"reason of round {number}", reason, "rounds")
        yield Sentence(
            f"results.rounds.void.{number}", f"Round {number} was declared void: {reason.rstrip('.')}.", (fact,)
        )
    if record.n_unrevealed:
        text = f"{counted(record.n_unrevealed, 'round')} not revealed yet {_were(record.n_unrevealed)} left out."
        fact = Fact("rounds not revealed", str(record.n_unrevealed), "rounds")
        yield Sentence("results.rounds.unrevealed", text, (fact,))
    if not record.rounds:
        return
    n_items = sum(len(round_.items) for round_ in record.rounds)
    yield Sentence(
        "results.rounds.number",
        f"{counted(len(record.rounds), 'round')} with {counted(n_items, 'vote')} on a statement "
        f"{_were(len(record.rounds))} held and revealed.",
        (
            Fact("revealed rounds", str(len(record.rounds)), "rounds"),
            Fact("votes on a statement", str(n_items), "rounds"),
        ),
    )
    turnouts = [(round_.n_voted, round_.n_electors) for round_ in record.rounds if round_.n_electors]
    if turnouts:
        low = min(turnouts, key=lambda turnout: turnout[0] / turnout[1])
        high = max(turnouts, key=lambda turnout: turnout[0] / turnout[1])
        between = _of(*low) if low[0] * high[1] == high[0] * low[1] else f"between {_of(*low)} and {_of(*high)}"
        facts = tuple(
            Fact(f"voted in round {one.number}", f"{one.n_voted} of {one.n_electors}", "rounds")
            for one in record.rounds
        )
        yield Sentence("results.rounds.turnout", f"Of those entitled, {between} voted in a round.", facts)


def _numbers(rounds: list[RoundAccount]) -> str:
    """ "round 2", "rounds 1 to 5", "rounds 1, 3 and 4"."""
    numbers = [round_.number for round_ in rounds]
    if len(numbers) == 1:
        return f"round {numbers[0]}"
    if len(numbers) > 2 and numbers == list(range(numbers[0], numbers[-1] + 1)):
        return f"rounds {numbers[0]} to {numbers[-1]}"
    return f"rounds {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _of(k: int, n: int) -> str:
    return f"{k} of {n} ({percent_text(k, n)})" if n else str(k)


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
