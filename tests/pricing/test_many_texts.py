"""Many texts weighed together cost what each of them costs alone, with and without each change."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from batchsms.pricing import campaign_costs
from batchsms.pricing.campaign_costs import Measures
from batchsms.pricing.tariff import Tariff

BEGIN = st.text("aşĞıİç€[{ ’âΔ\n😀", max_size=6)
TEXTS = st.builds(
    lambda begin, letter, count: begin + letter * count,
    BEGIN,
    st.sampled_from("aş €"),
    st.sampled_from([0, 1, 60, 65, 66, 150, 151, 155, 156, 300]),
)


@given(st.lists(TEXTS, max_size=6), st.sampled_from([1, 2]), st.integers(0, 6))
def test_many_texts_cost_what_each_costs_alone(texts: list[str], letter_cost: int, reserve: int) -> None:
    """Around the borders of segments, in each alphabet."""
    with pytest.MonkeyPatch.context() as patch:
        measured = []
        for many in (0, 1_000):
            patch.setattr(campaign_costs, "_MANY", many)
            measures = Measures(Tariff(reserve, letter_cost))
            told = measures.add_all(texts[:3]) + measures.add_all(texts[3:])
            measured.append((told, [measures.kinds()[kind] for kind in measures.kind_of_message]))
    assert measured[0] == measured[1]
