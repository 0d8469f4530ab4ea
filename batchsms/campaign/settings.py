"""What the user sets, checked: sender, İYS list, schedule, gateway and credentials."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

from batchsms.clock import ON_THE_WIRE, TURKEY
from batchsms.errors import InputError
from batchsms.exclusion_reasons import sentence
from batchsms.gateway.client import is_on_this_machine
from batchsms.gateway.xml import Credentials
from batchsms.i18n import _
from batchsms.numbers.msisdn import msisdn
from batchsms.pricing.segments import Tariff

__all__ = [
    "DEFAULT_GATEWAY",
    "IYS_LISTS",
    "Budget",
    "Content",
    "account_fingerprint",
    "checked_gateway",
    "checked_iys",
    "checked_number",
    "checked_price",
    "checked_schedule",
    "checked_sender",
    "credentials",
    "hash_of",
    "template_source",
]

DEFAULT_GATEWAY = "https://api.iletimerkezi.com/v1"
IYS_LISTS = ("BIREYSEL", "TACIR", "none")
_LONGEST_SENDER = 11
_USUAL = Tariff()
_PRICE = re.compile(r"[0-9]{1,6}(?:[.,][0-9]{1,6})?")
_SCHEDULES = (ON_THE_WIRE, "%Y-%m-%d %H:%M")


@dataclass(frozen=True)
class Content:
    """What every message of the campaign shares.

    `template` is Jinja2 source and `template_name` where it came from; `folder` holds the files that
    it may take in, None where it is no file; `iys_list` is `""` for informational messages; `send_at`
    is as on the wire, or `""` for now. `folds` are names of `folds.FOLDS`, in its order.
    """

    template: str
    template_name: str
    sender: str
    iys_list: str
    send_at: str
    folder: Path | None = None
    folds: tuple[str, ...] = ()
    tariff: Tariff = _USUAL


@dataclass(frozen=True)
class Budget:
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
            _("--credit-price {price} is no price in TL").format(price=price),
            hint=_("write it as 0,085 or 0.085"),
        )
    return Decimal(price.strip().replace(",", "."))


def checked_number(cell: str) -> int:
    """Return the MSISDN of `--test-to`, in any form that a list may have it."""
    number = msisdn(cell)
    if isinstance(number, str):
        raise InputError(
            "bad_test_number",
            _("--test-to is no number to send to: {reason}").format(reason=sentence(number, "")),
            hint=_("write it as 0530 000 00 00, with your own digits"),
        )
    return number


def template_source(file: Path | None, text: str | None) -> tuple[str, str]:
    """Return the template and its name. Exactly one of a file and a text must be given."""
    if (file is None) == (text is None):
        raise InputError(
            "no_template" if file is None else "two_templates",
            _("there is no text to send") if file is None else _("both --template and --text are given"),
            hint=_("give one of the two: --template FILE or --text TEXT"),
        )
    if file is None:
        return text or "", "--text"
    try:
        content = file.read_bytes()
    except OSError as error:
        raise InputError(
            "unreadable_template",
            _("the template {path} cannot be read: {error}").format(path=file, error=error.strerror),
            hint=_("check the name and the folder"),
        ) from error
    for encoding in ("utf-8-sig", "cp1254"):
        try:
            return content.decode(encoding), str(file)
        except UnicodeDecodeError:
            continue
    raise InputError(
        "unreadable_template",
        _("the template {path} is not a text file").format(path=file),
        hint=_("save it as UTF-8 text"),
    )


def checked_sender(sender: str | None) -> str:
    """Return the sender; the gateway's page has it at most 11 characters long, and exact."""
    if not sender or sender.isspace():
        raise InputError(
            "no_sender",
            _("the sender is not given"),
            hint=_("name the approved header with --sender, exactly as it stands in the panel"),
        )
    if len(sender) > _LONGEST_SENDER:
        raise InputError(
            "bad_sender",
            _("the sender {sender} has {count} characters; at most 11 are possible").format(
                sender=sender, count=len(sender)
            ),
            hint=_("use the header as it was approved"),
        )
    if not (sender.isascii() and sender.isprintable()):
        raise InputError(
            "bad_sender",
            _("the sender {sender} holds a letter that no header can have, such as a Turkish one").format(
                sender=sender
            ),
            hint=_("use the header as it was approved, with the letters A to Z"),
        )
    return sender


def checked_iys(iys: str | None) -> str:
    """Return the İYS list, `""` for none. There is no default, because it is law."""
    if iys is None:
        raise InputError(
            "no_iys",
            _("--iys is not given, and it has no default because the law asks for the choice"),
            hint=_(
                "commercial messages to people: --iys BIREYSEL; to traders: --iys TACIR; "
                "purely informational ones: --iys none"
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
                _("--at {at} has passed; it is {now} in Turkey").format(
                    at=at, now=now.astimezone(TURKEY).strftime(ON_THE_WIRE)
                ),
                hint=_("give a later time, or leave --at out to send at once"),
            )
        return moment.strftime(ON_THE_WIRE)
    raise InputError(
        "bad_schedule",
        _("--at {at} is no date and time").format(at=at),
        hint=_('write it as "DD/MM/YYYY HH:MM" or "YYYY-MM-DD HH:MM", without seconds'),
    )


def checked_gateway(url: str) -> str:
    """Return the gateway's address. Plain http is for this machine alone."""
    try:
        parts = urlsplit(url)
    except ValueError:  # brackets that hold no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        raise InputError(
            "bad_gateway",
            _("the gateway's address is no http or https address"),
            hint=_("the real one is {url}").format(url=DEFAULT_GATEWAY),
        )
    if parts.scheme == "http" and not is_on_this_machine(url):
        raise InputError(
            "unsafe_gateway",
            _("http://{host} would carry the credentials and the numbers unencrypted").format(
                host=parts.hostname
            ),
            hint=_("use its https address"),
        )
    return url.rstrip("/")


def credentials(environment: Mapping[str, str]) -> Credentials:
    """Return the credentials: a key with a hash, or with the secret that the hash is made of."""

    def said(name: str) -> str:
        return environment.get(name, "").strip()

    key = said("BATCHSMS_KEY") or said("ILETIMERKEZI_API_KEY")
    secret = said("BATCHSMS_SECRET")
    # One's own variables go before the vendor's, which may be those of another account.
    ready = said("BATCHSMS_HASH") or (hash_of(key, secret) if secret else said("ILETIMERKEZI_API_HASH"))
    if not key or not ready:
        raise InputError(
            "no_credentials",
            _("the gateway's credentials are not set"),
            hint=_(
                "set BATCHSMS_KEY with BATCHSMS_HASH (or BATCHSMS_SECRET) in the environment; both stand in "
                "the panel under Settings, API. To try without an account, add --sandbox"
            ),
        )
    return Credentials(key, ready)


def hash_of(key: str, secret: str) -> str:
    """Return the hash of a key: HMAC-SHA256 with the secret as its key, lowercase hex."""
    return hmac.new(secret.encode(), key.encode(), hashlib.sha256).hexdigest()


def account_fingerprint(account: Credentials) -> str:
    """Return what tells one account from another and gives neither key nor hash away."""
    return hashlib.sha256(f"batchsms account {account.key}".encode()).hexdigest()[:16]
