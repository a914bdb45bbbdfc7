"""Run a timed workshop from one laptop: plan, clock, capture, sense-making, record."""

__version__ = "0.1.0"
