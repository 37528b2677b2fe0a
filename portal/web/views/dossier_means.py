"""Income and household of a resident: the form by the law of the country, and what follows."""

from dataclasses import dataclass

from portal.dossier.means import Means
from portal.web.views.dossier_frame import Trail
from portal.web.views.dossier_law import LawView
from portal.web.views.fields import FormView, Sent, errors_of, filled
from portal.web.views.means_form import MeansPage, means_form
from portal.web.views.parts import FieldError, Notice
from portal.web.words import day


@dataclass(frozen=True, slots=True)
class MeansView:
    """The page of income. `form` is None as long as there may be none; `why` tells why."""

    trail: Trail
    notices: tuple[Notice, ...]
    errors: tuple[FieldError, ...]
    why: str
    noted: str
    form: FormView | None
    law: LawView | None
    no_law: str


def means_view(
    trail: Trail,
    page: MeansPage,
    means: Means | None,
    why: str,
    law: LawView | str,
    sent: Sent | None,
    notice: Notice | None,
) -> MeansView:
    """Show what was told, with the form as it was sent, if it was. `law` may be why there is
    none; `why` tells why nothing may be noted."""
    form = None if why else filled(means_form(page, means), sent)
    return MeansView(
        trail=trail,
        notices=(notice,) if notice else (),
        errors=errors_of([form]),
        why=why,
        noted=f"Vastgelegd op {day(means.noted_on)}." if means else "",
        form=form,
        law=law if isinstance(law, LawView) else None,
        no_law=law if isinstance(law, str) else "",
    )
