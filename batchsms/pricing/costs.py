"""What a campaign costs: the value that a plan makes, a campaign file keeps, and a preview shows."""

import unicodedata
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple, Self

__all__ = ["Character", "Costs", "Folded", "Saving", "Share"]


class Share(NamedTuple):
    """What one encoding has of a campaign. `segments` counts recipients by the segments of their text."""

    encoding: str
    recipients: int
    credits: int
    segments: Mapping[int, int]


class Character(NamedTuple):
    """A character that makes texts need a more expensive encoding, the recipients of these and first rows."""

    character: str
    encoding: str
    recipients: int
    rows: list[int]

    @property
    def code(self) -> str:
        """The character as Unicode numbers it, as `U+2019`."""
        return f"U+{ord(self.character):04X}"

    @property
    def name(self) -> str:
        """The character as Unicode names it; empty where it has no name."""
        return unicodedata.name(self.character, "")


class Saving(NamedTuple):
    """A change and the credits that it saves.

    It is `fold` with the fold's name, `remove` with a character, or `shorten` with the number of
    characters to take off each text.
    """

    change: str
    value: str
    credits: int


class Folded(NamedTuple):
    """What the folds did: to how many recipients the text is folded, and what that saves.

    `position` is that of a row among them, if one is remembered, and `before` its text as it was written.
    """

    recipients: int
    saved: int
    position: int | None
    before: str


class Costs(NamedTuple):
    """What a campaign costs.

    `texts` are the positions of the rows that have the first, longest, shortest and most expensive text.
    `characters` begin with those of the most expensive encoding, `savings` with the greatest.
    """

    credits: int = 0
    shares: Sequence[Share] = ()
    characters: Sequence[Character] = ()
    savings: Sequence[Saving] = ()
    texts: Mapping[str, int] = MappingProxyType({})
    folded: Folded | None = None

    def as_stored(self) -> dict[str, Any]:
        """Return the costs as JSON can hold them."""
        return {
            "credits": self.credits,
            "shares": [share._asdict() for share in self.shares],
            "characters": [character._asdict() for character in self.characters],
            "savings": [saving._asdict() for saving in self.savings],
            "texts": dict(self.texts),
            "folded": self.folded._asdict() if self.folded else None,
        }

    @classmethod
    def of_stored(cls, stored: Mapping[str, Any]) -> Self:
        """Return the costs that were stored."""
        return cls(
            stored["credits"],
            [
                Share(**{**share, "segments": {int(count): of for count, of in share["segments"].items()}})
                for share in stored["shares"]
            ],
            [Character(**character) for character in stored["characters"]],
            [Saving(**saving) for saving in stored["savings"]],
            stored["texts"],
            Folded(**stored["folded"]) if stored["folded"] else None,
        )
