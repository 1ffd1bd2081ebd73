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

_RUN = frozenset({_CLERK, _SECRETARY})
"""Those who run an election of an organisation: its secretary, and the committee's office beside or instead of them."""

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
    "elections.elections": _BRANCH,
    "elections.election": _BRANCH,
    "elections.for_members": _BRANCH | {_MEMBER},
    "elections.secrecy": frozenset({_ANYONE}),
    "elections.begin": _RUN,
    "elections.give_up": _RUN,
    "elections.note_paper": _RUN,
    "elections.keep_scan": _RUN,
    "elections.scan": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.candidates": _BRANCH,
    "elections.nominate": _RUN,
    "elections.drop_candidate": _RUN,
    "elections.add_proof": _RUN,
    "elections.retract_proof": _RUN,
    "elections.forward_paper": _RUN,
    "elections.introduction": _BRANCH,
    "elections.under_way": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.under_way_export": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.year_plan": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.year_plan_export": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.briefing": _BRANCH,
    "elections.supervision": _BRANCH,
    "elections.assign_envoy": _OFFICE,
    "elections.end_envoy": _OFFICE,
    "elections.sign_off": frozenset({_ENVOY, _CLERK}),
    "elections.object": frozenset({_ENVOY, _CLERK}),
    "elections.remark_paper": frozenset({_ENVOY, _CLERK}),
    "elections.flag_doubt": frozenset({_ENVOY, _CLERK}),
    "elections.raise_matter": frozenset({_MEMBER, _COMMITTEE, _SECRETARY, _CLERK}),
    "elections.answer_matter": _RUN,
    "elections.review_doubt": _OFFICE,
    "elections.send_request": _RUN,
    "elections.record_reply": _OFFICE,
    "elections.record_opinion": _RUN,
    "elections.propose_persons": _RUN,
    "elections.send_persons_request": _RUN,
    "elections.record_persons_reply": _OFFICE,
    "elections.fix_candidates": _RUN,
    "elections.send_notice": _RUN,
    "elections.announce_result": _RUN,
    "elections.record_first_meeting": _RUN,
    "elections.divide_work": _RUN,
    "elections.send_result": _RUN,
    "elections.record_result_reply": _OFFICE,
    "elections.publish_result": _RUN,
    "elections.record_handover": _RUN,
    "elections.withdraw_stage": _RUN,
    "elections.annul": _OFFICE,
    "elections.set_new_date": _RUN,
    "elections.ask_shift": _RUN,
    "elections.shift_term": _OFFICE,
    "elections.stop": _OFFICE,
    "elections.resume": _OFFICE,
    # elections: the meeting and the count desk
    "elections.desk": _RUN,
    "elections.desk_worker": frozenset({_ANYONE}),
    "elections.open_meeting": _RUN,
    "elections.set_pin": _RUN,
    "elections.enter_sheet": _RUN,
    "elections.record_preselection": _RUN,
    "elections.decide_exclusions": _RUN,
    "elections.declare_present": _RUN,
    "elections.record_report_heard": _RUN,
    "elections.adopt_method": _RUN,
    "elections.choose_scrutineers": _RUN,
    "elections.issue_ballots": _RUN,
    "elections.close_vote": _RUN,
    "elections.reconcile_ballots": _RUN,
    "elections.decide_count": _RUN,
    "elections.hold_revote": _RUN,
    "elections.elect_open_seats": _RUN,
    "elections.reduce_seats": _RUN,
    "elections.vote_again": _RUN,
    # elections: papers
    "elections.papers": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.paper": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.paper_file": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.paper_picture": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "elections.desk_paper": _RUN,            # ballots and tally sheets: the envoy has no hand in them
    "elections.desk_paper_file": _RUN,
    "elections.desk_paper_picture": _RUN,
    "elections.issue_paper": _RUN,           # and whoever issues it holds the act that the paper belongs to
    "elections.set_signs": _RUN,
    "elections.committee_papers": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.committee_paper": frozenset({_CLERK, _ENVOY, _READER}),
    "elections.own_forms": _OFFICE,
    "elections.own_form_file": _OFFICE,
    "elections.upload_form": _OFFICE,
    "elections.try_form": _OFFICE,
    "elections.adopt_form": _OFFICE,
    "elections.drop_form": _OFFICE,
    # training: competencies
    "training.mine": frozenset({_ANYONE}),
    "training.competencies": frozenset({_CLERK, _ENVOY, _READER, _SECRETARY}),
    "training.model": frozenset({_CLERK, _ENVOY, _READER, _SECRETARY, _COMMITTEE}),
    "training.set_model": _OFFICE,
    "training.person": frozenset({_CLERK, _ENVOY, _READER, _SECRETARY, _SELF}),
    "training.set_mark": _OFFICE,
    "training.rate_self": frozenset({_SELF}),
    "training.rate_superior": frozenset({_CLERK, _ENVOY, _SECRETARY}),
    "training.rate_colleague": frozenset({_SECRETARY, _COMMITTEE, _MEMBER}),
    "training.enter_ratings": _OFFICE,
    "training.import_ratings": _OFFICE,
    "training.rating_sheet": frozenset({_CLERK, _SECRETARY}),
    "training.withdraw_evidence": _OFFICE,
    # training: courses, the question bank and tests
    "training.courses": _BRANCH,
    "training.course_unit": _BRANCH,
    "training.course_paper": _BRANCH,
    "training.upload_edition": _OFFICE,
    "training.edition": _BRANCH,
    "training.bank": frozenset({_CLERK, _ENVOY}),
    "training.question": frozenset({_CLERK, _ENVOY}),
    "training.take_shipped": _OFFICE,
    "training.import_bank": _OFFICE,
    "training.bank_template": _OFFICE,
    "training.export_bank": _OFFICE,
    "training.take_bank_file": _OFFICE,
    "training.bank_corrections": _OFFICE,
    "training.add_question": _OFFICE,
    "training.revise_question": _OFFICE,
    "training.withdraw_question": _OFFICE,
    "training.exams": _OFFICE,
    "training.set_exam": _OFFICE,
    "training.exam": frozenset({_CLERK, _SELF}),
    "training.exam_paper": frozenset({_CLERK, _SELF}),
    "training.invite": _OFFICE,
    "training.my_exams": frozenset({_SELF}),
    "training.sit": frozenset({_SELF}),
    "training.start_sitting": frozenset({_SELF}),
    "training.save_answers": frozenset({_SELF}),
    "training.hand_in": frozenset({_SELF}),
    "training.sitting": frozenset({_CLERK, _SELF}),
    "training.mark_answers": frozenset({_CLERK, _SELF}),
    "training.remark_answers": _OFFICE,
    "training.enter_paper": frozenset({_CLERK, _SELF}),
    # training: the year's plan
    "training.plans": frozenset({_CLERK, _ENVOY, _READER}),
    "training.plan": frozenset({_CLERK, _ENVOY, _READER}),
    "training.plan_progress": frozenset({_CLERK, _ENVOY, _READER}),
    "training.plan_paper": frozenset({_CLERK, _ENVOY, _READER}),
    "training.start_plan": _OFFICE,
    "training.plan_people": _OFFICE,
    "training.plan_needs": _OFFICE,
    "training.plan_sessions": _OFFICE,
    "training.plan_limits": _OFFICE,
    "training.plan_places": _OFFICE,
    "training.import_call_ups": _OFFICE,
    "training.run_plan": _OFFICE,
    "training.stop_plan": _OFFICE,
    "training.what_if": _OFFICE,
    "training.approve_plan": _OFFICE,
    "training.drop_plan": _OFFICE,
    "training.replan": _OFFICE,
    "training.sessions": frozenset({_CLERK, _ENVOY, _READER}),
    "training.session": frozenset({_CLERK, _ENVOY, _READER}),
    "training.add_session": _OFFICE,
    "training.change_session": _OFFICE,
    "training.cancel_session": _OFFICE,
    "training.import_sessions": _OFFICE,
    # training: carrying it out
    "training.branch": frozenset({_CLERK, _ENVOY, _READER, _SECRETARY}),
    "training.nominate": frozenset({_CLERK, _SECRETARY}),
    "training.answer_nomination": frozenset({_CLERK, _SECRETARY, _SELF}),
    "training.sign_up": frozenset({_SELF}),
    "training.check_in": frozenset({_SELF}),
    "training.person_calendar": frozenset({_CLERK, _SECRETARY, _SELF}),
    "training.attendance": _OFFICE,
    "training.attendance_sheet": frozenset({_CLERK, _ENVOY, _READER}),
    "training.score_exercise": _OFFICE,
    "training.check_effect": frozenset({_CLERK, _SECRETARY}),
    "training.hours": frozenset({_CLERK, _ENVOY, _READER}),
    "training.export_hours": _OFFICE,
    "training.enter_hours": _OFFICE,
    "training.hour_rules": frozenset({_CLERK, _ENVOY, _READER}),
    "training.set_hour_rules": _OFFICE,
    "training.certificates": frozenset({_CLERK, _ENVOY, _READER}),
    "training.issue_certificates": _OFFICE,
    "training.withdraw_certificate": _OFFICE,
    # production: rotas and calendar
    "production.calendar": frozenset({_CLERK, _ENVOY, _READER}),
    "production.fill_table": _OFFICE,
    # the record book
    "recordbook.book": _BRANCH,
    "recordbook.search": _BRANCH,
    "recordbook.export": frozenset({_CLERK, _SECRETARY}),
    "recordbook.alike": frozenset({_CLERK, _ENVOY, _SECRETARY, _READER}),
    "recordbook.beside": _BRANCH,                                                     # of both records: the page asks for the other one too
    "recordbook.review_resemblance": _OFFICE,                                         # of both records
    "recordbook.add_common_text": _OFFICE,
    "recordbook.end_common_text": _OFFICE,
    "recordbook.record": _BRANCH,
    "recordbook.versions": _BRANCH,
    "recordbook.enter_record": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.correct_record": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.withdraw_record": frozenset({_CLERK, _SECRETARY}),
    "recordbook.from_election": frozenset({_CLERK, _ENVOY, _SECRETARY, _COMMITTEE}),   # by reaction: whoever may end the election
    "recordbook.open_confidential": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.read_inner": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.read_secret": frozenset({_SECRETARY}),                                 # of its own organisation only
    "recordbook.plan": _BRANCH,
    "recordbook.plan_calendar": _BRANCH,
    "recordbook.set_plan": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.drop_item": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.resolutions": _BRANCH,
    "recordbook.close_resolution": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.reopen_resolution": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.attendance": _BRANCH,
    "recordbook.excuse_period": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.office": _BRANCH,
    "recordbook.entrust": frozenset({_SECRETARY}),
    "recordbook.end_entrustment": frozenset({_SECRETARY}),
    "recordbook.attachment": _BRANCH,
    "recordbook.attach_file": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.remove_file": frozenset({_CLERK, _SECRETARY}),
    "recordbook.earlier": _BRANCH,
    "recordbook.add_earlier": frozenset({_CLERK, _SECRETARY, _COMMITTEE}),
    "recordbook.print_book": _BRANCH,
    "recordbook.book_pdf": _BRANCH,
    "recordbook.sheet": _BRANCH,
    "recordbook.blank_sheet": _BRANCH,
    # organisations and posts
    "roster.set_up_organisation": _OFFICE,
    "roster.rename_organisation": _OFFICE,
    "roster.move_organisation": _OFFICE,
    "roster.split_branch": _OFFICE,
    "roster.merge_branch": _OFFICE,
    "roster.withdraw_organisation": _OFFICE,
    "roster.place_members": frozenset({_CLERK, _SECRETARY}),                          # a branch divides its members into groups itself
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
    "bylaws.local": frozenset({_CLERK, _ENVOY, _READER}),
    "bylaws.set_local": _OFFICE,
    "bylaws.confirm_article": frozenset({_ADMIN}),
    # the journal
    "journal.entries": frozenset({_AUDITOR, _CLERK, _ENVOY}),
    "journal.export": frozenset({_AUDITOR}),
}


def holds(role: Role, capability: str) -> bool:
    """Whether the role holds the capability. An unknown capability is an error, not a refusal: it cannot exist by mistake."""
    return role in TABLE[capability]
