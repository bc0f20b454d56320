"""What nobody could confirm about Freshdesk, as switches. All of them can be turned by the control endpoint."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields


@dataclass
class Switches:
    """``escape_json``: webhook values are escaped for JSON. ``keep_comments`` and ``keep_attributes``: bodies keep HTML
    comments and unknown attributes. ``freshservice_ids``: webhooks carry ids like INC-12. ``match_other_emails``: the
    contact filter ``email=`` finds further addresses too. ``refuse_writes_on_spam``: reply and note on spam or deleted
    tickets answer 405. ``customer_time_moves``: each word of the customer's moves ``requester_responded_at``, not only
    the first after an answer. ``search_lags``: what changed in the last two minutes isn't searched yet.
    ``short_pages``: a page of a list holds three at most, whatever was asked for; ``link`` tells of the next.
    ``embeds_nothing``: a ticket comes without the conversations that were asked for."""

    escape_json: bool = True
    keep_comments: bool = False
    keep_attributes: bool = False
    freshservice_ids: bool = False
    match_other_emails: bool = True
    refuse_writes_on_spam: bool = True
    customer_time_moves: bool = False
    search_lags: bool = False
    short_pages: bool = False
    embeds_nothing: bool = False

    def turn(self, wanted: dict[str, object]) -> dict[str, bool]:
        """Set what is named. Raises ``ValueError`` for an unknown switch or a value that isn't true or false."""
        known = {field.name for field in fields(self)}
        for name, value in wanted.items():
            if name not in known:
                raise ValueError(f'There is no switch "{name}". Known: {", ".join(sorted(known))}.')
            if not isinstance(value, bool):
                raise ValueError(f'Switch "{name}" takes true or false, not {value!r}.')
        for name, value in wanted.items():
            setattr(self, name, value)
        return asdict(self)
