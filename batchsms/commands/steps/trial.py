"""`send --test-to`: a few texts of a plan → one number of one's own, and nothing else."""

from pathlib import Path

from batchsms.campaign.settings import checked_number
from batchsms.commands.steps.agreement import agree
from batchsms.commands.steps.planning import open_plan, show_plan
from batchsms.commands.steps.session import Session
from batchsms.errors import InputError
from batchsms.event_log.events import log_event
from batchsms.exit_codes import ExitCode
from batchsms.i18n import _, ngettext
from batchsms.journal.campaign import campaign_of, planned_costs
from batchsms.journal.database import Database
from batchsms.journal.tally import tally_of
from batchsms.numbers.masking import masked
from batchsms.results.specimens import Specimen, specimens
from batchsms.sending.trial_messages import TrialMessage, exit_code, post_trial_messages, trial_texts

__all__ = ["send_trial"]


def send_trial(recipients: Path, session: Session) -> ExitCode:
    """Plan, ask, and post the shortest, longest and most expensive text to the test number.

    The plan is not kept, and a campaign file stays as it is.
    """
    number = checked_number(session.options["test_to"])
    with open_plan(recipients, session.options, session.console) as database:
        show_plan(database, tally_of(database), session.console)
        texts = trial_texts(specimens(database, planned_costs(database)))
        if not texts:
            raise InputError(
                "nothing_to_test",
                _("No row of the list can be sent, so there is no text to test"),
                hint=_("batchsms preview shows why each row is skipped"),
            )
        if campaign_of(database).send_at or session.options["at"]:
            session.console.note(_("The test messages go at once, whatever the schedule"))
        agree(_question(number, texts), session)
        return _post(database, number, texts, session)


def _question(number: int, texts: list[Specimen]) -> str:
    credits_in_all = sum(one.segments for one in texts)
    cost = ngettext("{count} credit", "{count} credits", credits_in_all).format(count=credits_in_all)
    question = ngettext(
        "Send {count} test message to {number} now ({cost})?",
        "Send {count} test messages to {number} now ({cost})?",
        len(texts),
    )
    return question.format(count=len(texts), cost=cost, number=masked(number))


def _post(database: Database, number: int, texts: list[Specimen], session: Session) -> ExitCode:
    """Post the texts, say what came of each, and return the exit code."""
    console = session.console
    results = post_trial_messages(session.gateway, session.credentials, campaign_of(database), number, texts)
    for one in results:
        console.text(_line(one))
        log_event("test_post", _("A test message was posted"), state=one.state, code=one.outcome.code)
    if len(results) < len(texts):
        console.note(_("The test has ended early. Nothing was sent to the list."))
    console.warning(
        _(
            "For 10 minutes the gateway refuses the same text to this number. To test again, change the "
            "text. If the number is in the list, wait before you send to the list."
        )
    )
    code = exit_code(results)
    console.object(exit_code=code, tally=tally_of(database), test=[_as_json(one) for one in results])
    return code


def _line(one: TrialMessage) -> str:
    match one.state:
        case "accepted":
            line = _("Test message with the text of row {row}: accepted as order {order_id}")
        case "rejected":
            line = _("Test message with the text of row {row}: rejected ({detail})")
        case "planned":
            line = _("Test message with the text of row {row}: not accepted ({detail})")
        case _:
            line = _("Test message with the text of row {row}: unknown, it may have been accepted ({detail})")
    return line.format(row=one.specimen.sheet_row, order_id=one.outcome.order_id, detail=one.detail)


def _as_json(one: TrialMessage) -> dict[str, object]:
    return {
        "kinds": list(one.specimen.kinds),
        "row": one.specimen.sheet_row,
        "segments": one.specimen.segments,
        "state": one.state,
        "code": one.outcome.code,
        "order_id": one.outcome.order_id,
        "detail": one.detail,
    }
