"""Which language an account's pages open in."""

from __future__ import annotations

from datetime import datetime

from leadgoose.ground.access.actor import ME, Actor
from leadgoose.ground.access.models import User


def choose_language(user: User, language: str, *, by: Actor, at: datetime) -> None:
    """Keep the language for the account ("" for the browser's). Not recorded: it changes nothing that anybody else sees.

    Permits accounts.set_language, for one's own account.
    """
    by.require("accounts.set_language", {ME} if by.user_id == user.pk else set())
    user.language = language
    user.save(update_fields=["language"])
