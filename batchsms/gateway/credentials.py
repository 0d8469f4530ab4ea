"""Whose account is used: what the `authentication` block of every request says."""

from dataclasses import dataclass, field

__all__ = ["MASKED", "Credentials"]


@dataclass(frozen=True)
class Credentials:
    """A key, and the hash that belongs to it. Its repr shows neither."""

    key: str = field(repr=False)
    hash: str = field(repr=False)


MASKED = Credentials("***", "***")
"""What a preview shows in their place."""
