"""What a text states: amounts, percentages, dates, durations, addresses, references and counts, each with its unit."""
