"""The passages of a report, section by section, written from its record."""

from collections.abc import Iterable

from consensus.domain.report_passages import Passage, Sentence
from consensus.exports.methods_text import (
    consent_sentences,
    outcome_sentences,
    participation_sentences,
    rule_sentences,
)
from consensus.exports.report.delphi import delphi_sentences, protocol_sentences
from consensus.exports.report.limits import limit_sentences
from consensus.exports.report.record import ReportRecord
from consensus.exports.report.sentences import (
    agenda_sentences,
    anonymity_sentences,
    feedback_sentences,
    interest_sentences,
    meeting_sentences,
    recruitment_sentences,
    round_sentences,
    software_sentences,
    survey_sentences,
)

NOTHING_ON_RECORD = "The record says nothing of it. Write here what readers should know; else it is left out."
SECTIONS = {"summary": "Summary", "methods": "Methods", "results": "Results", "limits": "Limitations"}


def passages_of(record: ReportRecord) -> tuple[Passage, ...]:
    """Every passage, in the order of the report; the first part of a key is its section."""
    results = record.results
    flow = results.flow
    held_on = record.meeting.held_on if record.meeting else None
    rule = rule_sentences(results.definition_sentence, results.locked_at, results.deviations)
    return (
        Passage("summary.background", "Background", prompt="Why the question matters, and why a panel was asked."),
        _passage("summary.outcome", "Outcome", outcome_sentences(results.candidates)),
        _passage("methods.recruitment", "Panel and recruitment", recruitment_sentences(record)),
        _passage("methods.survey", "Survey", survey_sentences(record)),
        _passage("methods.meeting", "Meeting", (*meeting_sentences(record), *agenda_sentences(record))),
        _passage("methods.rule", "Consensus", rule),
        *_delphi("methods.delphi", "Delphi", protocol_sentences(record.delphi), record),
        _passage("methods.anonymity", "Anonymity", anonymity_sentences(record)),
        _passage("methods.feedback", "Feedback", feedback_sentences(record)),
        _passage("methods.interests", "Conflicts of interest", interest_sentences(record)),
        _passage("methods.consent", "Consent", consent_sentences(results.consent)),
        _passage("methods.software", "Software and record", software_sentences(record)),
        Passage("methods.funding", "Funding", prompt="Who paid for the process, and what part they had in it."),
        _passage("results.participation", "Participation", participation_sentences(flow, held_on)),
        *_delphi("results.delphi", "Delphi", delphi_sentences(record.delphi), record),
        _passage("results.rounds", "Votes", round_sentences(record)),
        _passage("limits.computed", "What limits the findings", limit_sentences(record)),
        Passage("limits.own", "In the words of the authors", prompt="What else a reader should bear in mind."),
    )


def _delphi(key: str, title: str, sentences: Iterable[Sentence], record: ReportRecord) -> tuple[Passage, ...]:
    """A passage that a process without a Delphi does not have."""
    return (_passage(key, title, sentences),) if record.delphi else ()


def _passage(key: str, title: str, sentences: Iterable[Sentence]) -> Passage:
    return Passage(key, title, tuple(sentences), NOTHING_ON_RECORD)
