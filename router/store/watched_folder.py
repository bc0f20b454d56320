"""Looks at the rules folder again and again: says what is wrong with it, and publishes what is valid if told to."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import structlog

from router.rulebook.complaints import RulesInvalid
from router.rulebook.ruleset import RuleSet, read_folder
from router.rulebook.set_diff import rule_files
from router.rulebook.yaml.files import read_bytes
from router.store.publications import Publication, Publications
from router.store.rule_sets import StoredRuleSets

log = structlog.get_logger()

MOST_WORDS = 3
"""So many mistakes are told; ``rules check`` tells them all."""


class WatchedFolder:
    """Nothing is taken before two looks agree, so that half-written files are left alone.

    ``problem`` tells what keeps the folder from being used, empty when nothing does. It is logged once.
    """

    def __init__(
        self, folder: Path, rule_sets: StoredRuleSets, history: Publications, commit_of: Callable[[Path], str]
    ) -> None:
        self.problem = ""
        self._folder = folder
        self._rule_sets = rule_sets
        self._history = history
        self._commit_of = commit_of
        self._seen = ""
        self._dealt_with = ""

    def look(self, at: datetime, *, publish: bool) -> None:
        """Look once. Raises SQLAlchemy's errors; then the next look tries again."""
        seen = _contents(self._folder)
        agreed, self._seen = seen == self._seen, seen
        if not agreed or seen == self._dealt_with:
            return
        read = read_or_problem(self._folder)
        if _contents(self._folder) != seen:
            return
        if isinstance(read, RuleSet):
            self._good(read, at, publish=publish, first=not self._dealt_with)
        else:
            self._bad(read, publish=publish)
        self._dealt_with = seen

    def _good(self, rules: RuleSet, at: datetime, *, publish: bool, first: bool) -> None:
        if self.problem:
            log.info("rules_folder_good_again", folder=str(self._folder))
        self.problem = ""
        if not publish or (first and self._was_rolled_back(rules)):
            return
        line = Publication(rules.sha256, at, "worker", self._commit_of(self._folder), "watcher")
        if self._rule_sets.put_in_force(rules, line):
            log.info("rules_published", sha256=rules.sha256[:12], author="watcher")

    def _was_rolled_back(self, rules: RuleSet) -> bool:
        """Somebody went back from this set: a worker that starts must not bring it in again."""
        lines = self._history.newest()
        known = any(line.sha256 == rules.sha256 for line in lines)
        return known and lines[0].how == "rollback" and lines[0].sha256 != rules.sha256

    def _bad(self, says: str, *, publish: bool) -> None:
        if publish:
            self._rule_sets.say_problem(says)
        if says != self.problem:
            log.error("rules_folder_not_used", folder=str(self._folder), says=says)
        self.problem = says


def read_or_problem(folder: Path) -> RuleSet | str:
    """The set in a folder, or what is wrong with it in a few words. Never raises for what stands on a disk."""
    try:
        if not folder.is_dir():
            return f"{folder}: there is no such folder"
        if not rule_files(folder):
            return f"{folder}: no rule file is in this folder, or it may not be read"
        return read_folder(folder)
    except RulesInvalid as invalid:
        told = [f"{folder}/{error}" for error in invalid.errors[:MOST_WORDS]]
        more = len(invalid.errors) - len(told)
        return "\n".join([*told, f"and {more} more: python -m router rules check"] if more else told)
    except OSError as error:
        return f"{folder}: the folder can't be read: {error.strerror}"
    except Exception as fault:  # a fault of ours must not keep the worker from anything else it does
        log.exception("rules_folder_broke_the_reader", folder=str(folder))
        return f"{folder}: reading it failed ({type(fault).__name__}); see the log, and go back to what worked"


def _contents(folder: Path) -> str:
    """A hash of everything that a look sees, files that can't be read included."""
    digest = hashlib.sha256(str(folder.is_dir()).encode())
    for path in rule_files(folder):
        try:
            content = read_bytes(path)
        except OSError as error:
            content = type(error).__name__.encode()
        digest.update(f"{path.relative_to(folder)}\0{len(content)}\0".encode("utf-8", "replace") + content)
    return digest.hexdigest()
