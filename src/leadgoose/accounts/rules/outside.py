"""The outside provider that says who somebody is, as it is set (pure)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider: its issuer as it writes it, our name there, the secret it gave us, and what people call it."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    label: str = ""
