"""What the inbox page says, by the names under which it asks for it."""

from batchsms.i18n import _

__all__ = ["words_of_page"]


def words_of_page() -> dict[str, str]:
    """Return the words of the page. `{count}` and the like are filled in by the page."""
    return {**_of_messages(), **_of_faults(), **_of_kinds()}


def _of_messages() -> dict[str, str]:
    return {
        "title": _("Sandbox inbox"),
        "subtitle": _("What was sent to this machine's own gateway. None of it has gone to a phone."),
        "skip": _("Skip to the messages"),
        "search": _("Search by number or text"),
        "totals": _("Messages: {messages}. Orders: {orders}. Credits left: {balance}."),
        "empty": _("Nothing has arrived yet. Messages appear here by themselves."),
        "nothing_found": _("No message has this number or text"),
        "more": _("Only the newest {count} are shown. Search to find others."),
        "lost": _("The sandbox does not answer any more. The page goes on when it runs again."),
        "order": _("Order {id}"),
        "segments": _("Segments: {count}"),
        "waiting": _("waiting"),
        "delivered": _("delivered"),
        "undelivered": _("undelivered"),
        "cancelled": _("cancelled"),
        "scheduled": _("scheduled for {time}"),
        "push": _("What became of it"),
        "push_to": _("What became of the message to {number}"),
        "request": _("Request"),
        "reply": _("Reply"),
        "not_kept": _("The request is not kept any more"),
        "close": _("Close"),
    }


def _of_faults() -> dict[str, str]:
    return {
        "faults": _("What goes wrong next"),
        "faults_help": _(
            "Next: the next order that is posted meets this. Always: each one does, until it is switched off."
        ),
        "taken": _("the order is accepted all the same"),
        "not_taken": _("the order is not accepted"),
        "next": _("Next"),
        "next_of": _("Next order: {kind}"),
        "always": _("Always"),
        "always_of": _("Every order: {kind}"),
        "waiting_faults": _("To come: {count}"),
        "off": _("Switch all off"),
    }


def _of_kinds() -> dict[str, str]:
    """Return what goes wrong, by the names of the faults."""
    return {
        "drop_before": _("The connection breaks before the order arrives"),
        "drop_after": _("The connection breaks before the answer arrives"),
        "stall_before": _("No answer, until the sender gives up"),
        "stall": _("No answer, until the sender gives up"),
        "truncated": _("Half of an answer"),
        "slow_drip": _("A slow answer"),
        "http_500": _("Server error 500"),
        "http_500_after": _("Server error 500"),
        "http_503_xml": _("Out of service (503), by the gateway"),
        "http_503_xml_after": _("Out of service (503), by the gateway"),
        "http_503_html": _("Out of service (503), by a proxy"),
        "http_503_html_after": _("Out of service (503), by a proxy"),
        "http_429_xml": _("Too many requests (429), by the gateway"),
        "http_429_plain": _("Too many requests (429), by a proxy"),
        "garbage": _("An answer that nobody can read"),
        "html": _("A web page in place of an answer"),
        "redirect": _("A redirect to another address"),
    }
