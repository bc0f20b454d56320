"""Which template a text asks for, how likely, and whether it is about anything of ours. README.md has the method."""
