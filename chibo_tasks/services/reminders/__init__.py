"""The reminder engine: `sweep` plans, `due` finds what has fallen due, `crew` knows who is there, `digests` gathers."""
