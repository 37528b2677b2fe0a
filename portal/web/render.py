"""Turning a view into a page. Templates only show: every word and number comes from the view."""

from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

PRODUCT = "Vroegsignaal"


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the menu; `current` is `page` on the page itself and empty elsewhere."""

    label: str
    path: str
    current: str


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around a page. `who` is empty when nobody is logged in."""

    title: str
    city: str
    who: str = ""
    role: str = ""
    nav: tuple[NavItem, ...] = ()
    form_token: str = ""


class Pages:
    """The templates of the portal."""

    def __init__(self) -> None:
        self._templates = Environment(
            loader=PackageLoader("portal.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )

    def show(self, template: str, frame: Frame, view: object, status: int = 200) -> HTMLResponse:
        """A page: a template, what stands around it, and the view it shows."""
        text = self._templates.get_template(template).render(frame=frame, view=view)
        return HTMLResponse(text, status_code=status)
