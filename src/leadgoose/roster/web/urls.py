"""Addresses of roster. The name of an address is the capability that it needs."""

from django.urls import URLPattern, path

from leadgoose.roster.web import disputes, export, grid, imports, members, organisation, person, reveal, search, tree

urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/", organisation.organisation, name="roster.organisation"),
    path("o/<str:organisation>/tree/", tree.tree, name="roster.tree"),
    path("o/<str:organisation>/members/", members.members, name="roster.members"),
    path("o/<str:organisation>/members.xlsx", export.export_members, name="roster.export_members"),
    path("o/<str:organisation>/search/", search.search, name="roster.search"),
    path("o/<str:organisation>/imports/", imports.imports, name="roster.imports"),
    path("o/<str:organisation>/grid/", grid.fill_grid, name="roster.fill_grid"),
    path("o/<str:organisation>/disputes/", disputes.settle_officer, name="roster.settle_officer"),
    path("u/<str:upload>/register/", imports.import_register, name="roster.import_register"),
    path("u/<str:upload>/terms/", imports.import_terms, name="roster.import_terms"),
    path("u/<str:upload>/corrections/", imports.corrections, name="roster.corrections"),
    path("u/<str:upload>/match/", imports.match_branch, name="roster.match_branch"),
    path("p/<str:person>/", person.person, name="roster.person"),
    path("p/<str:person>/reveal/", reveal.reveal, name="roster.reveal"),
]
