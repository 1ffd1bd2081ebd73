"""Addresses of roster. The name of an address is the capability that it needs."""

from django.urls import URLPattern, path

from leadgoose.roster.web import acts, disputes, export, grid, imports, members, organisation, person, reveal, search, tree

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
    path("p/<str:person>/end-probation/", acts.end_probation, name="roster.end_probation"),
    path("p/<str:person>/extend-probation/", acts.extend_probation, name="roster.extend_probation"),
    path("p/<str:person>/cancel-probation/", acts.cancel_probation, name="roster.cancel_probation"),
    path("p/<str:person>/move-member/", acts.move_member, name="roster.move_member"),
    path("p/<str:person>/transfer-out/", acts.transfer_out, name="roster.transfer_out"),
    path("p/<str:person>/record-death/", acts.record_death, name="roster.record_death"),
    path("p/<str:person>/record-sanction/", acts.record_sanction, name="roster.record_sanction"),
    path("p/<str:person>/suspend-rights/", acts.suspend_rights, name="roster.suspend_rights"),
    path("p/<str:person>/restore-rights/", acts.restore_rights, name="roster.restore_rights"),
    path("o/<str:organisation>/transfer-in/", acts.transfer_in, name="roster.transfer_in"),
    path("o/<str:organisation>/bulk/", acts.bulk_acts, name="roster.bulk_acts"),
    path("p/<str:person>/deeds/<str:deed>/reverse/", acts.reverse_deed, name="roster.reverse_deed"),
    path("p/<str:person>/deeds/<str:deed>.pdf", acts.basis_sheet, name="roster.basis_sheet"),
]
