"""`batchsms send --test-to`: a few texts to one number of one's own, and nothing else."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from batchsms.campaign.settings import checked_number
from batchsms.commands.steps.planning import looked_at, show
from batchsms.errors import InputError
from batchsms.gateway.client import Gateway
from batchsms.gateway.xml import Credentials
from batchsms.i18n import _, ngettext
from batchsms.journal.database import Database
from batchsms.journal.queries import campaign_of, planned_costs, tally_of
from batchsms.numbers.msisdn import masked
from batchsms.results.preview import Specimen, specimens
from batchsms.sending.test_send import Tried, exit_code, to_try, tried
from batchsms.terminal.console import Console

__all__ = ["asked", "check_alone", "run_test", "tested"]

_NOT_WITH = ("limit", "resend_unknown", "moved", "dry_run")


def check_alone(options: Mapping[str, Any]) -> None:
    """Refuse a test number that is none, and options that have no meaning beside it."""
    checked_number(options["test_to"])
    for name in _NOT_WITH:
        if options[name]:
            raise click.UsageError(
                _("--test-to and --{option} do not go together").format(option=name.replace("_", "-"))
            )


@contextmanager
def tested(
    recipients: Path, options: Mapping[str, Any], console: Console
) -> Iterator[tuple[Database, int, list[Specimen]]]:
    """Give a plan that is not kept, the test number, and the texts that go to it."""
    number = checked_number(options["test_to"])
    with looked_at(recipients, options, console) as database:
        show(database, tally_of(database), console)
        texts = to_try(specimens(database, planned_costs(database)))
        if not texts:
            raise InputError(
                "nothing_to_test",
                _("no row of the list can be sent, so there is no text to test"),
                hint=_("batchsms preview says why each row is left out"),
            )
        yield database, number, texts


def run_test(
    database: Database,
    number: int,
    texts: list[Specimen],
    console: Console,
    gateway: Gateway,
    credentials: Credentials,
) -> int:
    """Post the texts, say what came of each, and return the exit code."""
    results = tried(gateway, credentials, campaign_of(database), number, texts)
    for one in results:
        line = _("test, text of row {row}: {state} {order_id} {detail}")
        console.text(
            line.format(
                row=one.specimen.sheet_row,
                state=_("not taken") if one.state == "planned" else one.state,
                order_id=one.outcome.order_id or "",
                detail=one.detail,
            ).rstrip()
        )
    if len(results) < len(texts):
        console.note(_("the test has ended there; nothing was sent to the list"))
    console.warning(
        _(
            "for 10 minutes the gateway refuses the same text to this number: change the text to test "
            "again, and if the number is in the list, wait before sending to it"
        )
    )
    code = exit_code(results)
    console.object(exit_code=code, tally=tally_of(database), test=[_as_json(one) for one in results])
    return code


def asked(number: int, texts: list[Specimen]) -> str:
    """Return what is asked before a test."""
    question = ngettext(
        "Send {count} test message ({credits} credits) to {number} now?",
        "Send {count} test messages ({credits} credits) to {number} now?",
        len(texts),
    )
    return question.format(
        count=len(texts), credits=sum(one.segments for one in texts), number=masked(number)
    )


def _as_json(one: Tried) -> dict[str, object]:
    return {
        "kinds": list(one.specimen.kinds),
        "row": one.specimen.sheet_row,
        "segments": one.specimen.segments,
        "state": one.state,
        "code": one.outcome.code,
        "order_id": one.outcome.order_id,
        "detail": one.detail,
    }
