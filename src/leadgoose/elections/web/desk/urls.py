"""Addresses of the desk, all below /desk/: the scope of its service worker."""

from django.urls import URLPattern, path

from leadgoose.elections.web.desk import acts, pages, worker

ACTS = {
    "open": acts.open_meeting_view, "exclude": acts.decide_exclusions, "declare": acts.declare_present, "report": acts.record_report_heard,
    "method": acts.adopt_method, "watch": acts.choose_scrutineers, "pin": acts.set_pin, "issue": acts.issue_ballots, "voted": acts.close_vote,
    "reconcile": acts.reconcile_ballots, "sheet": acts.enter_sheet, "decide": acts.decide_count, "revote": acts.hold_revote,
    "open-seats": acts.elect_open_seats, "reduce": acts.reduce_seats, "again": acts.vote_again, "preselected": acts.record_preselection,
    "first-meeting": acts.record_first_meeting,
}

urlpatterns: list[URLPattern] = [
    path("desk/worker.js", worker.desk_worker, name="elections.desk_worker"),
    path("desk/<str:election>/", pages.desk, name="elections.desk"),
    *(path(f"desk/<str:election>/{where}/", view, name=str(getattr(view, "capability", ""))) for where, view in ACTS.items()),
]
