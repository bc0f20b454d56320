"""The index of reply templates and knowledge-base passages, and the script that keeps it.

A library of its own: it knows nothing of tickets, customers or Freshdesk and never imports ``router``.
"""
