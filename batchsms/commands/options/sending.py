"""The options of sending: how fast, how far, to which gateway, and what is done about doubts."""

import click

from batchsms.commands.options.declaration import FoldedChoice, all_of, option
from batchsms.gateway.address import DEFAULT_GATEWAY
from batchsms.i18n import _
from batchsms.stopping_findings import STOPPING_FINDINGS

__all__ = [
    "account_option",
    "address_options",
    "gateway_options",
    "ping_option",
    "run_options",
    "sending_options",
]

account_option = option(
    "--account",
    metavar="NAME",
    default="",
    help=_("The account whose stored credentials are used, if several are stored."),
)

ping_option = option(
    "--ping",
    metavar="URL",
    help=_("Tell a service such as healthchecks.io when the run begins, and how it ends."),
)

address_options = all_of(
    option(
        "--timeout",
        type=click.FloatRange(min=0, min_open=True),
        default=120.0,
        show_default=True,
        help=_("Seconds to wait for an answer."),
    ),
    option("--gateway-url", default=DEFAULT_GATEWAY, show_default=True, help=_("The gateway's address.")),
    account_option,
)
gateway_options = all_of(
    address_options,
    option("--sandbox", is_flag=True, help=_("Use a local gateway inside this command: nothing goes out.")),
)

run_options = all_of(
    option("--yes", setting=False, is_flag=True, help=_("Send without a question.")),
    option(
        "--allow",
        multiple=True,
        type=click.Choice(STOPPING_FINDINGS),
        help=_("Send although this was found in the texts; may be repeated."),
    ),
    option(
        "--preflight",
        type=FoldedChoice(("on", "off", "strict")),
        default="on",
        show_default=True,
        help=_(
            "Whether the account is asked first for sender and balance; strict: no answer is an error, too."
        ),
    ),
    option(
        "--concurrency",
        type=click.IntRange(1, 32),
        default=1,
        show_default=True,
        help=_("How many requests may be under way at once."),
    ),
    option(
        "--rate",
        type=click.FloatRange(min=0, min_open=True),
        help=_("Send to at most this many recipients per second."),
    ),
    option(
        "--settle-after",
        type=click.FloatRange(min=0),
        default=60.0,
        show_default=True,
        help=_("Seconds to wait before an order that is missing from the gateway's records is not accepted."),
    ),
    gateway_options,
)
"""What holds for any run, of one campaign or of a night's."""

sending_options = all_of(
    option(
        "--test-to",
        metavar="NUMBER",
        environment=False,
        help=_("Send the shortest, longest and most expensive text to this number only, now, then stop."),
    ),
    option(
        "--resend-unknown",
        is_flag=True,
        environment=False,
        help=_("Send orders again although they may have been accepted."),
    ),
    option(
        "--moved",
        is_flag=True,
        environment=False,
        help=_("Continue a campaign file here although it was begun in another place."),
    ),
    run_options,
)
