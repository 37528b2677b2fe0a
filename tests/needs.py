"""What a test needs of the machine: skipped where it is absent, but never on the build server."""

import os

import pytest


def need(what: str, present: bool) -> None:
    """Skip the test with "needs <what>" when it is absent; fail it when CI is "true"."""
    if present:
        return
    if os.environ.get("CI") == "true":
        pytest.fail(f"needs {what}, and CI must have it")
    pytest.skip(f"needs {what}")
