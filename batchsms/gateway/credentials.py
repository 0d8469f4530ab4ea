"""Whose account is used: what the `authentication` block of every request says."""

__all__ = ["MASKED", "Credentials"]


class Credentials:
    """A key, and the hash that belongs to it. Nothing that is printed of it shows either."""

    __slots__ = ("hash", "key")

    def __init__(self, key: str, hash: str) -> None:  # noqa: A002 - the gateway's word
        self.key = key
        self.hash = hash

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Credentials) and (self.key, self.hash) == (other.key, other.hash)

    def __hash__(self) -> int:
        return hash((self.key, self.hash))

    def __repr__(self) -> str:
        return "Credentials()"


MASKED = Credentials("***", "***")
"""What a preview shows in their place."""
