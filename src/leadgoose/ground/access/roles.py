"""Roles, and the one table that says which role holds which capability (pure).

A role is held on a key: of an organisation, a production unit, the platform. It reaches that thing and everything below it,
because a thing's *reach* is the set of keys of all that contain it, itself included. Everything is denied that is not in TABLE.
"""

from __future__ import annotations

from enum import StrEnum

PLATFORM = "platform"
"""The key on which platform-wide roles are held; the only member of the platform's reach."""


class Role(StrEnum):
    """Who somebody is to an organisation. SELF and ANYONE are never granted: they follow from the account."""

    PLATFORM_ADMIN = "platform_admin"        # 平台管理员
    SECURITY_OFFICER = "security_officer"    # 安全管理员
    AUDITOR = "auditor"                      # 审计员
    CLERK = "clerk"                          # 组织员 of the committee's office
    ENVOY = "envoy"                          # 督导员
    SECRETARY = "secretary"                  # 支部书记
    COMMITTEE_MEMBER = "committee_member"    # 支委
    MEMBER = "member"                        # 党员
    UNIT_HEAD = "unit_head"                  # 行政负责人
    READER = "reader"                        # 只读领导
    SELF = "self"                            # the person an account belongs to, on that person's own key
    ANYONE = "anyone"                        # whoever is signed in, on the key "me"


GRANTED = tuple(role for role in Role if role not in {Role.SELF, Role.ANYONE})
PLATFORM_ROLES = frozenset({Role.PLATFORM_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR})
"""Held on the platform by three different people: no account may hold two of them."""

_ADMIN, _SECURITY, _AUDITOR = Role.PLATFORM_ADMIN, Role.SECURITY_OFFICER, Role.AUDITOR
_CLERK, _ENVOY, _SECRETARY, _COMMITTEE = Role.CLERK, Role.ENVOY, Role.SECRETARY, Role.COMMITTEE_MEMBER
_MEMBER, _UNIT, _READER, _SELF, _ANYONE = Role.MEMBER, Role.UNIT_HEAD, Role.READER, Role.SELF, Role.ANYONE

_OFFICE = frozenset({_CLERK})
_BRANCH = frozenset({_CLERK, _ENVOY, _SECRETARY, _COMMITTEE, _READER})
"""Those who may read a branch's own list."""

TABLE: dict[str, frozenset[Role]] = {
    # every signed-in account
    "overview.home": frozenset({_ANYONE}),
    "accounts.log_out": frozenset({_ANYONE}),
    "accounts.change_password": frozenset({_ANYONE}),
    "accounts.me": frozenset({_ANYONE}),
    "accounts.set_language": frozenset({_ANYONE}),
    "bylaws.rules": frozenset({_ANYONE}),
    "bylaws.rule": frozenset({_ANYONE}),
    # accounts
    "accounts.accounts": frozenset({_ADMIN, _SECURITY, _CLERK}),
    "accounts.account": frozenset({_ADMIN, _SECURITY, _CLERK}),
    "accounts.open_account": frozenset({_ADMIN, _CLERK}),
    "accounts.grant_role": frozenset({_SECURITY, _CLERK}),
    "accounts.end_role": frozenset({_SECURITY, _CLERK}),
    "accounts.reset_password": frozenset({_ADMIN, _CLERK}),
    "accounts.close_account": frozenset({_ADMIN, _SECURITY, _CLERK}),
    "accounts.create_committee": frozenset({_ADMIN}),
    # the register
    "roster.tree": _BRANCH | {_UNIT},
    "roster.organisation": _BRANCH | {_UNIT},
    "roster.members": _BRANCH,
    "roster.export_members": frozenset({_CLERK, _SECRETARY}),
    "roster.person": _BRANCH | {_SELF},
    "roster.reveal": frozenset({_CLERK, _SELF}),
    "roster.search": _BRANCH,
    "roster.imports": _OFFICE,
    "roster.import_register": _OFFICE,
    "roster.import_terms": _OFFICE,
    "roster.corrections": _OFFICE,
    "roster.fill_grid": _OFFICE,
    "roster.match_branch": _OFFICE,
    "roster.settle_officer": _OFFICE,
    # acts about people
    "roster.end_probation": _OFFICE,
    "roster.extend_probation": _OFFICE,
    "roster.cancel_probation": _OFFICE,
    "roster.move_member": _OFFICE,
    "roster.transfer_out": _OFFICE,
    "roster.transfer_in": _OFFICE,
    "roster.record_death": _OFFICE,
    "roster.record_sanction": _OFFICE,
    "roster.suspend_rights": _OFFICE,
    "roster.restore_rights": _OFFICE,
    "roster.bulk_acts": _OFFICE,
    "roster.reverse_deed": _OFFICE,
    "roster.basis_sheet": frozenset({_CLERK, _ENVOY, _READER}),
    # what is due
    "overview.watch": frozenset({_CLERK, _ENVOY, _READER}),
    "overview.watch_paper": frozenset({_CLERK, _ENVOY, _READER}),
    "overview.watch_export": frozenset({_CLERK, _ENVOY, _READER}),
    "overview.calendar": _BRANCH,
    "overview.team": frozenset({_CLERK, _ENVOY, _READER}),
    "overview.team_list": frozenset({_CLERK, _ENVOY, _READER}),
    "overview.team_export": _OFFICE,
    "overview.my_branch": frozenset({_SECRETARY, _COMMITTEE, _MEMBER, _CLERK}),
    # elections
    "elections.reminder": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.reminder_paper": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.reminder_picture": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.send_reminder": _OFFICE,
    "elections.note_reminder": _OFFICE,
    "elections.withdraw_reminder": _OFFICE,
    # elections: the procedure and its supervision
    # elections: the meeting and the count desk
    # elections: papers
    # training
    # production: rotas and calendar
    # the record book
    # organisations and posts
    "roster.set_up_organisation": _OFFICE,
    "roster.rename_organisation": _OFFICE,
    "roster.move_organisation": _OFFICE,
    "roster.split_branch": _OFFICE,
    "roster.merge_branch": _OFFICE,
    "roster.withdraw_organisation": _OFFICE,
    "roster.place_members": _OFFICE,
    "roster.change_posts": _OFFICE,
    "roster.paste_acts": _OFFICE,
    "roster.correct_line": _OFFICE,
    "roster.answer_proposals": _OFFICE,
    "roster.designations": frozenset({_CLERK, _ENVOY, _READER}),
    "roster.designate_secretary": _OFFICE,
    "roster.designation": frozenset({_CLERK, _ENVOY, _READER}),
    "roster.take_step": _OFFICE,
    "roster.take_back_step": _OFFICE,
    "roster.drop_designation": _OFFICE,
    "roster.handover_list": _OFFICE,
    "roster.deeds": frozenset({_CLERK, _ENVOY, _SECRETARY, _READER}),
    "roster.reverse_act": _OFFICE,
    "roster.organisation_sheet": frozenset({_CLERK, _ENVOY, _SECRETARY, _READER}),
    "roster.batch_sheet": frozenset({_CLERK, _ENVOY, _READER}),
    # history, and what a person may see and contest
    # bylaws
    "bylaws.committee": frozenset({_CLERK, _ENVOY, _READER}),
    "bylaws.set_committee": _OFFICE,
    "bylaws.confirm_article": frozenset({_ADMIN}),
    # the journal
    "journal.entries": frozenset({_AUDITOR, _CLERK, _ENVOY}),
    "journal.export": frozenset({_AUDITOR}),
}


def holds(role: Role, capability: str) -> bool:
    """Whether the role holds the capability. An unknown capability is an error, not a refusal: it cannot exist by mistake."""
    return role in TABLE[capability]
