"""Coming in and going out."""

from starlette.responses import RedirectResponse, Response

from portal.access import SESSION_HOURS, LoginRefused, TooManyAttempts, Tried, log_in, log_out
from portal.web.ask import Ask
from portal.web.guard import LOGIN_PATH, form_cookie, session_cookie
from portal.web.views.login import LoginView
from portal.web.views.parts import frame_of, home_of
from store.engine import begin

_SECONDS = SESSION_HOURS * 3600


def home(ask: Ask) -> Response:
    """The beginning: to one's own work, or to the login."""
    if ask.session is None:
        return RedirectResponse(LOGIN_PATH, status_code=303)
    return RedirectResponse(home_of(ask.session.account), status_code=303)


def login_form(ask: Ask) -> Response:
    """Ask who it is; who is logged in already goes on to their work."""
    if ask.session is not None:
        return RedirectResponse(home_of(ask.session.account), status_code=303)
    return _form(ask, LoginView(), 200)


def login(ask: Ask) -> Response:
    """Open a session, and end the one this browser had."""
    account_id, password = ask.form.text("account"), ask.form.fields.get("wachtwoord", "")
    tried = Tried(account_id.lower(), password, ask.address)
    portal = ask.portal
    try:
        opened = log_in(portal.platform.engine, portal.throttle, tried, ask.at)
    except LoginRefused as refused:
        return _form(ask, LoginView(account_id, refused.message), 400)
    except TooManyAttempts as refused:
        return _form(ask, LoginView(account_id, refused.message), 429)
    if ask.session is not None:
        _end(ask, ask.session.account.account_id)
    answer = RedirectResponse(home_of(opened.account), status_code=303)
    answer.set_cookie(
        session_cookie(portal.settings),
        opened.secret,
        max_age=_SECONDS,
        secure=portal.settings.secure,
        httponly=True,
        samesite="strict",
    )
    _drop(ask, answer, form_cookie(portal.settings))
    return answer


def logout(ask: Ask) -> Response:
    """End the session here and now, not only in the browser."""
    _end(ask, ask.visit.account.account_id)
    answer = RedirectResponse(LOGIN_PATH, status_code=303)
    _drop(ask, answer, session_cookie(ask.portal.settings))
    return answer


def _end(ask: Ask, account_id: str) -> None:
    with begin(ask.portal.platform.engine) as tx:
        log_out(tx, ask.secret, account_id, ask.at)


def _form(ask: Ask, view: LoginView, status: int) -> Response:
    """The form, with its token both in it and in a cookie that only this host may set."""
    settings = ask.portal.settings
    answer = ask.portal.pages.show("login.html", frame_of(ask, "Inloggen"), view, status)
    answer.set_cookie(
        form_cookie(settings),
        ask.form_token,
        secure=settings.secure,
        httponly=True,
        samesite="strict",
    )
    return answer


def _drop(ask: Ask, answer: Response, name: str) -> None:
    secure = ask.portal.settings.secure
    answer.delete_cookie(name, secure=secure, httponly=True, samesite="strict")
