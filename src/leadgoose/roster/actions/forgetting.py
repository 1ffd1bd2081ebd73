"""What the register forgets when a person is erased. That somebody belonged and held a post stays, without a name (rights/standards/fields.toml)."""

from __future__ import annotations

from leadgoose.ground.holdings import GONE, Erasing
from leadgoose.ground.intake.problems import Unreadable
from leadgoose.ground.intake.workbook import open_sheets
from leadgoose.ground.vault.actions import destroy
from leadgoose.roster.actions.refusals import Refused
from leadgoose.roster.models import Deed, Designation, DesignationStep, Import, OrganisationDeed, Person, PersonFact, Present, ProductionUnit, Restriction
from leadgoose.roster.queries.acts import BASIS, REMARK
from leadgoose.roster.queries.designations import BASIS as DESIGNATED
from leadgoose.roster.queries.designations import SAID
from leadgoose.roster.queries.uploads import content_of

LINE = ("ethnicity", "born_on", "education", "degree", "school", "major", "work_start", "joined_party", "full_member", "admin_post", "phone_sealed",
        "phone_masked")


def erase(erasing: Erasing) -> None:
    """Every spelling of the line that was ever recorded, the numbers, sealed words, and whole files in which the person stands."""
    erasing.clear(Person.objects.filter(pk=erasing.pk), id_sealed="", id_index="", last4_index="", id_masked="")
    erasing.clear(PersonFact.objects.filter(person_id=erasing.pk), name=GONE, **dict.fromkeys(LINE, ""))
    erasing.clear(Restriction.objects.filter(person_id=erasing.pk), kind_sealed="", basis_sealed="")
    erasing.clear(Deed.objects.filter(person_id=erasing.pk), basis_sealed="", remark_sealed="")
    erasing.remove(Present.objects.filter(person_id=erasing.pk))
    _office(erasing)
    for upload in Import.objects.filter(top_key=erasing.top_key).exclude(file_sealed="").order_by("pk"):
        if _stands_in(upload, erasing):
            _destroy(upload, erasing)
    erasing.rewrite(Import.objects.filter(erasing.naming("filename"), top_key=erasing.top_key), "filename")


def _office(erasing: Erasing) -> None:
    """Words of the office about others, in which the name may stand."""
    places = OrganisationDeed.objects.filter(top_key=erasing.top_key)
    for column, field in (("basis_sealed", BASIS), ("remark_sealed", REMARK)):
        erasing.rewrite_sealed(places.exclude(**{column: ""}), column, lambda row: row.org_key, field)
    paths = Designation.objects.filter(top_key=erasing.top_key).select_related("organisation")
    erasing.rewrite_sealed(paths.exclude(basis_sealed=""), "basis_sealed", lambda row: row.organisation.key, DESIGNATED)
    steps = DesignationStep.objects.filter(designation__top_key=erasing.top_key).exclude(said_sealed="").select_related("designation__organisation")
    erasing.rewrite_sealed(steps, "said_sealed", lambda row: row.designation.organisation.key, SAID)
    if erasing.alone:
        erasing.clear(ProductionUnit.objects.filter(top_key=erasing.top_key, head_name__in=erasing.names), head_name=GONE)


def _stands_in(upload: Import, erasing: Erasing) -> bool:
    """Whether a cell of the file holds the person's ID number or name. A file that cannot be read any more is taken to hold them."""
    try:
        cells = {str(cell).strip() for sheet in open_sheets(content_of(upload), upload.filename) for row in sheet.rows for cell in row if cell}
    except (Unreadable, Refused):
        return True
    return any(text in cell for text in (*erasing.numbers, *erasing.names) for cell in cells)


def _destroy(upload: Import, erasing: Erasing) -> None:
    erasing.count("roster.Import.file_sealed")
    if erasing.write:
        destroy(upload.key, erasing.at)
        upload.file_sealed, upload.look_sealed, upload.state = "", "", "dropped"
        upload.save(update_fields=["file_sealed", "look_sealed", "state"])
