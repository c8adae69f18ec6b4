"""Saved web pages: .html and .mht."""
