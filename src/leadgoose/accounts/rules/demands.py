"""Which roles must show a second factor (pure)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from leadgoose.ground.access.roles import GRANTED, Role

DEFAULT = frozenset({Role.PLATFORM_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR, Role.CLERK})
"""Demanded until the security officer decides otherwise: those who see or change much. Offered to everybody else."""


def demanded(decided: Mapping[Role, bool]) -> frozenset[Role]:
    """The roles that must: as decided where the security officer decided, as by default where not."""
    return frozenset(role for role in GRANTED if decided.get(role, role in DEFAULT))


def owing(held: Collection[Role], factors: int, decided: Mapping[Role, bool]) -> frozenset[Role]:
    """Because of which of the roles held a second factor is owed; none when there is one."""
    return frozenset() if factors else frozenset(held) & demanded(decided)
