"""Checks an archive with nothing but Python's standard library, apart from the code that made it.

It lies in every archive. It shares no line with the tally of the product: both would have to be wrong in the same way.
"""
