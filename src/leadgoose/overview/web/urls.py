"""Addresses of overview."""

from django.urls import URLPattern, path

from leadgoose.overview.web import calendar, committee, home, local, my_branch, rules, take_away, team, team_list, watch

urlpatterns: list[URLPattern] = [
    path("", home.home, name="overview.home"),
    path("my/", my_branch.my_branch, name="overview.my_branch"),
    path("o/<str:organisation>/watch/", watch.watch, name="overview.watch"),
    path("o/<str:organisation>/watch.xlsx", take_away.watch_export, name="overview.watch_export"),
    path("o/<str:organisation>/watch.pdf", take_away.watch_paper, name="overview.watch_paper"),
    path("o/<str:organisation>/calendar.ics", calendar.calendar, name="overview.calendar"),
    path("o/<str:organisation>/team/", team.team, name="overview.team"),
    path("o/<str:organisation>/team/list/", team_list.team_list, name="overview.team_list"),
    path("o/<str:organisation>/team/list.xlsx", team_list.team_export, name="overview.team_export"),
    path("rules/", rules.rules, name="bylaws.rules"),
    path("rules/<str:rule>/", rules.rule, name="bylaws.rule"),
    path("rules.pdf", rules.rules_paper, name="bylaws.rules_paper"),
    path("rules/<str:rule>/confirm/", rules.confirm, name="bylaws.confirm_article"),
    path("o/<str:organisation>/committee/", committee.committee, name="bylaws.committee"),
    path("o/<str:organisation>/committee/set/", committee.set_committee_view, name="bylaws.set_committee"),
    path("o/<str:organisation>/committee/values/", local.local_values, name="bylaws.local"),
    path("o/<str:organisation>/committee/values/<str:rule>/<str:name>/", local.set_local_view, name="bylaws.set_local"),
]
