"""The paragraph on methods, written from the real numbers."""

from collections.abc import Sequence
from datetime import date, datetime

from consensus.domain.deviations import Deviation
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
        *_participation(flow, held_on),
        *_consent(consent),
        *_rule(definition_sentence, locked_at, deviations),
        *_outcomes(candidates),
        *(["People, answers and ballots are simulated."] if simulated else []),
    ]
    return " ".join(sentences)


def long_date(day: date) -> str:
    """7 September 2012."""
    return f"{day.day} {day:%B %Y}"


def long_moment(moment: datetime) -> str:
    """7 September 2012 at 13:05 UTC; the moment is in UTC."""
    return f"{long_date(moment.date())} at {moment:%H:%M %Z}"


def _participation(flow: ParticipationFlow, held_on: date | None) -> list[str]:
    sentences = [f"{counted(flow.invited, 'person', 'people')} entitled to vote {_were(flow.invited)} invited."]
    if flow.responded:
        share = _of(flow.responded, flow.invited)
        sentences.append(f"Of them, {share} answered a survey before the meeting.")
    if flow.attended:
        when = f" on {long_date(held_on)}" if held_on else ""
        beside = flow.patient_representatives
        together = f", beside {counted(beside, 'patient representative')} without a vote" if beside else ""
        sentences.append(
            f"The meeting{when} was attended by {_of(flow.attended, flow.invited)} "
            f"from {counted(flow.institutions, 'institution')}{together}; {flow.voted} voted at least once."
        )
    return sentences


def _consent(consent: ConsentCount | None) -> list[str]:
    if consent is None:
        return []
    asked = f"Of {counted(consent.asked, 'person', 'people')} asked, with a vote and without"
    return [
        f"{asked}, {consent.given} gave written consent to version {consent.version} of the consent text "
        f"(SHA-256 {consent.sha256[:12]}) and {consent.refused} refused."
    ]


def _rule(definition_sentence: str, locked_at: datetime | None, deviations: Sequence[Deviation]) -> list[str]:
    sentences = [
        "A statement on which the discussion ended in full consensus was adopted without a vote.",
        "A statement on which it did not was put to a vote.",
        definition_sentence,
    ]
    if locked_at is not None:
        what = "The definition as it was first" if deviations else "This definition"
        unchanged = "" if deviations else " and not changed afterwards"
        sentences.append(f"{what} was locked on {long_moment(locked_at)}{unchanged}.")
    if deviations:
        n = len(deviations)
        sentences.append(f"It was changed afterwards {'once' if n == 1 else f'{n} times'}, which is a deviation:")
        sentences += [_deviation(deviation) for deviation in deviations]
        sentences.append("Every vote was judged by the definition in force when it was opened.")
    return sentences


def _deviation(deviation: Deviation) -> str:
    return (
        f"{deviation.what} ({long_moment(deviation.at)}), "
        f"where the definition before had read: “{deviation.before_sentence}” Reason given: “{deviation.reason}”."
    )


def _outcomes(candidates: Sequence[CandidateResult]) -> list[str]:
    if not candidates:
        return []
    voted = [candidate for candidate in candidates if candidate.was_voted_on]
    without_vote = sum(candidate.adopted for candidate in candidates if not candidate.was_voted_on)
    reached = sum(candidate.outcome == _CONSENSUS for candidate in voted)
    adopted = sum(candidate.adopted for candidate in candidates)
    n_topics = len({candidate.topic for candidate in candidates})
    return [
        f"On {counted(n_topics, 'topic')} {counted(len(candidates), 'candidate statement')} "
        f"{_were(len(candidates))} put to the panel:",
        f"{without_vote} {_were(without_vote)} adopted by full consensus and {len(voted)} {_were(len(voted))} "
        f"voted on, of which {reached} reached consensus.",
        f"In all, {counted(adopted, 'statement')} {_were(adopted)} adopted.",
    ]


def _of(k: int, n: int) -> str:
    return f"{k} of {n} ({percent_text(k, n)})" if n else str(k)


def _were(n: int) -> str:
    return "was" if n == 1 else "were"
