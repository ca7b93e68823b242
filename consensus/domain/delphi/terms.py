"""The words of a protocol: with rounds or without, which items go on, who enters late, their order, when to ask why."""

from enum import StrEnum


class Pace(StrEnum):
    """Whether the panel answers in rounds, or each panelist in their own time until one deadline."""

    ROUNDS = "rounds"
    REAL_TIME = "real_time"

    def phrase(self) -> str:
        """As a choice of the protocol."""
        return "In rounds" if self is Pace.ROUNDS else "Without rounds, in real time"


class Carry(StrEnum):
    """Which items of a round are rated again in the next."""

    ALL = "all"
    UNSETTLED = "unsettled"

    def phrase(self) -> str:
        """What becomes of settled items, as a sentence."""
        if self is Carry.ALL:
            return "Every item is rated again in each round, settled or not."
        return "An item that is settled leaves; the others are rated again in the next round."


class Entry(StrEnum):
    """Who may rate in a later round."""

    ANYONE = "anyone"
    RATED_BEFORE = "rated_before"
    RATED_FIRST = "rated_first"

    def phrase(self) -> str:
        """Who may rate from the second round on, as a sentence."""
        return {
            Entry.ANYONE: "Whoever skipped a round may rate in the next, first without seeing what others said.",
            Entry.RATED_BEFORE: "Only who rated at least one item in the round before may rate in the next.",
            Entry.RATED_FIRST: "Only who rated at least one item in the first round may rate in the later ones.",
        }[self]


class ItemOrder(StrEnum):
    """In what order a panelist meets the items."""

    FIXED = "fixed"
    RANDOM = "random"
    RANDOM_IN_SECTIONS = "random_in_sections"

    def phrase(self) -> str:
        """How items are ordered, as a sentence."""
        return {
            ItemOrder.FIXED: "Everybody meets the items in the same order.",
            ItemOrder.RANDOM: "The order of the items is drawn for each panelist, from a seed that is on the record.",
            ItemOrder.RANDOM_IN_SECTIONS: (
                "Within each section the order of the items is drawn for each panelist, from a seed that is on the "
                "record."
            ),
        }[self]


class ReasonTrigger(StrEnum):
    """What makes a rating one that a reason is asked for; giving none is always possible."""

    OUTSIDE_BAND = "outside_band"
    CATEGORY_CROSSED = "category_crossed"

    def phrase(self) -> str:
        """When a reason is asked, after "when a rating"."""
        if self is ReasonTrigger.OUTSIDE_BAND:
            return "lies outside the middle half of the panel's ratings"
        return "crosses from one third of the scale to another"


class GroupsShown(StrEnum):
    """Whose ratings are fed back beside those of the whole panel."""

    NONE = "none"
    OWN = "own"
    OTHERS = "others"
    ALL = "all"

    def phrase(self) -> str:
        """As an item of a list; empty where no group is shown."""
        return {
            GroupsShown.NONE: "",
            GroupsShown.OWN: "the ratings of their own stakeholder group",
            GroupsShown.OTHERS: "the ratings of the other stakeholder groups",
            GroupsShown.ALL: "the ratings of every stakeholder group",
        }[self]
