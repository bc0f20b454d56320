"""A stand-in for Groq: the same paths, headers and errors over HTTP, and answers made from what the prompt holds."""
