"""Who is here and in which process, asked anew from the connection at every call."""

from uuid import UUID

import streamlit as st

from consensus.domain.errors import NotFoundError, SignedOutError
from consensus.services.context import Actor, Context
from consensus.services.opening import the_database
from consensus.services.processes import processes
from consensus.services.sign_in import identity
from consensus.settings import get_settings

_PERSON = "person"
_PROCESS = "process"


def context() -> Context:
    """The database and the person at the other end of the present connection.

    Streamlit runs callbacks before the first line of the page and hands a session to whoever presents its id.
    So the actor comes from the cookie each time, never from the session, and a session begun for somebody else
    is emptied before anything of it can be shown or saved.

    Raises:
        SignedOutError: nobody is signed in on this connection, or the session is another person's.
    """
    db = the_database()
    actor = identity.actor_for_token(db, st.context.cookies.get(get_settings().session_cookie))
    if actor is None:
        raise SignedOutError
    _hold_session_to(actor)
    return Context(db, actor)


def person_id() -> UUID:
    """Whose page this is; what a browser keeps for later it keeps for this person alone."""
    actor = context().actor
    if actor is None:
        raise SignedOutError
    return actor.person_id


def find_process_id() -> UUID | None:
    """The process in the address, else the one last looked at, else the only one; None where there is a choice.

    Whoever may create processes always has the choice.

    Navigation between pages drops what stands behind the question mark: it is remembered and put back.
    """
    ctx = context()
    slug = st.query_params.get(_PROCESS) or st.session_state.get(_PROCESS)
    if slug is None:
        mine = processes.list_my_processes(ctx)
        if len(mine) != 1 or processes.may_create(ctx):
            return None
        slug = mine[0].slug
    process_id = processes.find_process(ctx, slug)
    st.session_state[_PROCESS] = slug
    if st.query_params.get(_PROCESS) != slug:
        st.query_params[_PROCESS] = slug
    return process_id


def process_id() -> UUID:
    """The process of this page.

    Raises:
        NotFoundError: none is chosen, or it is not this person's.
    """
    found = find_process_id()
    if found is None:
        raise NotFoundError("Choose a process first.")
    return found


def choose_process(slug: str) -> None:
    """Go to another process; for callbacks."""
    st.session_state[_PROCESS] = slug
    st.query_params[_PROCESS] = slug


def leave_process() -> None:
    """Go back to the choice of processes; for callbacks."""
    st.session_state.pop(_PROCESS, None)
    st.query_params.pop(_PROCESS, None)


def _hold_session_to(actor: Actor) -> None:
    person = str(actor.person_id)
    if st.session_state.setdefault(_PERSON, person) != person:
        st.session_state.clear()
        raise SignedOutError("This page belonged to someone else's session. Load it again to go on as yourself.")


def time_zone(of_process: str) -> str:
    """The zone of the reader's browser, for moments that concern the reader alone; else that of the process."""
    return st.context.timezone or of_process
