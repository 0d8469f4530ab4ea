"""The findings that stop a send where they are errors, unless it is told to allow them.

People would be sent garbage that was accepted and paid.
"""

__all__ = ["STOPPING_FINDINGS"]

STOPPING_FINDINGS = ("braces_without_columns", "wrong_letters")
