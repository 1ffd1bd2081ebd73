"""Addresses of the record book."""

from django.urls import path

from leadgoose.recordbook.web import book, enter, items, office, plan, prints, record, search, similar

BOOK, RECORD = "o/<str:organisation>/book/", "r/<str:record>/"

urlpatterns = [
    path(BOOK, book.book, name="recordbook.book"),
    path(f"{BOOK}search/", search.search, name="recordbook.search"),
    path(f"{BOOK}alike/", similar.alike, name="recordbook.alike"),
    path(f"{BOOK}alike/texts/add/", similar.add_common_text_view, name="recordbook.add_common_text"),
    path(f"{BOOK}alike/texts/end/", similar.end_common_text_view, name="recordbook.end_common_text"),
    path(f"{BOOK}export/", search.export, name="recordbook.export"),
    path(f"{BOOK}new/<str:kind>/", enter.enter_record, name="recordbook.enter_record"),
    path(f"{BOOK}plan/", plan.plan, name="recordbook.plan"),
    path(f"{BOOK}plan.ics", plan.plan_calendar, name="recordbook.plan_calendar"),
    path(f"{BOOK}plan/set/", plan.set_plan_view, name="recordbook.set_plan"),
    path(f"{BOOK}plan/drop/", plan.drop_item_view, name="recordbook.drop_item"),
    path(f"{BOOK}resolutions/", items.resolutions, name="recordbook.resolutions"),
    path(f"{BOOK}attendance/", items.attendance, name="recordbook.attendance"),
    path(f"{BOOK}office/", office.office, name="recordbook.office"),
    path(f"{BOOK}office/entrust/", office.entrust_view, name="recordbook.entrust"),
    path(f"{BOOK}office/end/", office.end_entrustment_view, name="recordbook.end_entrustment"),
    path(f"{BOOK}office/excuse/", office.excuse_view, name="recordbook.excuse_period"),
    path(f"{BOOK}earlier/", office.earlier, name="recordbook.earlier"),
    path(f"{BOOK}earlier/add/", office.add_earlier_view, name="recordbook.add_earlier"),
    path(f"{BOOK}print/", prints.print_book, name="recordbook.print_book"),
    path(f"{BOOK}<int:year>.pdf", prints.book_pdf, name="recordbook.book_pdf"),
    path(f"{BOOK}blank/<str:kind>.pdf", prints.blank_sheet, name="recordbook.blank_sheet"),
    path(RECORD, record.record, name="recordbook.record"),
    path(f"{RECORD}versions/", record.versions, name="recordbook.versions"),
    path(f"{RECORD}correct/", enter.correct_record, name="recordbook.correct_record"),
    path(f"{RECORD}open/", record.open_confidential, name="recordbook.open_confidential"),
    path(f"{RECORD}withdraw/", record.withdraw_record, name="recordbook.withdraw_record"),
    path(f"{RECORD}files/", office.attach_file_view, name="recordbook.attach_file"),
    path(f"{RECORD}beside/<str:other>/", similar.beside, name="recordbook.beside"),
    path(f"{RECORD}beside/<str:other>/review/", similar.review_resemblance_view, name="recordbook.review_resemblance"),
    path(f"{RECORD}sheet.pdf", prints.sheet_pdf, name="recordbook.sheet"),
    path("resolution/<str:resolution>/close/", items.close_resolution_view, name="recordbook.close_resolution"),
    path("resolution/<str:resolution>/reopen/", items.reopen_resolution_view, name="recordbook.reopen_resolution"),
    path("attachment/<str:attachment>/file/", office.attachment, name="recordbook.attachment"),
    path("attachment/<str:attachment>/remove/", office.remove_file_view, name="recordbook.remove_file"),
]
