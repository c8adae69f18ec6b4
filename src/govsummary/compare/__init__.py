"""Comparison of documents: metrics, their alignment, differences between two periods and series over several.

Everything here reads `Document` and `Lexicon` only; nothing prints, nothing knows files.
"""
