"""Bringing over what a company has written in Freshdesk already, as files for a person to review."""
