"""What a campaign costs, as its file holds it."""

import json

from batchsms.journal.database import Database
from batchsms.pricing.costs import Costs

__all__ = ["planned_costs"]


def planned_costs(database: Database) -> Costs:
    """Return what the campaign costs as it was planned."""
    stored = database.one("SELECT report FROM costs")
    return Costs.of_stored(json.loads(stored[0])) if stored else Costs()
