"""What each sentence of a draft rests on, and whether the words it names really say so."""
