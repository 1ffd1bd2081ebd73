"""Addresses of papers."""

from django.urls import URLPattern, path, re_path

from leadgoose.elections.web import committee_papers, ownforms, papers

urlpatterns: list[URLPattern] = [
    path("e/<str:election>/papers/", papers.papers, name="elections.papers"),
    path("e/<str:election>/papers/<slug:paper>/", papers.paper, name="elections.paper"),
    re_path(r"^e/(?P<election>[^/]+)/papers/(?P<paper>[a-z-]+)\.(?P<form>pdf|docx)$", papers.paper_file, name="elections.paper_file"),
    path("e/<str:election>/papers/<slug:paper>/sheet-<int:sheet>.png", papers.paper_picture, name="elections.paper_picture"),
    path("e/<str:election>/papers/<slug:paper>/issue/", papers.issue_paper, name="elections.issue_paper"),
    path("e/<str:election>/signs/", papers.set_signs, name="elections.set_signs"),
    path("e/<str:election>/desk-papers/<slug:ballot>/", papers.desk_paper, name="elections.desk_paper"),
    re_path(
        r"^e/(?P<election>[^/]+)/desk-papers/(?P<ballot>[a-z-]+)\.(?P<form>pdf|docx)$", papers.desk_paper_file, name="elections.desk_paper_file"
    ),
    path("e/<str:election>/desk-papers/<slug:ballot>/sheet-<int:sheet>.png", papers.desk_paper_picture, name="elections.desk_paper_picture"),
    path("o/<str:organisation>/election-papers/", committee_papers.committee_papers, name="elections.committee_papers"),
    re_path(
        r"^o/(?P<organisation>[^/]+)/election-papers/(?P<plan>[a-z-]+)\.(?P<form>pdf|docx|png)$", committee_papers.committee_paper,
        name="elections.committee_paper",
    ),
    path("o/<str:organisation>/forms/", ownforms.own_forms, name="elections.own_forms"),
    path("o/<str:organisation>/forms/upload/", ownforms.upload_form, name="elections.upload_form"),
    path("o/<str:organisation>/forms/<slug:paper>/shipped/", ownforms.drop_form, name="elections.drop_form"),
    path("o/<str:organisation>/forms/<slug:paper>/<int:version>/", ownforms.own_form_file, name="elections.own_form_file"),
    path("o/<str:organisation>/forms/<slug:paper>/<int:version>/try/", ownforms.try_form, name="elections.try_form"),
    path("o/<str:organisation>/forms/<slug:paper>/<int:version>/adopt/", ownforms.adopt_form, name="elections.adopt_form"),
]
