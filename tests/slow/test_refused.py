"""A gateway that nobody can reach: nothing was taken, which is said after it was tried long enough."""

import socket
import time

import pytest
from lists import a_list, people, sheet
from runs import CAMPAIGN, states

pytestmark = pytest.mark.slow


def test_where_nothing_listens_all_stays_planned(tmp_path, batchsms):
    """A refused connection is tried eight times, with pauses that grow; then the run stops with code 4."""
    a_list(tmp_path / "liste.csv", *people(3))
    with socket.create_server(("127.0.0.1", 0)) as nobody:
        address = f"http://127.0.0.1:{nobody.getsockname()[1]}/v1"
    began_at = time.monotonic()

    ended = batchsms("send", "liste.csv", *CAMPAIGN, "--yes", "--json", "--gateway-url", address)

    assert (4, "unavailable") == (ended.code, ended.json["error"]["code"]), ended.err
    assert "The gateway accepts nothing at the moment: ConnectError" in ended.err
    assert ["planned"] * 3 == states(sheet(tmp_path / "liste.results.xlsx"))
    assert 30 < time.monotonic() - began_at < 110
