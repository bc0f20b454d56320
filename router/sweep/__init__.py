"""The sweep: finds the tickets that wait although their bell never rang, and rings for them."""
