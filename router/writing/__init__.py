"""From what was found to a draft: the prompt, the reading of the answer, and writing without a model."""
