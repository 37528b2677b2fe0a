"""Logs for operators: one JSON object per line on stderr, never personal data."""

import logging
import sys

import structlog


def set_up_logs(level: int = logging.WARNING) -> None:
    """Send structured logs, and those of libraries, to stderr as JSON."""
    logging.basicConfig(stream=sys.stderr, level=level, format="%(message)s")
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
