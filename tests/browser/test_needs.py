"""The helper that tells what a test needs: a skip here, a failure on the build server."""

import pytest

from tests.needs import need


def test_what_is_there_is_needed_in_silence(monkeypatch: pytest.MonkeyPatch) -> None:
    """Also on the build server."""
    monkeypatch.setenv("CI", "true")
    need("anything", present=True)


def test_what_is_absent_skips_the_test(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the reason, so that the summary tells it."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="needs Chromium"):
        need("Chromium", present=False)


def test_on_the_build_server_absence_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that is always skipped guards nothing."""
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="needs Chromium"):
        need("Chromium", present=False)
