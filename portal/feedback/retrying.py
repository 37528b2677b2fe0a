"""When a webhook is tried again, and when no more."""

from dataclasses import replace
from datetime import datetime, timedelta

from portal.feedback.webhook import GONE
from store.channels import Channel
from store.sql import instant

FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 6 * 3600
MOST_FAILURES = 20
MOST_DAYS = 3


def wait_seconds(failures: int, chance: float) -> float:
    """Seconds until the next attempt: twice as long each time, up to six hours, and spread over
    the later half by `chance` (0 to 1)."""
    longest = min(FIRST_WAIT_SECONDS * 2.0 ** min(failures - 1, 30), LONGEST_WAIT_SECONDS)
    return longest * (0.5 + chance / 2)


def well(channel: Channel) -> Channel:
    """A channel after something arrived: what went wrong before counts no more."""
    return replace(channel, failures=0, failing_since="", reason="")


def failed(channel: Channel, reason: str, now: datetime, chance: float) -> Channel:
    """A channel after an attempt that failed: tried again later, or stopped.

    It stops after 20 attempts or three days without any that went well, and at once when the
    creditor says that it is gone.
    """
    failures, since = channel.failures + 1, channel.failing_since or instant(now)
    long_ago = since <= instant(now - timedelta(days=MOST_DAYS))
    stopped = reason == GONE or failures >= MOST_FAILURES or long_ago
    return replace(
        channel,
        state="stopped" if stopped else "active",
        failures=failures,
        failing_since=since,
        next_at=instant(now + timedelta(seconds=wait_seconds(failures, chance))),
        reason=reason,
    )
