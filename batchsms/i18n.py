"""The one way from a sentence in the code to a sentence on the screen.

Every text that a user sees passes through `_` or `ngettext`, so that a catalogue under
`batchsms/locale/<language>/LC_MESSAGES/batchsms.mo` can say it in another language. Without a
catalogue the English of the code is what is shown.
"""

import gettext
from pathlib import Path

__all__ = ["_", "ngettext"]

_catalogue = gettext.translation("batchsms", Path(__file__).parent / "locale", fallback=True)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext
