"""Fits each stage to the run: takes the moments it needs, calls it, and adds what it returned. A module a step.

Nothing is decided here; a row that has nothing to do passes the run on as it is.
"""
