"""Addresses of roster. The name of an address is the capability that it needs."""

from django.urls import URLPattern, path

from leadgoose.roster.web import export, members, organisation, person, reveal, search, tree

urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/", organisation.organisation, name="roster.organisation"),
    path("o/<str:organisation>/tree/", tree.tree, name="roster.tree"),
    path("o/<str:organisation>/members/", members.members, name="roster.members"),
    path("o/<str:organisation>/members.xlsx", export.export_members, name="roster.export_members"),
    path("o/<str:organisation>/search/", search.search, name="roster.search"),
    path("p/<str:person>/", person.person, name="roster.person"),
    path("p/<str:person>/reveal/", reveal.reveal, name="roster.reveal"),
]
