"""One module per format; each turns bytes into blocks in reading order. Heavy imports stay inside them."""
