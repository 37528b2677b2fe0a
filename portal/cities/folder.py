"""The folder of a city: which files belong in it, and where it is."""

import re
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from portal.cities.messages import MESSAGES
from portal.cities.opening import open_document
from portal.cities.sheet import Sheet
from portal.faults import BadFile, Fault

FILES: Final = (
    "city.yaml",
    "arrears_types.yaml",
    "weighing.yaml",
    "teams.yaml",
    "privacy.yaml",
    "clocks.yaml",
    "plan.yaml",
    "contact.yaml",
    "benefits.yaml",
    "claims.yaml",
)
COVENANTS: Final = "covenants"
_NAME: Final = re.compile(r"[a-z][a-z0-9-]{0,39}")
_YAML: Final = frozenset({".yaml", ".yml"})


def city_folder(name: str) -> Path:
    """Where a city's files are: the packaged city of that name, or a path to any folder.

    Raises BadFile naming the packaged cities when there is neither.
    """
    packaged = {one.name: one for one in _packaged()}
    if name in packaged:
        return packaged[name]
    path = Path(name)
    if name and path.is_dir():
        return path
    allowed = ", ".join(sorted(packaged))
    message = MESSAGES["unknown-city"].format_map({"allowed": allowed})
    raise BadFile([Fault("cities", 0, "", "unknown-city", message)])


def open_folder(folder: Path, faults: list[Fault]) -> Mapping[str, Sheet]:
    """A sheet per readable file, by its name relative to the folder; the rest is reported."""
    if not folder.is_dir():
        faults.append(_fault(folder.name, "missing-folder"))
        return {}
    if not _NAME.fullmatch(folder.resolve().name):
        faults.append(_fault(".", "folder-name"))
    names = _yaml_names(folder)
    faults.extend(_fault(one, "unexpected-file") for one in names if one not in FILES)
    wanted = (*FILES, *_covenants(folder, faults))
    documents = ((file, open_document(folder / file, file, faults)) for file in wanted)
    return {file: Sheet(document, faults) for file, document in documents if document is not None}


def _covenants(folder: Path, faults: list[Fault]) -> Iterator[str]:
    """The covenant files by name; a name that is no creditor id is reported."""
    names = _yaml_names(folder / COVENANTS)
    if not names:
        faults.append(_fault(COVENANTS, "no-covenants"))
    for name in names:
        file = f"{COVENANTS}/{name}"
        if not name.endswith(".yaml"):
            faults.append(_fault(file, "unexpected-file"))
        elif not _NAME.fullmatch(name.removesuffix(".yaml")):
            faults.append(_fault(file, "file-name"))
        else:
            yield file


def _yaml_names(folder: Path) -> list[str]:
    """The names in a folder that look like YAML, in order; none when it cannot be read."""
    try:
        return sorted(one.name for one in folder.iterdir() if one.suffix.lower() in _YAML)
    except OSError:
        return []


def _packaged() -> Iterator[Path]:
    """The cities that come with the package `cities`, wherever it is installed.

    An editable install may put a place into a namespace's path that is no folder.
    """
    spec = find_spec("cities")
    for root in map(Path, (spec and spec.submodule_search_locations) or ()):
        for one in root.iterdir() if root.is_dir() else ():
            if (one / FILES[0]).is_file():
                yield one


def _fault(file: str, code: str) -> Fault:
    return Fault(file, 0, "", code, MESSAGES[code])
