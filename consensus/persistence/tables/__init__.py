"""The tables. Importing this package knows all of them; `metadata` is what a migration is compared with."""

from consensus.persistence.tables.agenda import Agenda, AgendaItem
from consensus.persistence.tables.audit import Event
from consensus.persistence.tables.base import Table
from consensus.persistence.tables.consent import Consent, ConsentText
from consensus.persistence.tables.delphi import (
    DelphiItem,
    DelphiProtocol,
    DelphiRound,
    GivenFeedback,
    ItemFeedback,
    ItemProposal,
    ItemRecusal,
    PanelPicture,
    Petition,
    RatingReason,
    ShownPicture,
)
from consensus.persistence.tables.deviations import Deviation
from consensus.persistence.tables.identity import AccessLink, Attempt, Person, PersonalCode, WebSession
from consensus.persistence.tables.interests import ConflictDecision, InterestDeclaration
from consensus.persistence.tables.mail import MailTemplate, Message
from consensus.persistence.tables.meetings import (
    Attendance,
    Break,
    DaySnapshot,
    Meeting,
    ProjectorLink,
    ProjectorScreen,
    RoomCode,
)
from consensus.persistence.tables.proceedings import (
    MeetingTimer,
    Speaker,
    SpeakingTime,
    TopicNote,
    TopicTurn,
    UndoneAdoption,
)
from consensus.persistence.tables.processes import Invitation, Member, Process
from consensus.persistence.tables.publications import Publication, PublicPage, PublishedFile
from consensus.persistence.tables.reports import PassageVersion
from consensus.persistence.tables.rounds import (
    Ballot,
    BallotEntry,
    BallotRevision,
    Elector,
    HandCount,
    ItemCount,
    LooseComment,
    Round,
    RoundItem,
    StoredVerdict,
    VoteCountdown,
)
from consensus.persistence.tables.sealed import Participation, Receipt, SealedBallot
from consensus.persistence.tables.staff import LinkedIdentity, RecoveryCode, StaffPassword, TotpSecret
from consensus.persistence.tables.statements import (
    Adoption,
    AdoptionPresence,
    AnsweredComment,
    Dissent,
    MinorityVersion,
    Source,
    Statement,
    StatementVersion,
    VersionParent,
)
from consensus.persistence.tables.surveys import Answer, EarlierAnswer, EarlierInstrument, Response, Survey
from consensus.persistence.tables.themes import Coding, CodingAct, Theme
from consensus.persistence.tables.topics import EvidenceItem, FutureStudy, Presentation, Reference, Topic

metadata = Table.metadata

__all__ = [
    "AccessLink",
    "Adoption",
    "AdoptionPresence",
    "Agenda",
    "AgendaItem",
    "Answer",
    "AnsweredComment",
    "Attempt",
    "Attendance",
    "Ballot",
    "BallotEntry",
    "BallotRevision",
    "Break",
    "Coding",
    "CodingAct",
    "ConflictDecision",
    "Consent",
    "ConsentText",
    "DaySnapshot",
    "DelphiItem",
    "DelphiProtocol",
    "DelphiRound",
    "Deviation",
    "Dissent",
    "EarlierAnswer",
    "EarlierInstrument",
    "Elector",
    "Event",
    "EvidenceItem",
    "FutureStudy",
    "GivenFeedback",
    "HandCount",
    "InterestDeclaration",
    "Invitation",
    "ItemCount",
    "ItemFeedback",
    "ItemProposal",
    "ItemRecusal",
    "LinkedIdentity",
    "LooseComment",
    "MailTemplate",
    "Meeting",
    "MeetingTimer",
    "Member",
    "Message",
    "MinorityVersion",
    "PanelPicture",
    "Participation",
    "PassageVersion",
    "Person",
    "PersonalCode",
    "Petition",
    "Presentation",
    "Process",
    "ProjectorLink",
    "ProjectorScreen",
    "PublicPage",
    "Publication",
    "PublishedFile",
    "RatingReason",
    "Receipt",
    "RecoveryCode",
    "Reference",
    "Response",
    "RoomCode",
    "Round",
    "RoundItem",
    "SealedBallot",
    "ShownPicture",
    "Source",
    "Speaker",
    "SpeakingTime",
    "StaffPassword",
    "Statement",
    "StatementVersion",
    "StoredVerdict",
    "Survey",
    "Table",
    "Theme",
    "Topic",
    "TopicNote",
    "TopicTurn",
    "TotpSecret",
    "UndoneAdoption",
    "VersionParent",
    "VoteCountdown",
    "WebSession",
    "metadata",
]
