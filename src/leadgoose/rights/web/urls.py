"""Addresses of people's rights."""

from django.urls import path

from leadgoose.rights.web import erasures, held, objections

PERSON, TOP, ONE, GONE = "p/<str:person>/rights/", "o/<str:organisation>/rights/", "objections/<str:objection>/", "erasures/<str:erasure>/"

urlpatterns = [
    path("rights/", held.mine, name="rights.mine"),
    path("rights/purposes/", held.purposes, name="rights.purposes"),
    path(PERSON, held.held, name="rights.held"),
    path(f"{PERSON}readings/", held.readings, name="rights.readings"),
    path(f"{PERSON}take/", held.take, name="rights.take_holdings"),
    path(f"{PERSON}form/", held.objection_form, name="rights.objection_form"),
    path(f"{PERSON}object/", objections.raise_objection, name="rights.raise_objection"),
    path(f"{PERSON}erase/", erasures.propose_erasure, name="rights.propose_erasure"),
    path(f"{TOP}objections/", objections.objections, name="rights.objections"),
    path(f"{TOP}erasures/", erasures.erasures, name="rights.erasures"),
    path(ONE, objections.objection, name="rights.objection"),
    path(f"{ONE}answer/", objections.answer, name="rights.answer_objection"),
    path(f"{ONE}withdraw/", objections.withdraw, name="rights.withdraw_objection"),
    path(f"{ONE}remark/", objections.remark, name="rights.remark_answer"),
    path(f"{ONE}paper/", objections.answer_paper, name="rights.answer_paper"),
    path("erasures/", erasures.pending, name="rights.pending_erasures"),
    path(GONE, erasures.erasure, name="rights.erasure"),
    path(f"{GONE}carry-out/", erasures.carry_out, name="rights.carry_out_erasure"),
    path(f"{GONE}refuse/", erasures.refuse, name="rights.refuse_erasure"),
    path(f"{GONE}withdraw/", erasures.withdraw, name="rights.withdraw_erasure"),
]
