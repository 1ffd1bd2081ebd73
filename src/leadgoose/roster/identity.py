"""How a person's sensitive values are called and found: one spelling for all who seal, open or search them."""

from __future__ import annotations

from leadgoose.ground.vault.actions import index

ID_NUMBER = "id_number"
PHONE = "phone"
RESTRICTION = "restriction"
"""The kind of a decision that suspends rights."""
SENSITIVE = (ID_NUMBER, PHONE)
"""What may be shown in full for a reason. Names of the fields under which values are sealed for a person (vault.seal(person key, name, text))."""


def id_index(top_key: str, number: str) -> str:
    """What `Person.id_index` holds: the keyed hash of the whole number (18 characters, X large) within one top committee."""
    return index("id", top_key, number) if number else ""


def last4_index(top_key: str, number: str) -> str:
    """What `Person.last4_index` and `Present.last4_index` hold: the keyed hash of the last four characters, X large.

    number: the whole number or only its last four characters.
    """
    return index("last4", top_key, number[-4:].upper()) if number else ""
