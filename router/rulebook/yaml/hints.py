"""What to do instead, where a key or a value stands in a place that can't take it."""

TRIAL = "trial"
NO_TRIAL = (
    f'"{TRIAL}" is for rules, and this is none; take it out. "python -m router rules replay" tells what a change here '
    "would have done to past tickets, before it counts"
)
NOTHING = (
    "must be keys and values (key: value), but this is nothing; what belongs to it stands in the lines below, each two "
    "blanks further right"
)
