"""A demonstration cell: 23 members, a published plan, work in every state. Nothing in it is real."""
