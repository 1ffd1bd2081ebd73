"""Addresses of courses, the question bank and tests."""

from django.urls import URLPattern, path

from leadgoose.training.web import bank, bank_files, courses, exams, exercises, sittings

UNIT = "o/<str:organisation>/courses/<str:course>/<int:unit>/"

urlpatterns: list[URLPattern] = [
    path("o/<str:organisation>/courses/", courses.courses_page, name="training.courses"),
    path(UNIT, courses.course_unit, name="training.course_unit"),
    path(UNIT + "<str:part>.<str:form>", courses.course_paper, name="training.course_paper"),
    path(UNIT + "edition/", courses.upload_edition, name="training.upload_edition"),
    path(UNIT + "edition/<int:number>/export/", courses.edition, name="training.edition"),
    path("o/<str:organisation>/exercises/<str:exercise>/", exercises.exercise, name="training.exercise"),
    path("o/<str:organisation>/exercises/<str:exercise>/<str:piece>.<str:form>", exercises.exercise_paper, name="training.exercise_paper"),
    path("o/<str:organisation>/bank/", bank.bank, name="training.bank"),
    path("o/<str:organisation>/bank/new/", bank.add_question, name="training.add_question"),
    path("o/<str:organisation>/bank/shipped/", bank.take_shipped, name="training.take_shipped"),
    path("o/<str:organisation>/bank/template.xlsx", bank.bank_template, name="training.bank_template"),
    path("o/<str:organisation>/bank/export.xlsx", bank.export_bank, name="training.export_bank"),
    path("o/<str:organisation>/bank/import/", bank_files.import_bank, name="training.import_bank"),
    path("bank-file/<str:bank_file>/", bank_files.take_bank_file, name="training.take_bank_file"),
    path("bank-file/<str:bank_file>/corrections/", bank_files.bank_corrections, name="training.bank_corrections"),
    path("question/<str:question>/", bank.question, name="training.question"),
    path("question/<str:question>/revise/", bank.revise_question, name="training.revise_question"),
    path("question/<str:question>/withdraw/", bank.withdraw_question, name="training.withdraw_question"),
    path("o/<str:organisation>/tests/", exams.exams, name="training.exams"),
    path("o/<str:organisation>/tests/new/", exams.set_exam, name="training.set_exam"),
    path("test/<str:exam>/", exams.exam, name="training.exam"),
    path("test/<str:exam>/<str:side>.pdf", exams.exam_paper, name="training.exam_paper"),
    path("test/<str:exam>/invite/", exams.invite, name="training.invite"),
    path("my/tests/", sittings.my_exams, name="training.my_exams"),
    path("sit/<str:my_sitting>/", sittings.sit, name="training.sit"),
    path("sit/<str:my_sitting>/start/", sittings.start_sitting, name="training.start_sitting"),
    path("sit/<str:my_sitting>/save/", sittings.save_answers, name="training.save_answers"),
    path("sit/<str:my_sitting>/hand-in/", sittings.hand_in, name="training.hand_in"),
    path("result/<str:sitting>/", sittings.sitting, name="training.sitting"),
    path("result/<str:script>/marking/", sittings.mark_answers, name="training.mark_answers"),
    path("result/<str:script>/paper/", sittings.enter_paper, name="training.enter_paper"),
]
