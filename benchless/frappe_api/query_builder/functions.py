"""The SQL functions that the app uses."""

from pypika.functions import Concat, Count

__all__ = ["Concat", "Count"]
