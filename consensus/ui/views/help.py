"""How the process runs, what the words mean, what is kept secret."""

import streamlit as st

from consensus.domain.disclosure import PROMISES
from consensus.services.processes import processes
from consensus.ui import current
from consensus.ui.widgets.pieces import prose

process = processes.get_process(current.context(), current.process_id())

st.title("Help")
st.subheader("How it runs")
st.markdown("""
1. **Survey.** Everybody invited answers it before the meeting. Each answer is kept the moment it is given; you can
   stop and go on later, on another device too.
2. **Draft statements.** The facilitators draw up the agenda and several possible statements from the answers. You can
   read them, with the evidence, before the meeting.
3. **Meeting.** Topic by topic the evidence is presented and the statements are discussed. If everybody agrees, the
   statement is adopted without a vote. If not, there is a vote.
4. **Results.** What was adopted, with its votes, rationale and evidence.
""")
st.subheader("How a vote is decided")
prose(process.definition_sentence)
st.markdown("""
You answer *agree*, *disagree*, *abstain* or *cannot judge*, and may add a comment. You can change your vote until the
vote is closed. **Abstain** means that you could judge but do not want to decide; **cannot judge** means that this is
outside what you know. Neither is counted as a no.

Several statements on one topic are voted on independently: you may agree with more than one.
""")
st.subheader("Who sees what")
prose(PROMISES[process.anonymity])
st.markdown("""
While a vote is open, nobody sees both how the votes fall and who has voted. Comments are shown after the vote without
names. Your survey answers are shown to the facilitators as counts.
""")
st.subheader("If something goes wrong")
st.markdown("""
- **No network.** A vote you gave is kept in your browser and sent as soon as the network is back; the page says so.
- **Signed out.** Open your personal link again, or sign in with the code on your invitation.
- **A refusal** is one sentence that says what is in the way; nothing was changed. If you do not understand it, show it
  to a facilitator.
""")
