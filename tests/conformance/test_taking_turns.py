"""Servers that start, sign people in and take answers at the same time do not get in each other's way."""

import time
from functools import partial

from sqlmodel import select

from consensus.domain.errors import ConflictError, NotFoundError, RewordedError, SignInError
from consensus.persistence.database import Database
from consensus.persistence.tables import Answer, EarlierAnswer, Process, Survey, WebSession
from consensus.services import audit
from consensus.services.context import Context
from consensus.services.people import panel
from consensus.services.sign_in import credentials, identity
from consensus.services.sign_in.credentials import command_line_actor
from consensus.services.statements import topics
from consensus.services.surveys import instruments, survey
from surveys.loader import parse_instrument
from surveys.versions import wording
from tests.conformance.together import at_once
from tests.services.builders import ANN, BEN, CLEO, FACILITATOR, INSTRUMENT, KEY, plan_process


def test_servers_that_start_together_make_the_tables_once(empty_url):
    opened = at_once(*[partial(Database, empty_url, key=KEY)] * 4)

    assert all(isinstance(db, Database) for db in opened), opened
    built = plan_process(opened[0])
    assert opened[3].now is not None
    with opened[3].reading() as session:
        assert session.get_one(Process, built.process_id).slug == "hand"
    for db in opened:
        db.close()


def test_a_link_opened_in_many_browsers_at_once_lets_one_of_them_in(replicas, running):
    secret = running.link(ANN)

    answers = at_once(*[partial(identity.exchange_link, db, secret, address="192.0.2.7") for db in replicas * 3])

    let_in = [answer for answer in answers if isinstance(answer, identity.SignedIn)]
    refused = [answer for answer in answers if isinstance(answer, SignInError)]
    assert (len(let_in), len(refused)) == (1, 5), answers
    with replicas[0].reading() as session:
        assert len(session.exec(select(WebSession)).all()) == 1


def test_links_are_opened_while_they_are_replaced(replicas, running):
    facilitator = Context(replicas[1], running.context(FACILITATOR).actor)
    secrets = [running.link(ANN)]

    def issue():
        for _ in range(15):
            secrets.append(credentials.issue_link(facilitator, running.members[ANN]))

    def enter():
        answers = []
        for _ in range(15):
            try:
                answers.append(identity.exchange_link(replicas[0], secrets[-1], address="192.0.2.7"))
            except SignInError as refusal:
                answers.append(refusal)
        return answers

    issued, entered = at_once(issue, enter)

    assert issued is None, issued
    assert isinstance(entered, list), entered
    with replicas[0].reading() as session:
        live = [row for row in session.exec(select(WebSession)) if row.revoked_at is None]
    assert len(live) <= 1, "a session outlived the link it was begun by"
    assert audit.verify_chain(facilitator, running.process_id).is_intact


def test_every_answer_that_was_acknowledged_is_kept_and_none_comes_after_the_close(replicas, running):
    facilitator = running.context(FACILITATOR)
    survey.open_survey(facilitator, running.survey_id)
    saved = {name: [] for name in (ANN, BEN, CLEO)}

    def answer(db, name):
        ctx = Context(db, running.context(name).actor)
        while True:
            value = ("local", "general")[len(saved[name]) % 2]
            try:
                saved[name].append((survey.save_answer(ctx, running.survey_id, "method", value).saved_at, value))
            except ConflictError as refusal:
                return str(refusal)

    def close():
        while min(map(len, saved.values())) < 5:
            time.sleep(0.01)
        survey.close_survey(facilitator, running.survey_id)

    *answers, closing = at_once(*(partial(answer, replicas[n % 2], name) for n, name in enumerate(saved)), close)

    assert closing is None, closing
    assert answers == ["The survey is closed; answers are no longer taken."] * 3
    with replicas[0].reading() as session:
        closed_at = session.get_one(Survey, running.survey_id).closed_at
        stored = {row.member_id: (row.saved_at, row.value) for row in session.exec(select(Answer))}
    assert {running.members[name]: of_name[-1] for name, of_name in saved.items()} == stored
    assert all(at <= closed_at for at, _ in stored.values())


def test_a_member_or_finding_removed_twice_at_once_is_gone_once(replicas, running):
    member_id = panel.add_member(running.context(FACILITATOR), running.process_id, panel.MemberDraft("Dora Dahl"))
    ctxs = [Context(db, running.context(FACILITATOR).actor) for db in replicas]

    members = at_once(*(partial(panel.remove_member, ctx, member_id) for ctx in ctxs))
    findings = at_once(*(partial(topics.remove_evidence, ctx, running.evidence_id) for ctx in ctxs))

    for answers in (members, findings):
        assert sorted(type(answer) for answer in answers if answer is not None) == [NotFoundError], answers


def test_many_at_once_keep_the_record_of_events_unbroken(replicas, running):
    ctxs = [Context(db, running.context(FACILITATOR).actor) for db in replicas]

    def add(ctx, server):
        for n in range(10):
            topics.add_topic(ctx, running.process_id, f"Topic {server}-{n}", "", 5)

    answers = at_once(*(partial(add, ctx, server) for server, ctx in enumerate(ctxs * 2)))

    assert answers == [None] * 4
    listed = topics.list_topics(ctxs[0], running.process_id)
    assert [topic.position for topic in listed] == list(range(1, 43))
    assert audit.verify_chain(ctxs[0], running.process_id).is_intact


def test_a_page_sees_one_moment(replicas, running):
    first, second = replicas
    with first.reading() as session:
        before = session.exec(select(Process.title)).one()
        with second.transaction() as writing:
            writing.get_one(Process, running.process_id).title = "Changed meanwhile"

        assert session.exec(select(Process.title)).one() == before
    with first.reading() as session:
        assert session.exec(select(Process.title)).one() == "Changed meanwhile"


def test_the_first_administrator_is_made_once_and_is_the_same_on_every_server(replicas):
    made = [command_line_actor(db) for db in replicas]

    assert made[0] == made[1]


def test_no_answer_lands_under_words_it_was_not_given_to(replicas, running):
    facilitator, asked = running.context(FACILITATOR), parse_instrument(INSTRUMENT, "opening.toml")
    reworded = INSTRUMENT.replace("Which anaesthesia comes first?", "Which anaesthesia do you offer first?")
    survey.open_survey(facilitator, running.survey_id)
    instruments.replace_draft(facilitator, running.survey_id, reworded.encode(), "opening.toml")
    saved = {name: [] for name in (ANN, BEN, CLEO)}

    def answer(db, name):
        ctx, read = Context(db, running.context(name).actor), wording(asked.question("method"))
        while True:
            value = ("local", "general")[len(saved[name]) % 2]
            try:
                survey.save_answer(ctx, running.survey_id, "method", value, wording=read)
            except RewordedError as refusal:
                return str(refusal)
            saved[name].append(value)

    def revise():
        while min(map(len, saved.values())) < 5:
            time.sleep(0.01)
        instruments.revise(facilitator, running.survey_id, "It was unclear.")

    *answers, revising = at_once(*(partial(answer, replicas[n % 2], name) for n, name in enumerate(saved)), revise)

    assert revising is None, revising
    assert answers == ["The question was reworded; read it again."] * 3
    with replicas[0].reading() as session:
        assert session.exec(select(Answer)).all() == []
        kept = {row.member_id: (row.number, row.value) for row in session.exec(select(EarlierAnswer))}
    assert kept == {running.members[name]: (1, given[-1]) for name, given in saved.items()}
