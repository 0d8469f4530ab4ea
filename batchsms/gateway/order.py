"""What one POST carries."""

from typing import NamedTuple

__all__ = ["IYS_LISTS", "Message", "Order"]

IYS_LISTS = ("BIREYSEL", "TACIR", "none")
"""What `--iys` can be: the lists of the register for commercial messages, or none for informational ones."""


class Message(NamedTuple):
    """One text and the numbers (MSISDNs) that get it."""

    text: str
    numbers: tuple[int, ...]


class Order(NamedTuple):
    """Messages, and how they are to go. `send_at` is `DD/MM/YYYY HH:MM` in Turkey's time, or `""` for now.

    `iys_list` is `BIREYSEL`, `TACIR`, or `""` for an informational order, which is not checked
    against the İYS consent list.
    """

    sender: str
    send_at: str
    iys_list: str
    messages: tuple[Message, ...]
