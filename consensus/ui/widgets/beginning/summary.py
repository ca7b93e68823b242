"""What a method then sets, in sentences."""

import streamlit as st

from consensus.domain.delphi.method_packs import MethodPack
from consensus.domain.delphi.protocol_wording import protocol_sentences
from consensus.domain.delphi.tailoring import Tailoring
from consensus.domain.errors import InvalidInputError
from consensus.ui.widgets.literal import escape
from consensus.ui.widgets.pieces import prose
from surveys.shipped import list_shipped

CHECKLISTS = {"accord": "ACCORD", "delphistar": "DELPHISTAR", "cos_star": "COS-STAR"}


def draw(pack: MethodPack, wanted: Tailoring) -> None:
    """The rule, then everything else; a refusal where the choices leave the method."""
    try:
        fitted = pack.fitted(wanted)
    except InvalidInputError as error:
        st.warning(escape(str(error)), icon=":material/error:")
        return
    prose(fitted.protocol.deciding.rule.sentence(), serif=True)
    if fitted.definition != fitted.protocol.deciding.rule:
        prose(f"Votes in a meeting are counted by another rule. {fitted.definition.sentence()}", muted=True)
    with st.expander("Everything it sets", icon=":material/rule:"):
        for sentence in (*protocol_sentences(fitted.protocol), *_around(pack)):
            st.markdown(f"- {escape(sentence)}")


def _around(pack: MethodPack) -> tuple[str, ...]:
    titles = {shipped.name: shipped.instrument.title for shipped in list_shipped()}
    interests = "Panelists declare their interests, and the chair decides on them."
    survey = f"It begins with the survey “{titles.get(pack.instrument, pack.instrument)}”, which you can rewrite."
    checklist = CHECKLISTS.get(pack.protocol.checklist, pack.protocol.checklist)
    return (
        *([interests] if pack.asks_interests else ()),
        *([survey] if pack.instrument else ()),
        f"The report follows the checklist {checklist}.",
    )
