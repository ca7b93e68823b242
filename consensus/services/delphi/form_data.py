"""The form of an item as the browser takes it: plain values, and every sentence already written."""

from typing import Any

from consensus.services.delphi.form_views import FormItem, RatingForm
from consensus.tally.feedback import GroupFeedback
from consensus.tally.feedback_shown import ShownFeedback


def form_data(form: RatingForm) -> dict[str, Any]:
    """The whole form."""
    return {
        "round": str(form.round_id),
        "closes_at": form.closes_at.isoformat(),
        "reasons": list(form.reasons),
        "takes_comments": form.takes_comments,
        "is_real_time": form.is_real_time,
        "items": [item_data(item) for item in form.items],
    }


def item_data(item: FormItem) -> dict[str, Any]:
    """One item with what its reader said and may see."""
    rating = item.rating
    return {
        "id": str(item.id),
        "label": item.label,
        "section": item.section,
        "text": item.text,
        "plain": item.plain_text,
        "version": item.version_sha256,
        "title": item.title,
        "question": item.question,
        "options": [{"value": one.value, "label": one.label, "hint": one.hint} for one in item.options],
        "choice": rating.choice if rating else None,
        "comment": rating.comment if rating else "",
        "saved_at": rating.at.isoformat() if rating else None,
        "reasons": list(rating.reasons) if rating else [],
        "is_recused": item.is_recused,
        "feedback": _feedback(item.feedback, item) if item.feedback else None,
        "comments": list(item.comments),
        "change": [{"change": piece.change.value, "text": piece.text} for piece in item.change],
        "asks": bool(item.asks),
        "first": item.live.first if item.live else "",
        "drawn_at": item.live.drawn_at.isoformat() if item.live and item.live.drawn_at else None,
    }


def _feedback(shown: ShownFeedback, item: FormItem) -> dict[str, Any]:
    places = [option.value for option in item.options][: len(shown.counts or ())]
    return {
        "own": None if shown.own is None else str(shown.own),
        "n": shown.n,
        "bars": [{"value": value, "n": n} for value, n in zip(places, shown.counts or (), strict=True)],
        "median": None if shown.median is None else f"{shown.median:g}",
        "quartiles": [f"{value:g}" for value in shown.quartiles] if shown.quartiles else None,
        "groups": [_group(group) for group in shown.groups],
        "sentence": shown.sentence,
    }


def _group(group: GroupFeedback) -> dict[str, Any]:
    median = "" if group.median is None else f"{group.median:g}"
    names = " and ".join(name or "no group" for name in group.names)
    return {"name": names, "n": group.n, "median": median, "counts": list(group.counts)}
