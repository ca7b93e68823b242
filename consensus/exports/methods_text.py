"""The sentences on methods that results and report share, each with the numbers it was written from."""

from collections.abc import Sequence
from datetime import date, datetime

from consensus.domain.deviations import Deviation
from consensus.domain.report_passages import Fact, Sentence
from consensus.domain.results import CandidateResult, ParticipationFlow
from consensus.domain.shares import percent_text
from consensus.domain.taking_part import ConsentCount
from consensus.domain.wording import counted

_CONSENSUS = "consensus"


def methods_paragraph(
    flow: ParticipationFlow,
    definition_sentence: str,
    candidates: Sequence[CandidateResult],
    *,
    held_on: date | None = None,
    simulated: bool = False,
    locked_at: datetime | None = None,
    deviations: Sequence[Deviation] = (),
    consent: ConsentCount | None = None,
) -> str:
    """How the panel came to its statements; what did not take place is left out.

    Args:
        flow: people counted at each stage.
        definition_sentence: the consensus definition in words.
        candidates: every statement put to the panel.
        held_on: the day of the meeting, where there is one to name.
        locked_at: when the consensus definition was locked, where it was.
        deviations: what was changed in it since.
        consent: how many of the invited agreed to the newest consent text, where there is one.
        simulated: whether people, answers and ballots are invented, which is then said.
    """
    sentences = [
        *participation_sentences(flow, held_on),
        *consent_sentences(consent),
        *rule_sentences(definition_sentence, locked_at, deviations),
        *outcome_sentences(candidates),
        *simulation_sentences(simulated=simulated),
    ]
    return " ".join(sentence.text for sentence in sentences)


def long_date(day: date) -> str:
    """7 September 2012."""
    return f"{day.day} {day:%B %Y}"


def long_moment(moment: datetime) -> str:
    """7 September 2012 at 13:05 UTC; the moment is in UTC."""
    return f"{long_date(moment.date())} at {moment:%H:%M %Z}"


def participation_sentences(flow: ParticipationFlow, held_on: date | None) -> list[Sentence]:
    """Who was invited, answered, came and voted."""
    invited = Fact("invited, entitled to vote", str(flow.invited), "panel")
    sentences = [
        Sentence(
            "methods.panel.invited",
            f"{counted(flow.invited, 'person', 'people')} entitled to vote {_were(flow.invited)} invited.",
            (invited,),
        )
    ]
    if flow.responded:
        share = _of(flow.responded, flow.invited)
        facts = (Fact("sent the survey in", str(flow.responded), "survey"), invited)
        sentences.append(
            Sentence("methods.panel.responded", f"Of them, {share} answered a survey before the meeting.", facts)
        )
    if flow.attended:
        when = f" on {long_date(held_on)}" if held_on else ""
        beside = flow.patient_representatives
        together = f", beside {counted(beside, 'patient representative')} without a vote" if beside else ""
        sentences.append(
            Sentence(
                "methods.panel.attended",
                f"The meeting{when} was attended by {_of(flow.attended, flow.invited)} "
                f"from {counted(flow.institutions, 'institution')}{together}; {flow.voted} voted at least once.",
                (
                    Fact("attended", str(flow.attended), "presence"),
                    invited,
                    Fact("institutions of those who attended", str(flow.institutions), "panel"),
                    Fact("patient representatives without a vote", str(beside), "presence"),
                    Fact("voted at least once", str(flow.voted), "ballots"),
                ),
            )
        )
    return sentences


def consent_sentences(consent: ConsentCount | None) -> list[Sentence]:
    """Who gave consent to what; nothing where none was asked for."""
    if consent is None:
        return []
    asked = f"Of {counted(consent.asked, 'person', 'people')} asked, with a vote and without"
    text = (
        f"{asked}, {consent.given} gave written consent to version {consent.version} of the consent text "
        f"(SHA-256 {consent.sha256[:12]}) and {consent.refused} refused."
    )
    facts = (
        Fact("asked for consent", str(consent.asked), "consent"),
        Fact("gave consent", str(consent.given), "consent"),
        Fact("refused consent", str(consent.refused), "consent"),
        Fact("version of the consent text", str(consent.version), "consent"),
        Fact("SHA-256 of the consent text", consent.sha256, "consent"),
    )
    return [Sentence("methods.consent", text, facts)]


def rule_sentences(
    definition_sentence: str, locked_at: datetime | None, deviations: Sequence[Deviation]
) -> list[Sentence]:
    """How statements were adopted, by which rule, since when, and what was changed in it."""
    rule = Fact("consensus definition", definition_sentence, "consensus definition")
    sentences = [
        Sentence(
            "methods.rule.full_consensus",
            "A statement on which the discussion ended in full consensus was adopted without a vote.",
        ),
        Sentence("methods.rule.vote", "A statement on which it did not was put to a vote."),
        Sentence("methods.rule.definition", definition_sentence, (rule,)),
    ]
    if locked_at is not None:
        what = "The definition as it was first" if deviations else "This definition"
        unchanged = "" if deviations else " and not changed afterwards"
        text = f"{what} was locked on {long_moment(locked_at)}{unchanged}."
        facts = (Fact("locked", f"{locked_at:%Y-%m-%d %H:%M %Z}", "consensus definition"), _deviating(deviations))
        sentences.append(Sentence("methods.rule.locked", text, facts))
    if deviations:
        n = len(deviations)
        text = f"It was changed afterwards {'once' if n == 1 else f'{n} times'}, which is a deviation:"
        sentences.append(Sentence("methods.deviations.number", text, (_deviating(deviations),)))
        sentences += [_deviation(place, deviation) for place, deviation in enumerate(deviations, start=1)]
        text = "Every vote was judged by the definition in force when it was opened."
        sentences.append(Sentence("methods.deviations.judged", text))
    return sentences


def outcome_sentences(candidates: Sequence[CandidateResult]) -> list[Sentence]:
    """What became of everything that was put to the panel."""
    if not candidates:
        return []
    voted = [candidate for candidate in candidates if candidate.was_voted_on]
    without_vote = sum(candidate.adopted for candidate in candidates if not candidate.was_voted_on)
    reached = sum(candidate.outcome == _CONSENSUS for candidate in voted)
    adopted = sum(candidate.adopted for candidate in candidates)
    n_topics = len({candidate.topic for candidate in candidates})
    put = Fact("candidates put to the panel", str(len(candidates)), "statements")
    topics = Fact("topics with candidates", str(n_topics), "topics")
    return [
        Sentence(
            "results.outcome.candidates",
            f"On {counted(n_topics, 'topic')} {counted(len(candidates), 'candidate statement')} "
            f"{_were(len(candidates))} put to the panel:",
            (topics, put),
        ),
        Sentence(
            "results.outcome.routes",
            f"{without_vote} {_were(without_vote)} adopted by full consensus and {len(voted)} {_were(len(voted))} "
            f"voted on, of which {reached} reached consensus.",
            (
                Fact("adopted by full consensus", str(without_vote), "adoptions"),
                Fact("votes on a candidate", str(len(voted)), "rounds"),
                Fact("of them reached consensus", str(reached), "verdicts"),
            ),
        ),
        Sentence(
            "results.outcome.adopted",
            f"In all, {counted(adopted, 'statement')} {_were(adopted)} adopted.",
            (Fact("adopted", str(adopted), "adoptions"),),
        ),
    ]


def simulation_sentences(*, simulated: bool) -> list[Sentence]:
    """That nothing of it happened, where nothing did."""
    text = "People, answers and ballots are simulated."
    return [Sentence("methods.simulated", text, (Fact("simulated", "yes", "process"),))] if simulated else []


def _deviating(deviations: Sequence[Deviation]) -> Fact:
    return Fact("deviations", str(len(deviations)), "deviations")


def _deviation(place: int, deviation: Deviation) -> Sentence:
    text = (
        f"{deviation.what} ({long_moment(deviation.at)}), "
        f"where the definition before had read: “{deviation.before_sentence}” Reason given: “{deviation.reason}”."
    )
    facts = (
        Fact(f"deviation {place}", deviation.what, "deviations"),
        Fact(f"time of deviation {place}", f"{deviation.at:%Y-%m-%d %H:%M %Z}", "deviations"),
        Fact(f"reason of deviation {place}", deviation.reason, "deviations"),
    )
    return Sentence(f"methods.deviations.{place}", text, facts)


def _of(k: int, n: int) -> str:
    return f"{k} of {n} ({percent_text(k, n)})" if n else str(k)


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
