"""A meeting for the pages, and what its people do by their own means."""

from consensus.domain.disclosure import TallyMode
from consensus.services.meetings import meeting
from consensus.services.rounds import ballots, rounds
from consensus.services.statements import statements, topics

FAY = "Fay Cilitator"
PANEL = ("Ann Alder", "Ben Birch", "Cleo Cedar")


class Room:
    """The meeting of the stage, and what its people do by their own means."""

    def __init__(self, stage):
        self.stage = stage
        self.fay = stage.as_(FAY)
        topic = topics.list_topics(self.fay, stage.process_id)[0]
        self.first = statements.add_candidate(self.fay, topic.id, "Use it *early*.")
        self.second = statements.add_candidate(self.fay, topic.id, "Use it late.")

    @property
    def view(self):
        return meeting.get_meeting(self.fay, self.stage.process_id)

    def state_of(self, statement_id):
        return {s.id: s.state for s in statements.list_statements(self.fay, self.stage.process_id)}[statement_id]

    def start(self, *people):
        meeting.start_meeting(self.fay, self.view.id)
        for name in people:
            meeting.check_in(self.stage.as_(name), self.view.id)

    def present(self):
        for statement_id in (self.first, self.second):
            statements.present_statement(self.fay, statement_id)

    def open(self, mode=TallyMode.LIVE):
        return rounds.open_round(self.fay, self.view.id, [self.first, self.second], tally_mode=mode)

    def vote(self, name, *choices):
        for item, choice in zip(self.view.round.items, choices, strict=True):
            ballots.cast_ballot(self.stage.as_(name), item.id, item.version_sha256, choice, "")

    def answer(self, name, choice, reason=""):
        check = self.view.check
        ballots.cast_ballot(self.stage.as_(name), check.item_id, check.version_sha256, choice, reason)

    def reveal(self, *papers):
        """Open a vote, let the panel fill in these papers, close and reveal."""
        round_id = self.open()
        for name, paper in zip(PANEL, papers, strict=False):
            self.vote(name, *paper)
        rounds.close_round(self.fay, round_id)
        rounds.reveal_round(self.fay, round_id)


def said(app) -> str:
    kinds = (app.markdown, app.text, app.caption, app.html, app.error)
    return "\n".join(str(element.value) for kind in kinds for element in kind)
