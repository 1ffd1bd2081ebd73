"""Addresses of overview."""

from django.urls import URLPattern, path

from leadgoose.overview.web import calendar, home, my_branch, take_away, watch

urlpatterns: list[URLPattern] = [
    path("", home.home, name="overview.home"),
    path("my/", my_branch.my_branch, name="overview.my_branch"),
    path("o/<str:organisation>/watch/", watch.watch, name="overview.watch"),
    path("o/<str:organisation>/watch.xlsx", take_away.watch_export, name="overview.watch_export"),
    path("o/<str:organisation>/watch.pdf", take_away.watch_paper, name="overview.watch_paper"),
    path("o/<str:organisation>/calendar.ics", calendar.calendar, name="overview.calendar"),
]
