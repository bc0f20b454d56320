"""Everything goes wrong at once, and nobody may be left alone, answered twice or talked over."""
