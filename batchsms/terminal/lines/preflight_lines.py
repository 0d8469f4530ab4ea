"""What was found before a send → the lines that say so."""

from batchsms.i18n import _, ngettext
from batchsms.sending.preflight import Preflight

__all__ = ["preflight_lines"]


def preflight_lines(preflight: Preflight, iys_list: str) -> str:
    """Say what the account answered, and as what the messages go: that is settled at the first order."""
    lines = []
    if preflight.balance_credits is not None:
        line = ngettext(
            "Balance: pays for {held:,} credits; {needed:,} is needed",
            "Balance: pays for {held:,} credits; {needed:,} are needed",
            preflight.need.credits,
        )
        lines.append(line.format(held=preflight.balance_credits, needed=preflight.need.credits))
    if preflight.is_sender_approved:
        lines.append(_('Sender: "{sender}" is approved').format(sender=preflight.need.sender))
    if iys_list:
        lines.append(_("İYS: commercial messages, to be checked against the list {iys}").format(iys=iys_list))
    else:
        lines.append(_("İYS: informational messages, not to be checked"))
    return "\n".join(lines)
