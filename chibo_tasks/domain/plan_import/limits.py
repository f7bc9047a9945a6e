"""How much a plan may ask of the reader.

A yearly plan has 5 to 40 pages. The figures leave room for a 300-page one (about 12,000 paragraphs, 1.5 million
characters) and refuse what only an attack needs. The archive figures (25 MB file, 200 MB
unpacked, 100:1, 2,000 entries) are far from any real document and near enough to stop a bomb.
"""

FILE_BYTES = 25 * 1024 * 1024
UNPACKED_BYTES = 200 * 1024 * 1024
# One part of text that is parsed (document.xml, content.xml, a PDF content stream).
PART_BYTES = 24 * 1024 * 1024
RATIO = 100
# Below this size a part may compress as well as it likes: a long plan of like sentences comes to 120:1, and what it may
# cost is bounded by its size.
RATIO_FREE_BYTES = 16 * 1024 * 1024
ENTRIES = 2000

BLOCKS = 30_000
TEXT_CHARS = 4_000_000
LINE_CHARS = 100_000
TABLE_COLUMNS = 64
PDF_PAGES = 1_000
# A dense page has 10,000 operators; a stream is parsed as a whole, so this bounds the cost of a page.
PDF_OPERATORS = 250_000
PDF_LAYERS = 3
PDF_OLD_PACKING_BYTES = 256 * 1024
PDF_GLYPHS = 60_000
# Opening tags that one XML part may hold; each costs the parser about 150 bytes.
XML_TAGS = 1_500_000
# The parser's own limit on one text.
XML_TEXT = 10_000_000

# Of the process that reads (`__main__`); the wall clock is watched by its parent.
CPU_SECONDS = 20
WALL_SECONDS = 30
ADDRESS_SPACE_BYTES = 512 * 1024 * 1024
DATA_BYTES = 256 * 1024 * 1024
# CPU time for a step that a file must not drag out: one page, or opening the file.
STEP_SECONDS = 4
# What the child may say to its parent.
ANSWER_BYTES = 128 * 1024 * 1024

# Of LibreOffice and Tesseract.
OFFICE_SECONDS = 60
OFFICE_BYTES = 4 * 1024 * 1024 * 1024
OCR_PAGES = 30
OCR_PAGE_SECONDS = 20
OCR_PIXELS = 12_000_000
OCR_BYTES = 1024 * 1024 * 1024
PROGRAM_FILE_BYTES = 256 * 1024 * 1024
PROGRAM_WALL_SECONDS = 240
