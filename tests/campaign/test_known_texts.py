"""Each distinct text has one number, however many there are and whatever their hashes."""

import builtins

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.campaign.messages import known_texts, text_index
from batchsms.campaign.messages.known_texts import KnownTexts

CHUNKS = st.lists(st.lists(st.text("abc", max_size=3), max_size=8), max_size=6)


@given(CHUNKS, st.integers(0, 4), st.sampled_from([1, 3, 2**61]))
def test_each_text_has_one_number(chunks: list[list[str]], kept: int, hashes: int) -> None:
    """Few hashes for many texts stand for the two of a million that have the same."""
    stored: list[str] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(known_texts, "_MOST_KEPT", kept)
        patch.setattr(text_index, "hash", lambda text: builtins.hash(text) % hashes, raising=False)
        known = KnownTexts(stored.__getitem__)
        for texts in chunks:
            numbers, new = known.place(texts)
            stored += new
            assert [stored[number] for number in numbers] == texts
        assert len(set(stored)) == len(stored) == known.count
        everything = list(dict.fromkeys(text for texts in [*chunks, ["zzzz"]] for text in texts))
        assert known.positions(everything) == {
            text: stored.index(text) for text in everything if text != "zzzz"
        }
