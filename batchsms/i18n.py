"""The one way from a sentence in the code to a sentence on the screen.

Every text that a user sees passes through `_` or `ngettext`, so that a catalogue under
`batchsms/locale/<language>/LC_MESSAGES/batchsms.mo` can say it in another language. Without a
catalogue the English of the code is what is shown.
"""

import gettext
import os.path

__all__ = ["_", "ngettext"]

# pathlib would take longer to read in than all that --help prints
_folder = os.path.join(os.path.dirname(__file__), "locale")  # noqa: PTH118, PTH120
# Without a catalogue there is no need to look for the user's language, which takes longer than most help.
_catalogue = (
    gettext.translation("batchsms", _folder, fallback=True)
    if os.path.isdir(_folder)  # noqa: PTH112
    else gettext.NullTranslations()
)

_ = _catalogue.gettext
ngettext = _catalogue.ngettext
