"""How a run goes: how fast, how far, what stops it, and what it leaves on record."""

import threading
from itertools import pairwise

import httpx
import pytest
from model_gateway import (
    CREDENTIALS,
    a_world,
    answers,
    coded,
    fails,
    fails_after,
    late,
    numbers,
    page_404,
    page_503,
    recipients,
    says,
    times_out,
    times_out_after,
)

from batchsms.errors import InputError, Unavailable
from batchsms.gateway.address import DEFAULT_GATEWAY
from batchsms.journal.transitions import Answer
from batchsms.sending.answers_aside import answers_kept_aside, keep_aside, side_file

SECONDS_AT_MOST = 20


def orders(count, size=2):
    """Make orders of a few recipients each, all different."""
    return [recipients(size, first * 10) for first in range(count)]


def posts(world):
    """Count the posts that reached the gateway."""
    return len(world.gateway.posts)


def stop_of(sent):
    """Give the code of what stopped a run."""
    return sent.stopped_by and sent.stopped_by.code


def begun(world):
    """Count the orders that are being posted, as a reader of the file sees it."""
    return world.states().count("submitting")


# --- how fast


def test_the_first_order_goes_alone_and_then_as_many_as_may(tmp_path):
    """While the first order is under way no other is; then as many are as --concurrency says."""
    world = a_world(tmp_path, *orders(7))
    together = threading.Barrier(3)
    counts = []

    def on_request(path):
        if path == "send-sms" and not counts:
            counts.append(begun(world))
        elif path == "send-sms":
            together.wait(SECONDS_AT_MOST)
            counts.append(begun(world))
            together.wait(SECONDS_AT_MOST)

    world.gateway.on_request = on_request
    world.run(concurrency=3)

    assert ([1, 3], 7) == ([counts[0], max(counts)], posts(world))
    assert ["accepted"] * 7 == world.states()


@pytest.mark.parametrize("fault", [says(503), fails(httpx.ConnectError), times_out])
def test_until_an_order_was_answered_each_goes_alone(tmp_path, fault):
    """A first order that came to nothing does not open the way for many."""
    world = a_world(tmp_path, *orders(5))
    world.gateway.faults.extend([fault, says(401)])
    world.gateway.lists = "500"

    sent = world.run(concurrency=4)

    assert ("gateway_401", 2) == (stop_of(sent), posts(world))


def test_the_rate_is_in_recipients_per_second(tmp_path):
    """Orders of five recipients, two a second, are posted two and a half seconds apart."""
    world = a_world(tmp_path, *orders(4, size=5))

    world.run(rate=2.0)

    times = [at for _path, at in world.gateway.requests]
    assert [2.5] * 3 == [(after - before).total_seconds() for before, after in pairwise(times)]


@pytest.mark.parametrize(("count", "limit"), [(0, 0), (1, 1), (1, 2), (2, 3), (2, 4), (3, 99)])
def test_the_limit_is_reached_by_whole_orders(tmp_path, count, limit):
    """Orders are posted until as many recipients were; the rest stays planned."""
    world = a_world(tmp_path, *orders(3))

    world.run(limit=limit)

    assert ["accepted"] * count + ["planned"] * (3 - count) == world.states()


def test_a_run_goes_on_where_the_last_one_ended(tmp_path):
    """What an earlier run posted is not posted again."""
    world = a_world(tmp_path, *orders(3))
    for _run in range(4):
        world.run(limit=2)

    assert (["accepted"] * 3, 3) == (world.states(), posts(world))


def test_a_run_that_is_asked_to_end_posts_nothing_more(tmp_path):
    """What is under way is waited for and recorded; what was not begun stays planned."""
    world = a_world(tmp_path, *orders(3))

    def on_request(_path):
        world.ending = True

    world.gateway.on_request = on_request

    sent = world.run()

    assert (["accepted", "planned", "planned"], 4) == (world.states(), sent.exit_code)


def test_orders_whose_schedule_has_passed_are_not_posted(tmp_path):
    """What was planned for a time that is over stays planned, and the run says so."""
    world = a_world(tmp_path, *orders(2), send_at="02/03/2026 10:01")
    world.clock.go_on(minutes=1)

    sent = world.run()

    assert ("schedule_passed", 0, ["planned"] * 2) == (stop_of(sent), posts(world), world.states())


# --- what stops it


@pytest.mark.parametrize("code", [401, 402, 450, 457, 468, 469, 470])
def test_an_answer_that_all_would_get_stops_the_run(tmp_path, code):
    """The order that drew it is planned again, and nothing more is posted."""
    world = a_world(tmp_path, *orders(3))
    world.gateway.faults.extend([None, says(code)])

    sent = world.run()

    assert (f"gateway_{code}", 2) == (stop_of(sent), posts(world))
    assert ["accepted", "planned", "planned"] == world.states()


def test_a_code_that_is_not_known_stops_the_run_and_is_shown(tmp_path):
    """The order is unknown; the message says the gateway's code and words as they came."""
    world = a_world(tmp_path, *orders(3))
    world.gateway.faults.append(says(999))
    world.gateway.lists = "500"

    sent = world.run()

    assert ("gateway_999", ["unknown", "planned", "planned"]) == (stop_of(sent), world.states())
    assert "999 (Beklenmeyen)" in sent.stopped_by.message


def test_three_unknowns_in_a_row_stop_the_run(tmp_path):
    """A gateway that answers nothing that can be trusted is left alone after three orders."""
    world = a_world(tmp_path, *orders(5))
    world.gateway.lists = "500"
    world.gateway.faults.extend([times_out, answers(page_503, taken=False), times_out, times_out])

    sent = world.run()

    assert ("three_unknowns", ["unknown"] * 3 + ["planned"] * 2) == (stop_of(sent), world.states())


def test_unknowns_that_are_not_in_a_row_do_not_stop_it(tmp_path):
    """An answer in between shows that the gateway is well."""
    world = a_world(tmp_path, *orders(5))
    world.gateway.lists = "500"
    world.gateway.faults.extend([times_out, times_out, None, times_out, times_out])

    assert (None, 5) == (stop_of(world.run()), posts(world))


def test_what_stopped_the_run_is_settled_as_far_as_it_goes(tmp_path):
    """After three unknowns the list is still asked: what was taken is found, and nothing is posted."""
    world = a_world(tmp_path, *orders(4))
    world.gateway.faults.extend([times_out_after] * 3)
    world.gateway.lists = "500"
    lists = []

    def on_request(path):
        lists.extend([path] if path == "get-reports/json" else [])
        world.gateway.lists = "" if len(lists) >= 3 else "500"

    world.gateway.on_request = on_request
    sent = world.run()

    assert ("three_unknowns", 3) == (stop_of(sent), posts(world))
    assert ["accepted"] * 3 + ["planned"] == world.states()


@pytest.mark.parametrize("slow", [2, 3])
def test_a_doubt_is_settled_whatever_else_was_answered_meanwhile(tmp_path, slow):
    """Of two posts under way, one unknown and one refused for now, either may end last."""
    world = a_world(tmp_path, *orders(3))
    ended = threading.Event()
    counts, ends = [], []

    def on_request(path):
        if path == "send-sms":
            counts.append(path)
            if len(counts) == slow:
                assert ended.wait(SECONDS_AT_MOST)

    def prepare(journal):
        end = journal.end

        def ending(*arguments, **options):
            end(*arguments, **options)
            ends.append(arguments)
            if len(ends) == 2:  # the first order's, and that of the faster of the two
                ended.set()

        journal.end = ending

    by_order = {10: fails_after(httpx.ReadError), 20: says(503)}

    def as_the_order_is(gateway, asked):
        return by_order.pop(asked.recipients[0][0] % 100, None)(gateway, asked)

    world.gateway.on_request = on_request
    world.prepare = prepare
    world.gateway.faults.extend([None, as_the_order_is, as_the_order_is])

    sent = world.run(concurrency=2)

    assert (None, ["accepted"] * 3) == (stop_of(sent), world.states())
    assert 4 == posts(world)


# --- trying again


@pytest.mark.parametrize(
    "fault",
    [
        says(503),
        says(429),
        answers(lambda: httpx.Response(429, text="Too Many Requests"), taken=False),
        fails(httpx.ConnectError),
        fails(httpx.ConnectTimeout),
        fails(httpx.ProxyError),
    ],
)
def test_what_was_not_taken_is_tried_eight_times(tmp_path, fault):
    """The first pause is a second at most, later ones grow to thirty; then everything stays planned."""
    world = a_world(tmp_path, *orders(3))
    world.gateway.faults.extend([fault] * 20)

    sent = world.run()

    assert ("unavailable", 8, ["planned"] * 3) == (stop_of(sent), posts(world), world.states())
    assert [True] * 7 == [
        longest / 2 <= pause <= longest
        for pause, longest in zip(world.pauses, (1, 2, 4, 8, 16, 30, 30), strict=True)
    ]


def test_an_order_that_was_not_taken_goes_on_when_it_can(tmp_path):
    """After two refusals for now, the order and all others are taken once."""
    world = a_world(tmp_path, *orders(3))
    world.gateway.faults.extend([says(503), fails(httpx.ConnectError)])

    sent = world.run()

    assert (None, ["accepted"] * 3, 5) == (stop_of(sent), world.states(), posts(world))


def test_an_answer_makes_the_pauses_short_again(tmp_path):
    """Trouble after an answer is new trouble: its first pause is a second at most."""
    world = a_world(tmp_path, *orders(4))
    world.gateway.faults.extend([says(503)] * 4 + [None] + [says(503)])

    world.run()

    assert (5, True, True) == (len(world.pauses), world.pauses[3] >= 4, world.pauses[4] <= 1)


@pytest.mark.parametrize(
    ("asked", "pauses", "stopped"),
    [("45", [45.0], None), ("0", None, None), ("400", [], "unavailable"), ("9" * 400, [], "unavailable")],
)
def test_the_gateway_says_how_long_to_wait(tmp_path, asked, pauses, stopped):
    """Retry-After is kept to; where it is longer than five minutes, the run ends at once."""
    world = a_world(tmp_path, *orders(1))
    world.gateway.faults.append(says(503, retry_after=asked))

    sent = world.run()

    assert stopped == stop_of(sent)
    assert pauses is None or pauses == world.pauses


def test_trying_again_takes_five_minutes_at_most(tmp_path):
    """The time that the tries themselves take counts, too."""
    world = a_world(tmp_path, *orders(1))

    def slowly(gateway, _asked):
        gateway.clock.go_on(seconds=100)
        return coded(503)

    world.gateway.faults.extend([slowly] * 8)

    assert ("unavailable", 4) == (stop_of(world.run()), posts(world))


# --- refused orders


@pytest.mark.parametrize("bad", [{3}, {0}, {19}, {3, 4}, {0, 19}])
def test_an_order_is_halved_until_the_bad_numbers_stand_alone(tmp_path, bad):
    """Of twenty recipients the bad ones are refused, and all others get their message once."""
    everybody = recipients(20)
    world = a_world(tmp_path, everybody)
    world.gateway.bad = {numbers(20)[at] for at in bad}

    sent = world.run()

    refused = {who for who, state in world.by_recipient().items() if state == "rejected"}
    assert {everybody[at] for at in bad} == refused
    assert set(everybody) - refused == set(world.gateway.times_taken())
    assert (1, True, 3) == (max(world.gateway.times_taken().values()), posts(world) <= 17, sent.exit_code)
    said = {detail for state, detail in world.orders("state", "detail") if state == "rejected"}
    assert {"Mesaj alıcıları hatalı"} == said


@pytest.mark.parametrize("code", [453, 454])
def test_an_order_is_halved_by_its_texts_where_one_is_at_fault(tmp_path, code):
    """The bad text stands alone with all of its recipients; the others get theirs."""
    of_texts = [who for at in range(4) for who in recipients(3, at * 10, text=f"Metin {at}")]
    world = a_world(tmp_path, of_texts)
    world.gateway.codes = {"Metin 2": code}

    world.run()

    states = world.by_recipient()
    assert {"Metin 2"} == {text for (_number, text), state in states.items() if state == "rejected"}
    assert (9, 5) == (len(world.gateway.times_taken()), posts(world))


@pytest.mark.parametrize(("size", "most"), [(60, 16), (100, 25)])
def test_what_cannot_be_told_apart_says_so(tmp_path, size, most):
    """With too many bad numbers the extra posts run out: those refused together are told from the bad."""
    world = a_world(tmp_path, recipients(size))
    world.gateway.bad = set(numbers(size)[::3])

    world.run()

    rejected = [row for row in world.orders("state", "recipients", "detail") if row[0] == "rejected"]
    together = [row for row in rejected if "refused together" in row[2]]
    assert (True, True) == (posts(world) <= 1 + most, bool(together))
    assert [size > 1 for _state, size, _detail in rejected] == [row in together for row in rejected]
    assert f"{together[0][1]} numbers were refused together" in together[0][2]
    assert {"accepted", "rejected"} >= set(world.by_recipient().values())


def test_a_duplicate_on_a_first_post_is_rejected_and_not_waited_out(tmp_path):
    """The gateway's own guard against sending twice is believed, and the run goes on."""
    world = a_world(tmp_path, *orders(3))
    world.gateway.faults.append(says(451))

    sent = world.run()

    assert (["rejected", "accepted", "accepted"], 3, []) == (world.states(), posts(world), world.pauses)
    assert None is stop_of(sent)


def test_a_refusal_after_a_failure_to_connect_is_a_refusal(tmp_path):
    """What never left cannot have been taken, so a duplicate then is one of somebody else's order."""
    world = a_world(tmp_path, *orders(1))
    world.gateway.faults.extend([fails(httpx.ConnectError), says(451)])

    world.run()

    assert ["rejected"] == world.states()


def test_an_order_id_that_another_order_has_is_no_proof(tmp_path):
    """A gateway that gives one id twice took the second order, or did not: it is unknown."""
    world = a_world(tmp_path, *orders(2))
    world.gateway.lists = "500"
    world.gateway.faults.extend([says(200, order_id="7")] * 2)

    world.run()

    assert [("accepted", "7"), ("unknown", None)] == world.orders("state", "gateway_id")


def test_credentials_that_the_gateway_repeats_are_not_kept(tmp_path):
    """A gateway that quotes the key and the hash does not get them into the file or the message."""
    world = a_world(tmp_path, *orders(1))
    words = f"bad key {CREDENTIALS.key} or {CREDENTIALS.hash}"
    body = f"<response><status><code>401</code><message>{words}</message></status></response>"
    world.gateway.faults.append(answers(lambda: httpx.Response(401, content=body.encode()), taken=False))

    sent = world.run()

    assert "401 (bad key *** or ***)" in sent.stopped_by.message
    assert ["bad key *** or ***"] == world.orders("detail")


# --- answers that cannot be stored


def failing(journal, *names, error=Unavailable, when=lambda: True):
    """Let moves of a journal fail as on a disk that is full."""

    def wrapped(move):
        def fail(*arguments, **options):
            if when():
                raise error("unwritable_campaign_file", "the disk is full")
            return move(*arguments, **options)

        return fail

    for name in names:
        setattr(journal, name, wrapped(getattr(journal, name)))


@pytest.mark.parametrize("error", [Unavailable, InputError])
def test_answers_that_cannot_be_stored_are_said_and_kept_aside(tmp_path, error):
    """Every order id of those under way is said, kept beside the file, and taken up by the next run."""
    world = a_world(tmp_path, *orders(4))
    together = threading.Barrier(3)

    def on_request(path):
        if path == "send-sms" and posts(world):
            together.wait(SECONDS_AT_MOST)

    world.gateway.on_request = on_request
    world.prepare = lambda journal: failing(journal, "end", error=error, when=lambda: posts(world) > 1)
    sent = world.run(concurrency=3)
    stopped = world.states()
    world.gateway.on_request, world.prepare = (lambda _path: None), (lambda _journal: None)
    aside = side_file(world.path).exists()

    ended = world.run()

    assert ["accepted"] + ["submitting"] * 3 == stopped
    assert [True] * 3 == [order.order_id in sent.stopped_by.message for order in world.gateway.taken[1:]]
    assert (True, False) == (aside, side_file(world.path).exists())
    assert (["accepted"] * 4, 0, 4) == (world.states(), ended.exit_code, posts(world))
    assert {order.order_id for order in world.gateway.taken} == set(world.orders("gateway_id"))


def test_a_file_that_cannot_even_be_read_loses_no_order_id(tmp_path):
    """Also where looking into the file fails, the answer is said and kept aside."""
    world = a_world(tmp_path, *orders(1))
    world.prepare = lambda journal: failing(journal, "has_gateway_id")

    sent = world.run()

    assert world.gateway.taken[0].order_id in sent.stopped_by.message
    assert [(1, world.gateway.taken[0].order_id)] == answers_kept_aside(world.path)


def test_a_disk_that_is_full_before_a_post_keeps_it_from_being_made(tmp_path):
    """What cannot be recorded as begun is not posted."""
    world = a_world(tmp_path, *orders(2))
    world.prepare = lambda journal: failing(journal, "begin", when=lambda: posts(world) == 1)

    sent = world.run()

    assert ("unwritable_campaign_file", 1) == (stop_of(sent), posts(world))
    assert ["accepted", "planned"] == world.states()


@pytest.mark.parametrize("name", ["bind", "recover"])
def test_on_a_disk_that_is_still_full_what_is_unknown_is_told(tmp_path, name):
    """A run that cannot even begin says what the one before it left in doubt."""
    world = a_world(tmp_path, *orders(2))
    world.gateway.lists = "500"
    world.gateway.faults.append(times_out)
    world.run(limit=1)
    world.prepare = lambda journal: failing(journal, name)

    sent = world.run()

    assert (5, [1], 1) == (sent.exit_code, [order.order_id for order in sent.unknown], posts(world))
    assert "unwritable_campaign_file" == stop_of(sent)


def test_room_for_answers_is_held_while_a_run_lasts(tmp_path):
    """A disk that fills up while an order is posted has room left for its id, and none is held afterwards."""
    world = a_world(tmp_path, *orders(1))
    held = []
    world.gateway.on_request = lambda _path: held.append(side_file(world.path).stat().st_blocks)

    world.run()

    assert [True] == [blocks > 0 for blocks in held]
    assert not side_file(world.path).exists()


@pytest.mark.parametrize("name", ["begin", "claim"])
def test_trouble_with_the_file_while_settling_ends_the_run_in_order(tmp_path, name):
    """A claim or a repeat that cannot be recorded stops the run; the results are still written."""
    world = a_world(tmp_path, *orders(1))
    world.gateway.lists = "500"
    world.gateway.faults.append(times_out_after if name == "claim" else times_out)
    world.run()
    world.gateway.lists = ""
    world.prepare = lambda journal: failing(journal, name)

    sent = world.run()

    assert ("unwritable_campaign_file", ["unknown"], 1) == (stop_of(sent), world.states(), posts(world))
    assert sent.results.exists()


def test_an_id_that_was_said_is_said_beside_what_fails_next(tmp_path):
    """Where settling fails after an answer could not be stored, the message still has the order id."""
    world = a_world(tmp_path, *orders(3))
    together = threading.Barrier(2)

    def on_request(path):
        if path == "send-sms" and posts(world):
            together.wait(SECONDS_AT_MOST)

    def unknown_is_stored(journal):
        end = journal.end

        def ending(order, attempt, answer, moment, **options):
            if order > 1 and answer.state == "accepted":
                raise Unavailable("unwritable_campaign_file", "the disk is full")
            end(order, attempt, answer, moment, **options)

        journal.end = ending
        failing(journal, "claim")

    world.gateway.on_request = on_request
    world.prepare = unknown_is_stored
    world.gateway.faults.extend([None, fails_after(httpx.ReadError)])

    sent = world.run(concurrency=2)

    stored = set(world.orders("gateway_id"))
    assert ["accepted", "submitting", "unknown"] == sorted(world.states())
    assert [True] == [
        order.order_id in sent.stopped_by.message
        for order in world.gateway.taken[1:]
        if order.order_id not in stored and f"order id {order.order_id}" in sent.stopped_by.message
    ]
    assert 2 == sent.stopped_by.message.count("the disk is full")


def test_a_line_that_was_cut_short_spoils_no_other(tmp_path):
    """An answer that is kept after one that a full disk cut short can be read."""
    campaign = tmp_path / "liste.campaign"
    side_file(campaign).write_text('{"order": 1, "gateway_')
    full = Unavailable("unwritable_campaign_file", "the disk is full")

    said = [
        keep_aside(campaign, order, Answer(state, state, gateway_id=found), full)
        for order, state, found in (
            (2, "accepted", "7"),
            (3, "unknown", None),
            (4, "accepted", "8"),
        )
    ]

    assert [(2, "7"), (4, "8")] == answers_kept_aside(campaign)
    assert (
        "the disk is full. The answer to order 2 is: accepted, order id 7. It is saved in" in said[0].message
    )


def test_an_answer_that_cannot_be_kept_aside_either_is_said(tmp_path):
    """Where the folder is gone too, the message is the only record, and says so."""
    gone = tmp_path / "gone" / "liste.campaign"
    full = Unavailable("unwritable_campaign_file", "the disk is full")

    said = keep_aside(gone, 2, Answer("accepted", "accepted", gateway_id="7"), full)

    assert "The answer to order 2 is: accepted, order id 7. It cannot be saved" in said.message
    assert [] == answers_kept_aside(gone)


def test_an_order_that_arrives_late_is_taken_once(tmp_path):
    """An order that the gateway takes after its repeat is refused as a duplicate by the gateway itself."""
    world = a_world(tmp_path, *orders(1))
    world.gateway.faults.append(late(minutes=8))

    world.run()
    world.clock.go_on(hours=1)
    world.run()

    assert (["accepted"], 2, {1}) == (
        world.states(),
        posts(world),
        set(world.gateway.times_taken().values()),
    )


def test_a_duplicate_after_a_page_that_was_not_there_is_in_doubt(tmp_path):
    """A 404 said that nothing was accepted; refused as a duplicate then, people may have the message."""
    world = a_world(tmp_path, recipients(2))
    world.gateway.faults.append(answers(page_404, taken=True))
    world.run()
    planned = world.states()
    world.gateway.lists = "500"
    world.run()

    assert ["planned"] == planned
    assert ["unknown"] == world.states()
    world.gateway.lists = ""
    world.clock.go_on(hours=2)
    world.run()
    assert ["accepted"] == world.states()
    assert {1} == set(world.gateway.times_taken().values())


def test_the_published_address_is_believed_whatever_answers_there(tmp_path):
    """A page in the place of the gateway's answer is no sign of a wrong address where it is the right one."""
    world = a_world(tmp_path, recipients(2))
    world.gateway.faults.append(answers(page_404, taken=True))
    world.gateway.lists = "500"
    world.run(url=DEFAULT_GATEWAY)

    assert ["unknown"] == world.states()
