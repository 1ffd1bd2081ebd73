"""Addresses of training."""

from django.urls import URLPattern, path

from leadgoose.training.web import bank_urls, competencies, mine, model, person, rate, ratings

urlpatterns: list[URLPattern] = [
    *bank_urls.urlpatterns,
    path("my/training/", mine.mine, name="training.mine"),
    path("o/<str:organisation>/competencies/", competencies.competencies, name="training.competencies"),
    path("o/<str:organisation>/competencies/ratings/", ratings.import_ratings_page, name="training.import_ratings"),
    path("o/<str:organisation>/competencies/sheet.pdf", ratings.rating_sheet, name="training.rating_sheet"),
    path("o/<str:organisation>/competencies/model/", model.model, name="training.model"),
    path("o/<str:organisation>/competencies/model/set/", model.set_model, name="training.set_model"),
    path("p/<str:person>/training/", person.person, name="training.person"),
    path("p/<str:person>/training/mark/", model.set_mark, name="training.set_mark"),
    path("p/<str:person>/training/evidence/<str:evidence>/withdraw/", person.withdraw_evidence, name="training.withdraw_evidence"),
    path("p/<str:person>/rate/self/", rate.rate_self, name="training.rate_self"),
    path("p/<str:person>/rate/superior/", rate.rate_superior, name="training.rate_superior"),
    path("p/<str:person>/rate/colleague/", rate.rate_colleague, name="training.rate_colleague"),
    path("p/<str:person>/rate/sheet/", rate.enter_rating, name="training.enter_ratings"),
]
