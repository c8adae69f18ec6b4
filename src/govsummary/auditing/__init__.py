"""Checks what a summary claims: rates against counts, parts against wholes, growth against earlier figures.

`run.audit` is the way in; each family of checks is a module that turns figures into checks.
"""
