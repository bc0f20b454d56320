"""Freshdesk's JSON, as far as we read it. Unknown keys are ignored and blank ones are null: both are normal there."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field

from router.ports import Contact, DeskEntry, DeskTicket


def _utc(value: Any) -> Any:
    if isinstance(value, str):
        value = datetime.fromisoformat(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    return value


Text = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
Number = Annotated[int, BeforeValidator(lambda value: 0 if value is None else value)]
Flag = Annotated[bool, BeforeValidator(bool)]
Utc = Annotated[AwareDatetime, BeforeValidator(_utc)]
Texts = Annotated[tuple[str, ...], BeforeValidator(lambda value: tuple(value or ()))]
Values = Annotated[dict[str, Any], BeforeValidator(lambda value: value or {})]
Things = Annotated[list[Any], BeforeValidator(lambda value: value or [])]


class Shape(BaseModel):
    model_config = ConfigDict(extra="ignore")


class EntryShape(Shape):
    id: int
    user_id: int | None = None
    incoming: Flag = False
    private: Flag = False
    source: Number = 0
    auto_response: Flag = False
    email_failure_count: Number = 0
    body: Text = ""
    from_email: Text = ""
    created_at: Utc
    last_edited_at: Text = ""
    attachments: Things = Field(default_factory=list)
    to_emails: Texts = ()

    def entry(self) -> DeskEntry:
        return DeskEntry(
            id=self.id,
            author_id=self.user_id,
            incoming=self.incoming,
            private=self.private,
            source=self.source,
            auto_response=self.auto_response,
            email_failures=self.email_failure_count,
            body=self.body,
            created_at=self.created_at,
            from_email=self.from_email,
            edited=bool(self.last_edited_at),
            attachments=len(self.attachments),
            to_emails=self.to_emails,
        )


class TicketShape(Shape):
    id: int
    subject: Text = ""
    description: Text = ""
    status: int
    priority: Number = 1
    source: Number = 0
    type: Text = ""
    tags: Texts = ()
    group_id: int | None = None
    responder_id: int | None = None
    product_id: int | None = None
    requester_id: int
    spam: Flag = False
    deleted: Flag = False
    created_at: Utc
    updated_at: Utc
    custom_fields: Values = Field(default_factory=dict)
    attachments: Things = Field(default_factory=list)
    to_emails: Texts = ()
    conversations: list[EntryShape] | None = None

    def ticket(self, entries: list[EntryShape]) -> DeskTicket:
        return DeskTicket(
            id=self.id,
            subject=self.subject,
            description=self.description,
            status=self.status,
            priority=self.priority,
            source=self.source,
            type=self.type,
            tags=self.tags,
            group_id=self.group_id,
            responder_id=self.responder_id,
            product_id=self.product_id,
            requester_id=self.requester_id,
            spam=self.spam,
            deleted=self.deleted,
            created_at=self.created_at,
            updated_at=self.updated_at,
            custom_fields=self.custom_fields,
            attachments=len(self.attachments),
            to_emails=self.to_emails,
            entries=tuple(shape.entry() for shape in sorted(entries, key=lambda shape: shape.id)),
        )


class ContactShape(Shape):
    id: int
    name: Text = ""
    email: Text = ""
    other_emails: Texts = ()
    phone: Text = ""
    mobile: Text = ""
    unique_external_id: Text = ""
    custom_fields: Values = Field(default_factory=dict)

    def contact(self) -> Contact:
        return Contact(
            id=self.id,
            name=self.name,
            email=self.email,
            other_emails=self.other_emails,
            phone=self.phone,
            mobile=self.mobile,
            external_id=self.unique_external_id,
            custom_fields=self.custom_fields,
        )


class Named(Shape):
    id: int
    name: Text = ""


class TicketLineShape(Shape):
    """A row of the list of tickets."""

    id: int
    status: int
    created_at: datetime


class AgentShape(Shape):
    id: int
    contact: Values = Field(default_factory=dict)
