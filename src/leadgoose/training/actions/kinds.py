"""A committee's own kinds of certificates: each change is a new version from a day on; certificates stay on the version that they were issued under."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leadgoose.ground.access.actor import Actor
from leadgoose.ground.journal.actions import Act, record
from leadgoose.ground.search import simplify
from leadgoose.roster.models import Organisation, new_key
from leadgoose.roster.reach import of_organisation
from leadgoose.training.actions.refusals import Refused
from leadgoose.training.actions.tables import locked
from leadgoose.training.models.carrying import CertificateKind
from leadgoose.training.queries.certificates import kinds_of
from leadgoose.training.rules.certificates import LIMITS, LONGEST, Kind, Unfit, as_table, parse

NEW = "new"
"""Stands for a kind that is not there yet."""


@transaction.atomic
def set_certificate_kind(top: Organisation, code: str, table: Mapping[str, Any], valid_from: date, basis: str, *, by: Actor, at: datetime) -> Kind:
    """Put a version of a kind in force from a day on; what was issued before stays as it was issued. Raises Refused at the field.

    code: of the kind, NEW for another one; table: rules.certificates.as_table, its code and version are set here.
    """
    top = locked(top)
    role = str(by.require("training.set_certificate_kind", of_organisation(top)).role or "")
    basis, today, kinds = " ".join(basis.split()), timezone.localdate(at), kinds_of(top.key)
    if code != NEW and not kinds.versions(code):
        raise Refused(_("没有这种证书。"))
    if valid_from < today:
        raise Refused(_("起用日期不能早于今天；以前发的证书按发证时的规定。"), "valid_from")
    if not basis or len(basis) > 200:
        raise Refused(_("请填写依据：文号，或者会议名称和日期，最多 %(most)s 个字。") % {"most": 200}, "basis")
    code = new_key() if code == NEW else code
    number = 1 + CertificateKind.objects.filter(top_key=top.key, code=code, valid_from__year=valid_from.year).count()
    try:
        kind = parse({**table, "code": code, "version": f"{valid_from.year}-{number}"})
    except Unfit as unfit:
        raise Refused(_unfit(str(unfit)), str(unfit)) from unfit
    others = {simplify(name): of for name, of in kinds.names().items()}
    for field in ("name", "english"):
        if others.get(simplify(getattr(kind, field)), code) != code:
            raise Refused(_("另一种证书叫过这个名称。"), field)
    before = kinds.on(valid_from).get(code)
    if before is not None and {**as_table(kind), "version": before.version} == as_table(before):
        raise Refused(_("与现行的版本相同，没有改动。"))
    CertificateKind.objects.create(top_key=top.key, code=code, version=kind.version, valid_from=valid_from, body=as_table(kind), basis=basis, recorded_at=at,
                                   recorded_by=by.login)
    facts = {"certificate_kind": code, "standard": kind.version, "valid_from": valid_from.isoformat()}
    record(Act("CertificateKindSet", today, top.key, top.key, facts=facts, personal={top.key: {"basis": basis}}, typed=8, role=role), by=by, at=at)
    return kind


def _unfit(field: str) -> Any:
    if field in LIMITS:
        least, most = LIMITS[field]
        return _("请填 %(least)s 至 %(most)s 的整数。") % {"least": least, "most": most}
    if field in LONGEST:
        return _("不能空着，最多 %(most)s 个字。") % {"most": LONGEST[field]}
    return _("请在所列各项中选择。")
