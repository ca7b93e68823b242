"""The page at the door: how those who come in find the meeting."""

from dataclasses import asdict, dataclass

from consensus.exports.access_sheet import qr_svg
from consensus.exports.printing import to_pdf


@dataclass(frozen=True, slots=True)
class RoomPoster:
    """What stands on it; `address` is what the QR code opens."""

    process: str
    meeting: str
    code: str
    address: str


def to_room_poster(poster: RoomPoster) -> bytes:
    """The PDF, one page across."""
    return to_pdf("room_poster.typ", {**asdict(poster), "qr": qr_svg(poster.address)})
