"""The items of a round to be rated: an element that sends each rating by itself and says when it is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consensus.services.delphi.form_data import form_data
from consensus.ui.widgets.elements import element

if TYPE_CHECKING:
    from uuid import UUID

    from consensus.services.delphi.form_views import RatingForm


def draw(form: RatingForm, person: UUID, *, key: str) -> None:
    """Draw the items; what is not sent yet stays in the browser under the id of `person` alone."""
    data = form_data(form) | {
        "address": f"/ratings/{form.round_id}",
        "outbox": f"assent.ratings.{form.round_id}.{person}",
    }
    element("rating", has_style=True)(key=key, data=data)
