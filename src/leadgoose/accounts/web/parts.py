"""What the pages of accounts share: the form of a role, the slip, roles in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from leadgoose.accounts.actions.passwords import Slip
from leadgoose.accounts.queries import Held
from leadgoose.accounts.reach import Realm
from leadgoose.accounts.rules.grants import Refusal
from leadgoose.accounts.words import REFUSALS, ROLES
from leadgoose.ground.access import clock
from leadgoose.ground.access.gate import Asked
from leadgoose.ground.access.roles import PLATFORM, PLATFORM_ROLES, Role
from leadgoose.roster.queries.named import Named, organisations_below, units_of

MANY = 300
"""More places than this are not offered as a list."""


class LongList(Sequence[None]):
    """Something for a paginator that knows only how long it is; rows come from a query of their own."""

    def __init__(self, length: int) -> None:
        self.length = length

    def __len__(self) -> int:
        return self.length

    def __getitem__(self, index: Any) -> Any:
        return []


class RoleForm(forms.Form):
    """A role and where it is held. With more than MANY organisations the place is typed by its full name instead of chosen."""

    role = forms.ChoiceField(label=gettext_lazy("角色"))
    key = forms.CharField(label=gettext_lazy("在哪个组织或单位"), max_length=80)

    def __init__(self, data: QueryDict | None, realm: Realm, *, required: bool) -> None:
        super().__init__(data)
        self.realm = realm
        role, key = self.fields["role"], self.fields["key"]
        assert isinstance(role, forms.ChoiceField)
        role.required = required
        none = gettext_lazy("请选择") if required else gettext_lazy("暂不授予")
        role.choices = [("", none), *((one.value, words) for one, words in ROLES.items() if (one in PLATFORM_ROLES) == realm.is_platform)]
        if realm.is_platform:
            key.widget, key.initial, self.places = forms.HiddenInput(), PLATFORM, []
            return
        self.places = [*organisations_below(f"/{realm.key}/"), *units_of(realm.key)]
        if len(self.places) <= MANY:
            key.widget = forms.Select(choices=_choices(self.places))
        else:
            key.help_text = gettext_lazy("填写组织或单位的全称。")

    def clean_key(self) -> str:
        """The key of the place that was chosen, or named in full."""
        given: str = self.cleaned_data["key"]
        if self.realm.is_platform:
            return PLATFORM
        found = {one.key for one in self.places if given in (one.key, one.name)}
        if len(found) != 1:
            raise forms.ValidationError(REFUSALS[Refusal.NO_SUCH_PLACE])
        return found.pop()


def doing(request: Asked) -> dict[str, Any]:
    """What every act is told: the day, who, the moment."""
    return {"on": clock.today(), "by": request.actor, "at": clock.now()}


def role_form(realm: Realm, data: QueryDict | None, *, required: bool = True) -> RoleForm:
    return RoleForm(data, realm, required=required)


def _choices(places: list[Named]) -> list[Any]:
    """A select's choices: organisations under one another, then production units."""
    organisations = [(one.key, "　" * one.depth + one.name) for one in places if not one.unit]
    units = [(one.key, one.name) for one in places if one.unit]
    return [*organisations, *([(_("生产单位（行政负责人）"), units)] if units else [])]


def role_words(roles: Iterable[Held]) -> list[str]:
    """Each role with its place, for one line of a list."""
    return [_in_words(ROLES[Role(one.role)], one.place) for one in roles]


def _in_words(role: Any, place: str) -> str:
    return _("%(role)s（%(place)s）") % {"role": role, "place": place} if place else str(role)


def slip_page(request: HttpRequest, slip: Slip, realm: Realm) -> HttpResponse:
    """The one-time password, shown once: never stored by us, and not by the browser."""
    response = render(request, "accounts/slip.html", {"slip": slip, "realm": realm})
    response.headers["Cache-Control"] = "no-store"
    return response
