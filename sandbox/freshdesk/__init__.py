"""A stand-in for Freshdesk: API v2, automation rules, credits, faults on demand, and a help-desk page."""
