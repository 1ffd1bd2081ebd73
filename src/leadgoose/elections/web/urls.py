"""Addresses of elections."""

from django.urls import URLPattern, path, re_path

from leadgoose.elections.web import beside, briefing, candidates, division, election, elections, reminder, secrecy, stage, supervision, under_way
from leadgoose.elections.web.desk.urls import urlpatterns as desk
from leadgoose.elections.web.paper_urls import urlpatterns as papers

E = "e/<str:election>/"
urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/reminder/", reminder.reminder, name="elections.reminder"),
    re_path(
        r"^o/(?P<organisation>[^/]+)/reminder\.(?P<form>pdf|docx)$", reminder.reminder_paper, name="elections.reminder_paper"
    ),
    path("o/<str:organisation>/reminder/sheet-<int:sheet>.png", reminder.reminder_picture, name="elections.reminder_picture"),
    path("o/<str:organisation>/reminder/send/", reminder.send_reminder, name="elections.send_reminder"),
    path("o/<str:organisation>/reminder/note/", reminder.note_reminder, name="elections.note_reminder"),
    path(
        "o/<str:organisation>/reminder/<int:reminder>/withdraw/", reminder.withdraw_reminder, name="elections.withdraw_reminder"
    ),
    # all of an organisation, of a committee
    path("o/<str:organisation>/elections/", elections.elections, name="elections.elections"),
    path("o/<str:organisation>/elections/begin/", elections.begin, name="elections.begin"),
    path("o/<str:organisation>/elections/briefing/", briefing.briefing, name="elections.briefing"),
    path("o/<str:organisation>/elections/under-way/", under_way.under_way_page, name="elections.under_way"),
    path("o/<str:organisation>/elections/under-way.xlsx", under_way.under_way_export, name="elections.under_way_export"),
    path("o/<str:organisation>/elections/plan/", under_way.year_plan_page, name="elections.year_plan"),
    path("o/<str:organisation>/elections/plan.xlsx", under_way.year_plan_export, name="elections.year_plan_export"),
    path("elections/secrecy/", secrecy.secrecy, name="elections.secrecy"),
    # one election: its page, who stands
    path(E, election.election, name="elections.election"),
    path(E + "for-members/", briefing.for_members, name="elections.for_members"),
    path(E + "give-up/", elections.give_up, name="elections.give_up"),
    path(E + "candidates/", candidates.candidates, name="elections.candidates"),
    path(E + "candidates/nominate/", candidates.nominate, name="elections.nominate"),
    path(E + "candidates/<int:candidate>/", candidates.introduce, name="elections.introduction"),
    path(E + "candidates/<int:candidate>/drop/", candidates.drop_candidate, name="elections.drop_candidate"),
    path(E + "candidates/<int:candidate>/proof/", candidates.add_proof, name="elections.add_proof"),
    path(E + "candidates/<int:candidate>/proof/<int:proof>/retract/", candidates.retract_proof, name="elections.retract_proof"),
    # its stages
    path(E + "request/", stage.send_request, name="elections.send_request"),
    path(E + "reply/", stage.record_reply, name="elections.record_reply"),
    path(E + "forward/", beside.forward_paper, name="elections.forward_paper"),
    path(E + "opinion/", stage.record_opinion, name="elections.record_opinion"),
    path(E + "persons/", stage.propose_persons, name="elections.propose_persons"),
    path(E + "persons-request/", stage.send_persons_request, name="elections.send_persons_request"),
    path(E + "persons-reply/", stage.record_persons_reply, name="elections.record_persons_reply"),
    path(E + "official/", stage.fix_candidates, name="elections.fix_candidates"),
    path(E + "notice/", stage.send_notice, name="elections.send_notice"),
    path(E + "announce/", stage.announce_result, name="elections.announce_result"),
    path(E + "division/", division.divide_work, name="elections.divide_work"),
    path(E + "result/", stage.send_result, name="elections.send_result"),
    path(E + "result-reply/", stage.record_result_reply, name="elections.record_result_reply"),
    path(E + "publish/", stage.publish_result, name="elections.publish_result"),
    path(E + "handover/", stage.record_handover, name="elections.record_handover"),
    path(E + "paper/<str:stage>/", beside.note_paper, name="elections.note_paper"),
    path(E + "paper/<str:stage>/scan/", beside.keep_scan, name="elections.keep_scan"),
    path(E + "paper/<str:stage>/signed/", beside.scan, name="elections.scan"),
    path(E + "withdraw/<str:stage>/", beside.withdraw_stage, name="elections.withdraw_stage"),
    # beside the way
    path(E + "stop/", stage.stop, name="elections.stop"),
    path(E + "resume/", stage.resume, name="elections.resume"),
    path(E + "annul/", stage.annul, name="elections.annul"),
    path(E + "new-date/", stage.set_new_date, name="elections.set_new_date"),
    path(E + "ask-shift/", beside.ask_shift, name="elections.ask_shift"),
    path(E + "shift/", stage.shift_term, name="elections.shift_term"),
    # the supervisor's half
    path(E + "supervision/", supervision.supervision, name="elections.supervision"),
    path(E + "supervision/envoy/", supervision.assign_envoy, name="elections.assign_envoy"),
    path(E + "supervision/envoy/end/", supervision.end_envoy, name="elections.end_envoy"),
    path(E + "supervision/sign/<str:point>/", supervision.sign_off, name="elections.sign_off"),
    path(E + "supervision/object/", supervision.object_to, name="elections.object"),
    path(E + "supervision/remark/", supervision.remark_paper, name="elections.remark_paper"),
    path(E + "supervision/doubt/", supervision.flag_doubt, name="elections.flag_doubt"),
    path(E + "supervision/raise/", supervision.raise_matter, name="elections.raise_matter"),
    path(E + "supervision/answer/<str:matter>/", supervision.answer_matter, name="elections.answer_matter"),
    path(E + "supervision/review/<str:stage>/<str:code>/", supervision.review_doubt, name="elections.review_doubt"),
    # the meeting and the count desk
    *desk,
    *papers,
]
