"""Where an account is signed in, and ending it there: one's own, and for the security officer everybody's."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render, resolve_url
from django.utils.translation import gettext as _

from leadgoose.accounts.actions import sessions as acts
from leadgoose.accounts.words import WAYS, device_words
from leadgoose.ground.access import clock, sign_ins
from leadgoose.ground.access.gate import Asked, gate
from leadgoose.ground.access.models import SignIn, User
from leadgoose.ground.listed import plural


@gate("accounts.sessions")
def sessions(request: Asked) -> HttpResponse:
    assert isinstance(request.user, User)
    return render(request, "accounts/sessions.html", {"rows": _rows(request, request.user), "mine": True, "one": request.user})


@gate("accounts.end_session", methods=("POST",))
def end_session(request: Asked, signin: int) -> HttpResponse:
    assert isinstance(request.user, User)
    acts.end_session(request.user, signin, on=clock.today(), by=request.actor, at=clock.now())
    messages.success(request, _("已退出那里的登录。"))
    return HttpResponseRedirect(resolve_url("accounts.sessions"))


@gate("accounts.end_other_sessions", methods=("POST",))
def end_other_sessions(request: Asked) -> HttpResponse:
    assert isinstance(request.user, User)
    key = str(request.session.session_key)
    ended = acts.end_other_sessions(request.user, key, on=clock.today(), by=request.actor, at=clock.now())
    messages.success(request, plural("已退出其他 %(n)s 处登录。", ended) % {"n": ended} if ended else _("没有其他地方的登录。"))
    return HttpResponseRedirect(resolve_url("accounts.sessions"))


@gate("accounts.sessions_of", at="account")
def sessions_of(request: Asked, account: User) -> HttpResponse:
    return render(request, "accounts/sessions.html", {"rows": _rows(request, account), "mine": False, "one": account})


@gate("accounts.end_session_of", at="account", methods=("POST",))
def end_session_of(request: Asked, account: User, signin: int) -> HttpResponse:
    acts.end_session_of(account, signin, on=clock.today(), by=request.actor, at=clock.now())
    if account.pk == request.user.pk and not SignIn.objects.filter(session_key=request.session.session_key, ended_at=None).exists():
        logout(request)
        return HttpResponseRedirect(resolve_url("accounts.log_in"))
    messages.success(request, _("已退出那里的登录。"))
    return HttpResponseRedirect(resolve_url("accounts.sessions_of", account.login))


def _rows(request: Asked, user: User) -> list[tuple[SignIn, str, object, bool]]:
    """Each log-in with its device in words, what was shown, and whether it is the very one that asks."""
    here = request.session.session_key
    return [(one, device_words(one.device), WAYS.get(one.way, one.way), one.session_key == here) for one in sign_ins.alive(user)]
