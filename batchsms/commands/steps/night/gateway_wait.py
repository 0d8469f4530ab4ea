"""A network that is not up yet, as right after a machine has started: waited for, for a time."""

from batchsms.clock import Watch
from batchsms.commands.steps.session import Session
from batchsms.errors import Unavailable
from batchsms.gateway.account import AccountUnansweredError
from batchsms.i18n import _

__all__ = ["wait_for_gateway"]

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 30.0


def wait_for_gateway(session: Session, watch: Watch, longest: float) -> None:
    """Ask the account, which costs nothing, until anything answers.

    Raises `Unavailable` where nothing has within `longest` seconds.
    """
    pause, until = _FIRST_PAUSE, watch.now().timestamp() + longest
    said = False
    while True:
        try:
            session.account.balance()
        except AccountUnansweredError as error:
            if error.is_reached:
                return
            reason = str(error)
        else:
            return
        left = until - watch.now().timestamp()
        if left <= 0 or watch.is_ending():
            raise Unavailable(
                "no_network",
                _("The gateway {url} does not answer. {reason}.").format(
                    url=session.gateway.url, reason=reason
                ),
                hint=_("Nothing was sent. Start the night again when the network is up."),
            )
        if not said:
            session.console.note(_("The gateway does not answer yet. Waiting for the network …"))
            said = True
        watch.pause(min(pause, left))
        pause = min(2 * pause, _LONGEST_PAUSE)
