"""The tables of our own database, beside those of DBOS. What each row means stands here and nowhere else."""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa

metadata = sa.MetaData()
"""A column that comes later is nullable or has a server default: programs of the version before go on inserting."""


class UtcText(sa.types.TypeDecorator[datetime]):
    """A UTC time, the same on SQLite (which has none) and PostgreSQL: ISO text that sorts."""

    impl = sa.String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time with a zone is needed, not {value!r}")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("ticket", sa.BigInteger, nullable=False),
    sa.Column("received_at", UtcText, nullable=False),
    sa.Column("rung_by", sa.String(20), nullable=False, comment="who or what rang it; see RungBy"),
    sa.Column("run", sa.String(64), comment="the run that claimed this bell; empty while it waits"),
    sa.Column("outcome", sa.String(20), comment="answered, decided, superseded, postponed or lost; empty until then"),
    sa.Column("job", sa.String(64), comment="the job enqueued with this bell; empty for those of old programs"),
    sa.Column("first_at", UtcText, comment="when the first of the attempts before it was due; empty for a first one"),
    sa.Column("attempt", sa.Integer, nullable=False, server_default="0", comment="postponed attempts before it"),
    sa.Column("deaths", sa.Integer, nullable=False, server_default="0", comment="workers that died at work on it"),
    sa.Column("died_after", sa.Integer, comment="the steps its run had taken when a worker last died at work on it"),
)
one_waiting = sa.Index(
    "inbox_one_waiting",
    inbox.c.ticket,
    unique=True,
    sqlite_where=inbox.c.run.is_(None),
    postgresql_where=inbox.c.run.is_(None),
)
sa.Index("inbox_run", inbox.c.run)
sa.Index("inbox_ticket", inbox.c.ticket, inbox.c.id)

answered = sa.Table(
    "answered",
    metadata,
    sa.Column("ticket", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message", sa.BigInteger, primary_key=True, autoincrement=False, comment="0 is the description"),
    sa.Column("run", sa.String(64), nullable=False),
    sa.Column("delivered", sa.String(10), nullable=False, comment="reply, note or nothing"),
    sa.Column("at", UtcText, nullable=False),
)

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True, comment="hash of ticket, message and kind"),
    sa.Column("ticket", sa.BigInteger, nullable=False, index=True),
    sa.Column("message", sa.BigInteger, nullable=False),
    sa.Column("kind", sa.String(10), nullable=False, comment="reply or note"),
    sa.Column("body", sa.Text, nullable=False, comment="HTML with placeholders for personal data"),
    sa.Column("reference", sa.String(20), nullable=False, comment="the visible line we find our post by"),
    sa.Column("newest_entry", sa.BigInteger, nullable=False, comment="newest entry of the thread at the intent"),
    sa.Column("state", sa.String(10), nullable=False, comment="sending, sent, unknown or settled"),
    sa.Column("posts", sa.Integer, nullable=False, default=0, comment="calls that may have reached Freshdesk"),
    sa.Column("looks", sa.Integer, nullable=False, default=0, comment="read-backs since the last call"),
    sa.Column("conversation", sa.BigInteger),
    sa.Column("changed_at", UtcText, nullable=False),
    sa.Column("holder", sa.String(64), nullable=False, server_default="", comment="who made the last call"),
    sa.Column("draft", sa.Boolean, nullable=False, server_default=sa.false(), comment="a note with a draft in it"),
)
sa.Index("outbox_conversation", outbox.c.conversation)
sa.Index("outbox_changed_at", outbox.c.changed_at)

records = sa.Table(
    "records",
    metadata,
    sa.Column("run", sa.String(64), primary_key=True),
    sa.Column("ticket", sa.BigInteger, nullable=False, index=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("delivered", sa.String(10), comment="empty while the run goes on"),
    sa.Column("record", sa.JSON, nullable=False),
    sa.Column("requester", sa.BigInteger, comment="whose ticket it is; empty before it was read, and when erased"),
)
sa.Index("records_requester", records.c.requester)
sa.Index("records_delivered", records.c.delivered)
sa.Index("records_at", records.c.at)

rejected = sa.Table(
    "rejected",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("body", sa.Text, nullable=False, comment="as received, personal data masked"),
    sa.Column("replayed_at", UtcText, comment="when somebody rang its ticket by hand"),
)

vault = sa.Table(
    "vault",
    metadata,
    sa.Column("requester", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("sealed", sa.LargeBinary, nullable=False, comment="placeholder to original, encrypted"),
    sa.Column("changed_at", UtcText, nullable=False),
)

erasures = sa.Table(
    "erasures",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("records", sa.Integer, nullable=False, comment="so many were emptied; whose is told nowhere"),
    sa.Column("posts", sa.Integer, nullable=False),
    sa.Column("jobs", sa.Integer, nullable=False),
)

rule_sets = sa.Table(
    "rule_sets",
    metadata,
    sa.Column("hash", sa.String(64), primary_key=True),
    sa.Column("files", sa.JSON, nullable=False),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
)

rules_in_force = sa.Table(
    "rules_in_force",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, comment="always 1"),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("problem", sa.Text, nullable=False, default="", comment="why the folder was not taken last time"),
)

publications = sa.Table(
    "publications",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("commit", sa.String(100), nullable=False, comment="of the folder's git work tree; empty without one"),
    sa.Column("how", sa.String(20), nullable=False, comment="publish, rollback, watcher or first start"),
)

overrides = sa.Table(
    "overrides",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("author", sa.String(200), nullable=False),
    sa.Column("what", sa.String(200), nullable=False, comment="sending, all, rule:ID or template:ID"),
    sa.Column("value", sa.String(20), nullable=False, comment="stopped or started; a lane, or lifted"),
    sa.Column("because", sa.Text, nullable=False, server_default=""),
)

first_lanes = sa.Table(
    "first_lanes",
    metadata,
    sa.Column("ticket", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("lane", sa.String(10), nullable=False, comment="no later draft of this ticket goes farther"),
)

replied = sa.Table(
    "replied",
    metadata,
    sa.Column("run", sa.String(64), primary_key=True),
    sa.Column("requester", sa.BigInteger, nullable=False),
    sa.Column("at", UtcText, nullable=False),
)
sa.Index("replied_requester", replied.c.requester, replied.c.at)

sweeps = sa.Table(
    "sweeps",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, comment="always 1"),
    sa.Column("installed_at", UtcText, nullable=False, comment="words from before are never rung for"),
    sa.Column("since", UtcText, nullable=False, comment="what waited before was rung for; Freshdesk's clock"),
    sa.Column("swept_at", UtcText, comment="when the last sweep ended well"),
    sa.Column("told", sa.JSON, nullable=False, comment="what it found, counted"),
    sa.Column("failed_at", UtcText, comment="when a sweep failed since"),
    sa.Column("problem", sa.Text, nullable=False, server_default=""),
)

looked = sa.Table(
    "looked",
    metadata,
    sa.Column("ticket", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("message", sa.BigInteger, nullable=False, comment="newest of the customer's; 0 description, -1 none"),
    sa.Column("updated_at", UtcText, nullable=False, comment="when it had last changed; Freshdesk's clock"),
    sa.Column("read_at", UtcText, nullable=False, comment="when it was read, or a little before"),
)

rates = sa.Table(
    "rates",
    metadata,
    sa.Column("place", sa.String(100), primary_key=True),
    sa.Column("total", sa.Integer, nullable=False, comment="calls a minute"),
    sa.Column("remaining", sa.Integer, nullable=False, comment="of them, when last told"),
    sa.Column("told_at", UtcText, nullable=False),
    sa.Column("minute_at", UtcText, nullable=False, comment="when the count was last seen to begin anew"),
    sa.Column("blocked_until", UtcText, comment="nobody calls before; as a 429 said"),
)

spending = sa.Table(
    "spending",
    metadata,
    sa.Column("span", sa.String(20), primary_key=True, comment="an hour, a day or a month, in UTC"),
    sa.Column("tokens", sa.BigInteger, nullable=False, comment="of the language model, with what is under way"),
    sa.Column("nanos", sa.BigInteger, nullable=False, comment="money in billionths, with what is under way"),
)

heartbeats = sa.Table(
    "heartbeats",
    metadata,
    sa.Column("worker", sa.String(100), primary_key=True),
    sa.Column("at", UtcText, nullable=False),
    sa.Column("state", sa.JSON, nullable=False),
)
