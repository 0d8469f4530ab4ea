"""Runs that nobody watches: the log, its format and its limits, and the pings of a service that watches."""

import json
import signal
import stat
import threading
from collections import Counter
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from lists import TEXT, a_list, people
from runs import CAMPAIGN, until

FULL = Path("/dev/full")
TOKEN = "f3a1-bekci-jetonu"


@pytest.fixture(autouse=True)
def liste(tmp_path):
    """Give a list of three."""
    return a_list(tmp_path / "liste.csv", *people(3))


def events(path):
    """Return what a log of JSON lines holds."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def log_to(name, form="json"):
    """Return the options of a log."""
    return ("--log", name, "--log-format", form)


# --- the log


def test_a_log_tells_a_send_from_beginning_to_end(send, tmp_path):
    """Start, plan, each post, result and end, under one run, with what each came to."""
    ended = send("liste.csv", *CAMPAIGN, "--order-size", "2", *log_to("gece.log"))

    told = events(tmp_path / "gece.log")
    by_event = {one["event"]: one for one in told}
    assert ended.code == 0
    assert ["start", "plan", "post", "post", "result", "end"] == [
        one["event"] for one in told if one["event"] not in {"note", "warning"}
    ]
    assert 1 == len({one["run"] for one in told})
    assert {"send"} == {one["command"] for one in told}
    assert "liste.csv" == by_event["start"]["path"]
    assert (3, 3, 2) == tuple(by_event["plan"][key] for key in ("recipients", "credits", "orders"))
    assert (2, 1, "accepted", 200, 200, "300000002") == tuple(
        by_event["post"][key] for key in ("order", "recipients", "state", "code", "http_status", "order_id")
    )
    assert 0 <= by_event["post"]["duration_ms"] < 60_000
    assert (0, 3) == (by_event["end"]["exit_code"], by_event["end"]["accepted"])


def test_a_log_grows_by_every_run_and_is_for_its_owner(batchsms, tmp_path):
    """A second run, whatever its format, adds to what is there; each has an id of its own."""
    batchsms("plan", "liste.csv", *CAMPAIGN, *log_to("gece.log", "text"))
    batchsms("status", "liste.campaign", *log_to("gece.log"))
    lines = (tmp_path / "gece.log").read_text(encoding="utf-8").splitlines()

    assert 0o600 == stat.S_IMODE((tmp_path / "gece.log").stat().st_mode)
    assert " info " in lines[0]
    assert " plan start: The command begins" in lines[0]
    assert json.loads(lines[-1])["command"] == "status"
    assert lines[0].split()[2] != json.loads(lines[-1])["run"]


def test_what_ends_a_run_is_logged(send, tmp_path, sandbox):
    """An error with its code, and the exit code that the shell gets."""
    sandbox.account({"balance": 1})

    ended = send("liste.csv", *CAMPAIGN, *log_to("gece.log"))

    told = events(tmp_path / "gece.log")
    error = next(one for one in told if one["event"] == "error")
    assert (ended.json["error"]["code"], "error") == (error["code"], error["level"])
    assert (ended.code, 2) == (told[-1]["exit_code"], ended.code)


def test_retries_and_what_the_records_prove_are_logged(send, tmp_path, sandbox):
    """A pause before the next try, an answer that was lost, and how it was settled."""
    sandbox.faults({"send": {"queue": ["http_429_xml", "drop_after"]}})

    ended = send("liste.csv", *CAMPAIGN, "--settle-after", "0", *log_to("gece.log"))

    told = Counter((one["event"], one.get("state")) for one in events(tmp_path / "gece.log"))
    assert 0 == ended.code
    assert {("pause", None), ("post", "planned"), ("post", "unknown"), ("claimed", None)} <= told.keys()


@pytest.mark.parametrize("form", ["text", "json"])
def test_a_text_that_was_mistyped_is_not_logged(batchsms, tmp_path, form):
    """What an error quotes for its author, a log has not."""
    batchsms("preview", "liste.csv", *CAMPAIGN[2:], "--text", "Gizli {{ ad", *log_to("gece.log", form))
    batchsms(
        "preview", "liste.csv", "--text", TEXT, "--sender", "A", "--iys", "Gizli", *log_to("gece.log", form)
    )
    logged = (tmp_path / "gece.log").read_text(encoding="utf-8")

    assert ("template_error" in logged, "usage" in logged, "Gizli" in logged) == (True, True, False)


@pytest.mark.parametrize("name", ["yok/gece.log", ".", "liste.csv"])
def test_a_log_that_cannot_be_kept_is_told_before_anything_is_sent(send, tmp_path, sandbox, name):
    """No such folder, a folder, a file that is no log: nothing is sent, and the file stays as it is."""
    before = (tmp_path / "liste.csv").read_bytes()

    ended = send("liste.csv", *CAMPAIGN, "--log", name)

    assert (2, []) == (ended.code, sandbox.taken())
    assert ended.json["error"]["code"] in {"bad_log", "output_exists"}
    assert before == (tmp_path / "liste.csv").read_bytes()


@pytest.mark.skipif(not FULL.exists(), reason="only Linux has a device that is full")
def test_a_log_on_a_full_disk_stops_nothing(send, sandbox):
    """It is said once, and every outcome is in the results."""
    ended = send("liste.csv", *CAMPAIGN, "--order-size", "1", "--log", FULL)

    assert (0, 3) == (ended.code, len(sandbox.taken()))
    assert 1 == ended.err.count(
        "The log /dev/full cannot be written: No space left on device. The run goes on."
    )


def test_a_settings_file_can_ask_for_a_log(batchsms, tmp_path):
    """As for any option; its path is relative to the file."""
    (tmp_path / "ayar").mkdir()
    (tmp_path / "ayar" / "a.toml").write_text("log = 'gece.log'\nlog-format = 'json'\n", encoding="utf-8")

    batchsms(
        "preview", "liste.csv", *CAMPAIGN, "--config", "ayar/a.toml", BATCHSMS_LOG="", BATCHSMS_LOG_FORMAT=""
    )

    assert 0 == events(tmp_path / "ayar" / "gece.log")[-1]["exit_code"]


# --- pings


@contextmanager
def watcher(*statuses):
    """Run a service that takes pings; give its address and what it has got. It answers 200 in the end."""
    got, answers = [], list(statuses)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            parts = urlsplit(self.path)
            got.append((parts.path.replace(f"/{TOKEN}", ""), parse_qs(parts.query), body))
            self.send_response(answers.pop(0) if answers else 200)
            self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_arguments):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/{TOKEN}", got
        finally:
            server.shutdown()
            thread.join()


def paths(got):
    """Return where pings went to, below the address."""
    return [path for path, _query, _body in got]


def test_a_send_tells_when_it_begins_and_how_it_ended(send):
    """The start, then the address itself for exit code 0, both under one id, with counts and no more."""
    with watcher() as (url, got):
        ended = send("liste.csv", *CAMPAIGN, "--ping", url)

    assert (0, ["/start", ""]) == (ended.code, paths(got))
    (start, end) = ([UUID(one) for one in query["rid"]] for _path, query, _body in got)
    assert start == end
    assert "exit_code: 0\naccepted: 3" == got[1][2]


def test_an_exit_code_is_the_end_of_the_address(send, sandbox):
    """4 for a run that the gateway has halted, 2 for a command that was refused before it began."""
    sandbox.account({"senders": ["BASKA"]})
    with watcher() as (url, got):
        halted = send("liste.csv", *CAMPAIGN, "--ping", url)
        mistyped = send("liste.csv", *CAMPAIGN, "--iys", "yok", "--ping", url)

    assert (4, 2) == (halted.code, mistyped.code)
    assert ["/start", "/4", "/start", "/2"] == paths(got)


def test_a_night_is_watched_over(batchsms, sandbox, tmp_path):
    """Its exit code is the gravest of its campaigns', and so is that of the ping."""
    folder = tmp_path / "kampanyalar" / "bozuk"
    folder.mkdir(parents=True)
    (folder / "campaign.toml").write_text("list = 'yok.csv'\n", encoding="utf-8")
    with watcher() as (url, got):
        ended = batchsms(
            "nightly", "kampanyalar", "--yes", "--gateway-url", sandbox.gateway_url, BATCHSMS_PING=url
        )

    assert (2, ["/start", "/2"]) == (ended.code, paths(got))


@pytest.mark.parametrize(
    ("statuses", "pings", "reason"),
    [
        ((503, 429, 200), ["/start", "/start", "/start", ""], None),
        ((503, 503, 503), ["/start", "/start", "/start", ""], "HTTP 503"),
        ((404,), ["/start", ""], "HTTP 404"),
        ((302,), ["/start", ""], "HTTP 302"),
    ],
)
def test_a_ping_that_fails_changes_nothing_about_the_run(send, sandbox, statuses, pings, reason):
    """What may pass is tried again, at most twice; redirects are not followed; a failure is a warning."""
    with watcher(*statuses) as (url, got):
        ended = send("liste.csv", *CAMPAIGN, "--ping", url)

    assert (0, 3, pings) == (ended.code, len(sandbox.taken()), paths(got))
    assert (f"The ping to 127.0.0.1 failed: {reason}." in ended.err) is (reason is not None)


def test_no_ping_shows_its_address(send, batchsms, tmp_path):
    """Neither the log nor what is said nor `config` has it: whoever has it can silence the alarm."""
    with watcher(404) as (url, _got):
        ended = send("liste.csv", *CAMPAIGN, "--ping", url, *log_to("gece.log"))
        shown = batchsms("config", "--json", BATCHSMS_PING=url)

    logged = (tmp_path / "gece.log").read_text(encoding="utf-8")
    assert "The ping to 127.0.0.1" in logged
    assert TOKEN not in logged + ended.out + ended.err + shown.out + shown.err


@pytest.mark.parametrize(
    ("url", "code"),
    [
        (f"http://hc.example/{TOKEN}", "unsafe_ping"),
        (f"ftp://hc.example/{TOKEN}", "bad_ping"),
        (f"https://hc.example:99999/{TOKEN}", "bad_ping"),
        (f"https://me:pass@hc.example/{TOKEN}", "bad_ping"),
        (TOKEN, "bad_ping"),
    ],
)
def test_an_address_that_would_give_itself_away_is_refused(send, sandbox, url, code):
    """Unencrypted, or none at all: exit code 2, nothing sent, and the address is not shown."""
    ended = send("liste.csv", *CAMPAIGN, "--ping", url)

    assert (2, code, []) == (ended.code, ended.json["error"]["code"], sandbox.taken())
    assert TOKEN not in ended.out + ended.err


@pytest.mark.parametrize("rehearsal", [("--sandbox",), ("--dry-run",)])
def test_a_rehearsal_is_no_sign_of_life(send, rehearsal):
    """A ping for it would hide that the true run is missing."""
    with watcher() as (url, got):
        ended = send("liste.csv", *CAMPAIGN, *rehearsal, "--ping", url)

    assert (0, []) == (ended.code, got)


@pytest.mark.skipif(not hasattr(signal, "SIGTERM"), reason="signals are Unix's")
def test_a_run_that_is_ended_tells_so(start, sandbox, tmp_path):
    """SIGTERM before anything is sent: the service hears of it at once."""
    with watcher() as (url, got):
        process = start(
            "send", "liste.csv", *CAMPAIGN, "--yes", "--gateway-url", sandbox.gateway_url, "--ping", url
        )
        until(lambda: got)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)

    assert process.returncode in {0, 2, 4}
    assert ["/start", f"/{process.returncode}" if process.returncode else ""] == paths(got)
