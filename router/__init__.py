"""Answers Freshdesk tickets from a company's own templates and knowledge base.

Read :mod:`router.pipeline` first: it is the table of contents.
"""
