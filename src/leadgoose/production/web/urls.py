"""Addresses of production."""

from django.urls import URLPattern, path

from leadgoose.production.web import calendar

urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/production/", calendar.calendar, name="production.calendar"),
    path("o/<str:organisation>/production/<str:table>/", calendar.fill_table, name="production.fill_table"),
]
