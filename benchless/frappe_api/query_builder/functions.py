"""The SQL functions that the app uses."""

from pypika.functions import Count

__all__ = ["Count"]
