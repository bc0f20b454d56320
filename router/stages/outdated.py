"""Older drafts of ours on a ticket that a newer post replaces: marked, so that nobody sends the wrong one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from router.errors import Refused
from router.ports import DeskTicket, HelpDesk
from router.posting.html import put_back
from router.posting.placeholders import shown
from router.posting.post import Post


def outdated(post: Post, posts: Iterable[Post], thread: DeskTicket) -> tuple[Post, ...]:
    """The notes with a draft that this post replaces: nobody has answered since, edited them or taken them away."""
    words = [entry.id for entry in thread.entries if not entry.incoming and not entry.private]
    answered = max((entry for entry in words if entry != post.conversation), default=0)
    standing = {entry.id for entry in thread.entries if entry.private and not entry.edited and entry.id > answered}
    return tuple(one for one in posts if one.draft and one.conversation in standing and one.message != post.message)


def replaces(older: Iterable[Post]) -> str:
    """The line of a newer note that names them; empty where there is none."""
    named = ", ".join(one.reference for one in older)
    return f"<p>This replaces what stands in the older note {named}.</p>\n" if named else ""


def mark(older: Iterable[Post], newer: Post, desk: HelpDesk, originals: Mapping[str, str]) -> str:
    """Say on each of them that it is outdated. What Freshdesk refuses is a remark: the newer post says it too."""
    says = f"<p><strong>Outdated</strong> — the customer wrote again; what counts is the newer {newer.kind} "
    for one in older:
        try:
            body = put_back(one.body, shown(originals, public=False))
            desk.change_note(one.conversation or 0, f"{says}{newer.reference}.</p>\n{body}")
        except Refused as refusal:
            return f"the older note {one.reference} could not be marked as outdated: {refusal.says}"
    return ""
