"""The ways in of a panel on paper: cards to cut out, or a letter each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import segno

from consensus.exports.printing import to_pdf, unprintable

_BOX = "□"
_WRITE_IT = "This name cannot be printed here. Write it in by hand: no. {place} of this sheet, by name."


class Layout(StrEnum):
    """Eight cards on a page, or one page for each person."""

    CARDS = "cards"
    LETTERS = "letters"


@dataclass(frozen=True, slots=True)
class AccessCard:
    """One person: the address of the personal link, and the personal code as people read it."""

    name: str
    institution: str
    link: str
    code: str


@dataclass(frozen=True, slots=True)
class AccessSheet:
    """What all cards share, and the cards. `address` is the sign-in page; `meeting` is a line about it, or empty."""

    title: str
    slug: str
    address: str
    meeting: str
    cards: Sequence[AccessCard]


def to_access_sheet(sheet: AccessSheet, layout: Layout) -> bytes:
    """The PDF. Characters no font has are printed as boxes, and the card says that the name is to be written in."""
    missing = unprintable(text for card in sheet.cards for text in (card.name, card.institution))
    missing |= unprintable((sheet.title, sheet.meeting))
    cards = [_card(card, place, missing) for place, card in enumerate(sheet.cards, start=1)]
    return to_pdf(
        "access_sheet.typ",
        {
            "title": _boxed(sheet.title, missing),
            "slug": sheet.slug,
            "address": sheet.address,
            "meeting": _boxed(sheet.meeting, missing),
            "layout": layout.value,
            "cards": cards,
        },
    )


def qr_svg(address: str) -> str:
    """The QR code of an address as SVG, readable when a tenth of it is dirty or folded."""
    return segno.make(address, error="m", micro=False).svg_inline(border=2, dark="#000", light="#fff")


def _card(card: AccessCard, place: int, missing: frozenset[str]) -> dict[str, Any]:
    return {
        "name": _boxed(card.name, missing),
        "substitute": _WRITE_IT.format(place=place) if missing & set(card.name) else "",
        "institution": _boxed(card.institution, missing),
        "code": card.code,
        "qr": qr_svg(card.link),
    }


def _boxed(text: str, missing: frozenset[str]) -> str:
    return "".join(_BOX if character in missing else character for character in text)
