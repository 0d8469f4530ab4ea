"""What a campaign file holds of its plan, but for the list."""

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from batchsms.journal.database import Database

if TYPE_CHECKING:
    from batchsms.pricing.costs import Costs

__all__ = ["Campaign", "campaign_of", "planned_costs"]


class Campaign(NamedTuple):
    """What was planned, as the table `campaign` has it."""

    created_at: str
    program: str
    list_path: str
    list_digest: str
    list_origin: str
    list_sheet: str
    phone_column: int
    template_name: str
    template: str
    sender: str
    iys_list: str
    send_at: str
    results_path: str
    inputs: str = "[]"
    folds: str = ""
    operator_characters: int = 5
    turkish_letter_cost: int = 1
    credit_price: str = ""
    max_recipients: int | None = None
    max_credits: int | None = None
    key_column: str = ""
    key_secret: str = ""
    quiet_hours: str = ""
    waits: int = 0
    fingerprint: str = ""

    @property
    def input_paths(self) -> tuple[Path, ...]:
        """The files that the plan was made of: list, template and what it includes, suppression lists."""
        import json  # noqa: PLC0415 - for runs that write

        return tuple(map(Path, json.loads(self.inputs)))


def campaign_of(database: Database) -> Campaign:
    """Return what was planned."""
    names = ", ".join(Campaign._fields)
    return Campaign(*database.one(f"SELECT {names} FROM campaign"))  # noqa: S608 - own names


def planned_costs(database: Database) -> "Costs":
    """Return what the campaign costs as it was planned."""
    import json  # noqa: PLC0415 - for plans that are shown

    from batchsms.pricing.costs import Costs  # noqa: PLC0415 - as above

    stored = database.one("SELECT report FROM costs")
    return Costs.of_stored(json.loads(stored[0])) if stored else Costs()
