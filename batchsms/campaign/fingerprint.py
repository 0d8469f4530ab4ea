"""What will be posted → twelve characters that tell it from anything else."""

import hashlib
from array import array
from collections.abc import Sequence

from batchsms.campaign.settings import Content

__all__ = ["fingerprint_of"]

_SHOWN = 12
_GROUP = 4


def fingerprint_of(content: Content, texts: bytes, columns: Sequence[Sequence[int]]) -> str:
    """Return the fingerprint of a plan, as `3f9a-22c1-07be`.

    `texts` is a digest of the texts; the columns are the numbers, texts and orders of the rows that go. What
    only waits for the end of quiet hours has the same one whenever it goes.
    """
    send_at = "" if content.waits else content.send_at
    digest = hashlib.sha256(f"{content.sender}\0{content.iys_list}\0{send_at}".encode())
    digest.update(texts)
    for column in columns:
        digest.update(column if isinstance(column, array) else array("q", column))
    shown = digest.hexdigest()[:_SHOWN]
    return "-".join(shown[at : at + _GROUP] for at in range(0, _SHOWN, _GROUP))
