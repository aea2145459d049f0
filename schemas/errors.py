"""The base of the errors that speak to the user."""

from __future__ import annotations


class UserError(Exception):
    """An error whose message is a sentence for the user: what is wrong, where, what to do.

    The command line prints the message without a trace and ends with `exit_code`.
    """

    exit_code = 2
