"""Decides past tickets again from their records, under other rules. Pure: no database, and no call to anyone."""
