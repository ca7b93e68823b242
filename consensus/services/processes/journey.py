"""The journey of a process: what is done, what is due, what is missing."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from consensus.domain.results import ParticipationFlow
from consensus.domain.roles import Action
from consensus.services.access import require
from consensus.services.context import Context
from consensus.services.people.participation import participation_flow
from consensus.services.processes.journey_facts import read_facts
from consensus.services.processes.journey_steps import OVERVIEW, JudgedStep, Missing, judge_steps
from consensus.services.processes.processes import ProcessView, view_process

__all__ = ["OVERVIEW", "Missing", "Overview", "Step", "StepStatus", "get_overview"]


class StepStatus(StrEnum):
    """Where a step of the journey stands."""

    DONE = "done"
    DUE = "due"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Step:
    """A step of the journey; `page` is where it is taken, `missing` what it still wants and where that is done."""

    key: str
    title: str
    status: StepStatus
    summary: str
    missing: tuple[Missing, ...]
    page: str


@dataclass(frozen=True, slots=True)
class Overview:
    """The whole journey at a glance; `next_step` is the first that is due."""

    process: ProcessView
    steps: tuple[Step, ...]
    flow: ParticipationFlow
    next_step: Step | None


def get_overview(ctx: Context, process_id: UUID) -> Overview:
    """The journey of a process, for its staff."""
    with ctx.db.reading() as session:
        standing = require(ctx, session, Action.VIEW_PANEL, process_id)
        steps = _in_order(judge_steps(read_facts(session, standing.process)))
        return Overview(
            process=view_process(session, standing),
            steps=steps,
            flow=participation_flow(session, process_id),
            next_step=next((step for step in steps if step.status is StepStatus.DUE), None),
        )


def _in_order(judged: list[JudgedStep]) -> tuple[Step, ...]:
    """The first step that is not done is due, and those after it come later."""
    steps: list[Step] = []
    is_due_taken = False
    for one in judged:
        status = StepStatus.DONE if one.is_done else StepStatus.LATER if is_due_taken else StepStatus.DUE
        is_due_taken = is_due_taken or not one.is_done
        steps.append(Step(one.key, one.title, status, one.summary, one.missing, one.page))
    return tuple(steps)
