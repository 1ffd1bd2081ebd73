"""Addresses of site."""

from django.urls import URLPattern, path

from leadgoose.ground.look.web import language

urlpatterns: list[URLPattern] = [
    path("language/", language, name="look.language"),
]
