import click
import pytest

from batchsms.commands.options.declaration import FrozenOption
from batchsms.commands.options.output import output_options
from batchsms.commands.options.sending import gateway_options
from batchsms.commands.plan import plan

CAN_BE_SET_AGAIN = {
    *("at", "quiet_hours", "in_quiet_hours", "limit", "max_recipients", "max_credits", "results")
}


def _is_of_this_run(parameter):
    """Return whether an option says how the command speaks, and to whom."""
    options = gateway_options(output_options(click.Command("none"))).params
    return parameter.name in {option.name for option in options}


@pytest.mark.parametrize(
    "parameter",
    [one for one in plan.params if isinstance(one, click.Option) and not _is_of_this_run(one)],
    ids=lambda parameter: parameter.name,
)
def test_a_campaign_option_is_frozen_or_can_be_set_again(parameter):
    """Who adds an option to a plan must say whether a campaign file keeps its value."""
    assert isinstance(parameter, FrozenOption) is (parameter.name not in CAN_BE_SET_AGAIN)
