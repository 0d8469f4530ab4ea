"""What one POST carries."""

from dataclasses import dataclass

__all__ = ["IYS_LISTS", "Message", "Order"]

IYS_LISTS = ("BIREYSEL", "TACIR", "none")
"""What `--iys` can be: the lists of the register for commercial messages, or none for informational ones."""


@dataclass(frozen=True)
class Message:
    """One text and the numbers (MSISDNs) that get it."""

    text: str
    numbers: tuple[int, ...]


@dataclass(frozen=True)
class Order:
    """Messages, and how they are to go. `send_at` is `DD/MM/YYYY HH:MM` in Turkey's time, or `""` for now.

    `iys_list` is `BIREYSEL`, `TACIR`, or `""` for an informational order, which is not checked
    against the İYS consent list.
    """

    sender: str
    send_at: str
    iys_list: str
    messages: tuple[Message, ...]
