"""PDF documents: characters with their places, put together to lines, columns, tables and paragraphs.

`reader` opens the file; `glyphs` and `grids` ask pdfium for characters and ruled lines; the other modules know
geometry only.
"""

from govsummary.reading.pdf.reader import read_pdf

__all__ = ["read_pdf"]
