"""The life of an assignment."""
