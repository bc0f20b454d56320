"""The worker program: its start and end, its pulse, and what it does for workers that died."""
