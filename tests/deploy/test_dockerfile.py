"""deploy/Dockerfile by simple rules, for no Docker engine runs where these tests do."""

import re
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def instructions() -> list[tuple[str, str]]:
    """Each instruction with the rest of its line; continued lines are one."""
    text = (REPOSITORY / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    lines = (line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", "", "\n".join(lines))
    return [
        (word, rest)
        for line in joined.splitlines()
        if line.strip()
        for word, _, rest in (line.partition(" "),)
    ]


def _all(instructions: list[tuple[str, str]], word: str) -> list[str]:
    return [rest for name, rest in instructions if name == word]


def test_the_base_is_a_slim_python_pinned_to_its_patch(
    instructions: list[tuple[str, str]],
) -> None:
    """The same base for both stages, of a Python that the project says it runs on."""
    bases = [rest.split()[0] for rest in _all(instructions, "FROM")]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    found = re.fullmatch(r"python:(\d+)\.(\d+)\.\d+-slim-[a-z]+", bases[0])
    assert found
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = [int(one) for one in project["requires-python"].removeprefix(">=").split(".")]
    assert [int(one) for one in found.groups()] >= least


def test_everything_is_installed_by_its_hash_and_nothing_is_compiled(
    instructions: list[tuple[str, str]],
) -> None:
    """A changed package is refused; without a compiler none can be left behind."""
    runs = "\n".join(_all(instructions, "RUN"))
    installs = re.findall(r"pip install ([^&\n]*)", runs)
    assert [one.strip() for one in installs if "--no-deps" not in one] == [
        "--require-hashes --only-binary :all: -r requirements.lock"
    ]
    assert all("--require-hashes" in one or "--no-deps" in one for one in installs)
    assert not re.search(r"apt-get|apk |curl|wget|gcc|git ", runs)
    assert not _all(instructions, "ADD")


def test_no_build_tool_is_left(instructions: list[tuple[str, str]]) -> None:
    """Neither in our environment nor in the Python of the base."""
    removed = [rest for rest in _all(instructions, "RUN") if "uninstall" in rest]
    assert len(removed) == 2
    assert all("setuptools" in rest and " pip" in rest for rest in removed)


def test_it_runs_as_the_user_that_compose_names(instructions: list[tuple[str, str]]) -> None:
    """A number, so that whoever runs the image can see that it is not root."""
    compose = yaml.safe_load((REPOSITORY / "docker-compose.yml").read_text(encoding="utf-8"))
    assert _all(instructions, "USER") == [compose["services"]["relay"]["user"]]
    assert instructions[-3][0] == "USER"


def test_no_secret_is_built_in(instructions: list[tuple[str, str]]) -> None:
    """What is in a layer stays there for who has the image."""
    told = " ".join(_all(instructions, "ENV") + _all(instructions, "ARG"))
    assert not re.search(r"KEY|PASSWORD|SECRET|TOKEN|VROEGSIGNAAL_", told)


def test_every_package_is_in_the_image_and_nothing_else(
    instructions: list[tuple[str, str]],
) -> None:
    """What the image copies is what .dockerignore lets through, and all that is installed."""
    copied = [rest for rest in _all(instructions, "COPY") if not rest.startswith("--from")]
    sources = [one for rest in copied for one in rest.split()[:-1]]
    ignored = (REPOSITORY / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert ignored[1] == "*"
    assert {line[1:] for line in ignored if line.startswith("!")} == set(sources)
    assert all((REPOSITORY / one).exists() for one in sources)
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))
    packages = project["tool"]["setuptools"]["packages"]["find"]["include"]
    assert {one.removesuffix("*") for one in packages} <= set(sources)
