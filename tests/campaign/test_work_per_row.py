"""A row of a large list costs a bounded number of Python calls, however fast the machine is.

Calls are counted, of Python's functions and of C's, in two plans of which one has more rows: what both do
once is no part of the difference.
"""

import cProfile
from contextlib import ExitStack

from batchsms.campaign.packing.orders import Packing
from batchsms.campaign.plan import CampaignSettings, plan_campaign
from batchsms.campaign.settings import Content
from batchsms.campaign.source import Source
from batchsms.clock import now
from batchsms.gateway.credentials import Credentials
from batchsms.gateway.xml import order_xml
from batchsms.journal.orders import order_of
from batchsms.reading.list_reader import Layout
from batchsms.results.writer import write_results

MORE, FEWER = 45_000, 25_000
MOST = {"plan": 13.0, "order": 12.0, "results": 9.0}
"""Calls for a row."""
TEXT = "Sayın {{ ad }}, {{ no }} numaralı siparişiniz yola çıktı."


def calls_of(work):
    """Return how many calls a piece of work makes."""
    profile = cProfile.Profile()
    profile.runcall(work)
    return sum(entry.callcount for entry in profile.getstats())


def counted(folder, rows):
    """Plan a list, make the body of its order, write its results; return the calls of each step."""
    path = folder / f"{rows}.csv"
    lines = [f"{at},Kişi {at % 977},05{300_000_000 + at}\n" for at in range(rows)]
    path.write_text("".join(["no,ad,telefon\n", *lines]), encoding="utf-8")
    content = Content(template=TEXT, template_name="--text", sender="APITEST", iys_list="", send_at="")
    settings = CampaignSettings(Source(path, Layout()), content, Packing(order_size=rows))
    with ExitStack() as kept:
        drafts = []

        def plan():
            made = plan_campaign(settings, campaign=None, now=now(), progress=lambda _rows: None)
            drafts.append(kept.enter_context(made))

        planning = calls_of(plan)
        database = drafts[0].database
        return {
            "plan": planning,
            "order": calls_of(lambda: order_xml(order_of(database, 1), Credentials("demo", "demo"))),
            "results": calls_of(lambda: write_results(database, folder / f"{rows}.results.csv")),
        }


def test_a_row_costs_few_calls(tmp_path):
    """There is room for another Python; there is none for a loop over rows with two calls more in it."""
    counted(tmp_path, FEWER)  # what is made ready once
    fewer, more = counted(tmp_path, FEWER), counted(tmp_path, MORE)
    calls = {step: (more[step] - fewer[step]) / (MORE - FEWER) for step in MOST}
    assert {step: calls[step] for step in MOST if calls[step] > MOST[step]} == {}
