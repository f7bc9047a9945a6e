"""What leaves the system, built from plain values: one file per form, and `outcome` for what can become of it.

Nothing here decides who may see what; the caller has rendered the sentences for the eyes of the receiver.
"""
