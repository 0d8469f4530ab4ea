"""What the user sets for a campaign, checked: text, sender, İYS list, schedule, price, limits."""

import re
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from batchsms.clock import ON_THE_WIRE, TURKEY
from batchsms.errors import InputError
from batchsms.exclusion_reasons import sentence
from batchsms.i18n import _
from batchsms.pricing.tariff import USUAL_TARIFF, Tariff
from batchsms.reading.text_encoding import template_text

__all__ = [
    "Budget",
    "Content",
    "checked_iys",
    "checked_number",
    "checked_price",
    "checked_schedule",
    "checked_sender",
    "template_source",
]

_LONGEST_SENDER = 11
_PRICE = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")
_SCHEDULES = (ON_THE_WIRE, "%d.%m.%Y %H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M")
_MOST_AHEAD = timedelta(days=366)


class Content(NamedTuple):
    """What every message of the campaign shares.

    `template` is Jinja2 source and `template_name` where it came from; `folder` holds the files that
    it may take in, None where it is no file; `iys_list` is `""` for informational messages; `send_at`
    is as on the wire, or `""` for now, and `waits` says that it is but the end of the `quiet_hours`.
    `folds` are names of `folds.FOLDS`, in its order.
    """

    template: str
    template_name: str
    sender: str
    iys_list: str
    send_at: str
    folder: Path | None = None
    folds: tuple[str, ...] = ()
    tariff: Tariff = USUAL_TARIFF
    quiet_hours: str = ""
    waits: bool = False


class Budget(NamedTuple):
    """What a campaign may come to. `credit_price` is in TL; what is None is not said."""

    credit_price: Decimal | None = None
    max_recipients: int | None = None
    max_credits: int | None = None


def checked_price(price: str | None) -> Decimal | None:
    """Return the price of a credit in TL: `0,085` or `0.085`, since no credit costs a thousand lira."""
    if price is None:
        return None
    if not _PRICE.fullmatch(price.strip()):
        raise InputError(
            "bad_price",
            _("--credit-price {price} is not a valid price in TL").format(price=price),
            hint=_("Write it as 0,085 or 0.085"),
        )
    return Decimal(price.strip().replace(",", "."))


def checked_number(cell: str) -> int:
    """Return the MSISDN of `--test-to`, in any form that a list may have it."""
    from batchsms.numbers.msisdn import msisdn  # noqa: PLC0415 - for trials alone

    number = msisdn(cell)
    if isinstance(number, str):
        raise InputError(
            "bad_test_number",
            _("--test-to needs a Turkish mobile number: {reason}").format(reason=sentence(number, "")),
            hint=_("Write it as 0530 000 00 00, with your own digits"),
        )
    return number


def template_source(file: Path | None, text: str | None) -> tuple[str, str]:
    """Return the template and its name. Exactly one of a file and a text must be given."""
    if (file is None) == (text is None):
        raise InputError(
            "no_template" if file is None else "two_templates",
            _("There is no text to send")
            if file is None
            else _("--template and --text cannot be used together"),
            hint=_("Use one of the two: --template FILE or --text TEXT"),
        )
    if file is None:
        return text or "", "--text"
    try:
        return template_text(file, str(file)), str(file)
    except OSError as error:
        raise InputError(
            "unreadable_template",
            _("The template {path} cannot be read: {error}").format(path=file, error=error.strerror),
            hint=_("Check the name and the folder"),
        ) from error


def checked_sender(sender: str | None) -> str:
    """Return the sender; the gateway's page has it at most 11 characters long, and exact."""
    if not sender or sender.isspace():
        raise InputError(
            "no_sender",
            _("--sender is missing"),
            hint=_("Add --sender with the approved header, exactly as the panel shows it"),
        )
    if sender != sender.strip():
        raise InputError(
            "bad_sender",
            _("The sender “{sender}” begins or ends with a blank").format(sender=sender),
            hint=_('Remove the blank: --sender "{sender}"').format(sender=sender.strip()),
        )
    if len(sender) > _LONGEST_SENDER:
        raise InputError(
            "bad_sender",
            _("The sender {sender} has {count} characters; the limit is 11").format(
                sender=sender, count=len(sender)
            ),
            hint=_("Use the header exactly as it was approved"),
        )
    if not (sender.isascii() and sender.isprintable()):
        raise InputError(
            "bad_sender",
            _("The sender {sender} has a character that no header can have, such as a Turkish letter").format(
                sender=sender
            ),
            hint=_("Use the header exactly as it was approved, with the letters A to Z"),
        )
    return sender


def checked_iys(iys: str | None) -> str:
    """Return the İYS list, `""` for none. There is no default, because it is law."""
    if iys is None:
        raise InputError(
            "no_iys",
            _("--iys is missing. It has no default because the law asks you to choose."),
            hint=_(
                "Commercial messages to people: --iys BIREYSEL; to traders: --iys TACIR; "
                "messages that only inform: --iys none"
            ),
        )
    return "" if iys == "none" else iys


def checked_schedule(at: str | None, now: datetime) -> str:
    """Return the schedule as it goes on the wire, `""` for none.

    Never with seconds: the gateway would ignore such a schedule and send at once.
    """
    if at is None:
        return ""
    for form in _SCHEDULES:
        try:
            moment = datetime.strptime(at.strip(), form).replace(tzinfo=TURKEY)
        except ValueError:
            continue
        if moment <= now:
            raise InputError(
                "past_schedule",
                _("--at {at} is in the past; it is {now} in Turkey now").format(
                    at=at, now=now.astimezone(TURKEY).strftime(ON_THE_WIRE)
                ),
                hint=_("Set a later time, or send at once without --at"),
            )
        if moment > now + _MOST_AHEAD:
            raise InputError(
                "distant_schedule",
                _("--at {at} is more than a year ahead").format(at=at),
                hint=_("Check the year"),
            )
        return moment.strftime(ON_THE_WIRE)
    raise InputError(
        "bad_schedule",
        _("--at {at} is not a valid date and time").format(at=at),
        hint=_('Write it as "DD/MM/YYYY HH:MM" or "YYYY-MM-DD HH:MM", without seconds'),
    )
