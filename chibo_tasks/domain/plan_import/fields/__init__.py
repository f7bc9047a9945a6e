"""One parser per field of an item; each is a function of clean text and what surrounds it."""
