"""``python -m retrieval check``: everything about templates, articles and questions that a lead would want to know."""
