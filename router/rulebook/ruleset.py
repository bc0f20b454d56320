"""All rule files together, parsed and checked against each other. Immutable; its hash is its name."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from router.rulebook import calendar, customers, routing, sending, wording
from router.rulebook.calendar import Calendar, read_calendar
from router.rulebook.complaints import Complaints, RuleError, RulesInvalid, did_you_mean
from router.rulebook.customers import CustomerRules, read_customers
from router.rulebook.examples.scenarios import Scenario, read_scenarios
from router.rulebook.examples.usual import FILE as USUAL
from router.rulebook.examples.usual import read_usual
from router.rulebook.facts import Value
from router.rulebook.lint.desk import FILE as DESK
from router.rulebook.lint.desk import refuse_strangers
from router.rulebook.routing import Routing, read_routing
from router.rulebook.rule_list import BUILT_IN, OTHERWISE, A, Rule, facts_in
from router.rulebook.segments import Segments, read_segments
from router.rulebook.sending import Sending, read_sending
from router.rulebook.values import Vocabulary
from router.rulebook.wording import Wording, read_wording
from router.rulebook.yaml.files import read_file, shown, yaml_files
from router.rulebook.yaml.nodes import Node
from router.rulebook.yaml.reader import read_yaml
from router.rulebook.yaml.shape import unique

SEGMENTS = "segments.yaml"
FILES = (SEGMENTS, customers.FILE, routing.FILE, sending.FILE, calendar.FILE, wording.FILE, USUAL)
"""The files of a set. A folder must hold all of them, and may hold files of scenarios in ``tests``."""
SCENARIOS = "tests/"


@dataclass(frozen=True, slots=True)
class RuleSet:
    """The rules that a run goes by. ``files`` are their texts, as they are kept in the database."""

    sha256: str
    files: Mapping[str, str]
    segments: Segments
    customers: CustomerRules
    routing: Routing
    sending: Sending
    calendar: Calendar
    wording: Wording
    usual: Mapping[str, Value]
    scenarios: tuple[Scenario, ...]
    facts_asked: frozenset[str]
    """The facts that some condition asks for: what costs a call is looked up only then."""


def read_folder(folder: Path, known_templates: frozenset[str] | None = None) -> RuleSet:
    """The set in a folder. Raises ``RulesInvalid`` with everything that is wrong, places relative to the folder."""
    errors: list[RuleError] = []
    texts: dict[str, str] = {}
    for name in _strange_files(folder):
        hint = did_you_mean(name, FILES) or f"; rules stand in {', '.join(FILES)}"
        errors.append(RuleError(name, 1, 1, f"this file isn't known{hint}"))
    for path in (*(folder / name for name in FILES), *_scenario_files(folder)):
        name = shown(path.relative_to(folder))
        complaints = Complaints(name)
        text = read_file(path, complaints)
        errors.extend(complaints.errors)
        if text is not None:
            texts[name] = text
    return _parsed(texts, errors, known_templates)


def from_files(files: Mapping[str, str], known_templates: frozenset[str] | None = None) -> RuleSet:
    """The set from the files' texts. Raises ``RulesInvalid``.

    A set that was kept before a kind of file existed is read without it, and one that only later versions find fault
    with as it was.
    """
    later = (calendar.FILE, wording.FILE)
    missing = [RuleError(name, 1, 1, "this file is missing") for name in FILES if name not in (*files, *later)]
    return _parsed({name: text for name, text in files.items() if _belongs(name)}, missing, known_templates, kept=True)


def _belongs(name: str) -> bool:
    return name in FILES or name.startswith(SCENARIOS)


def hash_of(files: Mapping[str, str]) -> str:
    """SHA-256 over the names and contents, in an order that doesn't depend on the machine."""
    digest = hashlib.sha256()
    for name in sorted(files):
        content = files[name].encode("utf-8", "replace")
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _strange_files(folder: Path) -> list[str]:
    if not folder.is_dir():
        return []
    found = (shown(path.relative_to(folder)) for path in yaml_files(folder))
    return [name for name in found if name not in FILES]


def _scenario_files(folder: Path) -> list[Path]:
    found = yaml_files(folder / SCENARIOS)
    return [path for path in found if path.suffix == ".yaml" and path.relative_to(folder).as_posix() not in FILES]


def _parsed(
    texts: Mapping[str, str],
    errors: Iterable[RuleError],
    known_templates: frozenset[str] | None,
    *,
    kept: bool = False,
) -> RuleSet:
    """Every file is read even when another is broken, so that all mistakes come at once."""
    names = unique((*FILES, *texts))
    complaints = {name: Complaints(name) for name in names}
    trees = {name: read_yaml(text, complaints[name], kept=kept) for name, text in texts.items()}
    rules = _set_from(trees, complaints, texts, known_templates)
    found = [*errors, *(error for name in names for error in sorted(complaints[name].errors))]
    if found:
        raise RulesInvalid(tuple(found))
    return rules


def _set_from(
    trees: Mapping[str, Node | None],
    complaints: Mapping[str, Complaints],
    texts: Mapping[str, str],
    known_templates: frozenset[str] | None,
) -> RuleSet:
    tree, who, where = (trees.get(name) for name in (SEGMENTS, customers.FILE, routing.FILE))
    segments = read_segments(tree, complaints[SEGMENTS]) if tree else Segments()
    if not segments.segments and complaints[SEGMENTS].say_more_may_show():
        tree = None  # no product could be read, so whatever names one would look wrong
    people = read_customers(who, segments.names, complaints[customers.FILE]) if who and tree else CustomerRules()
    silent = not people.columns and complaints[customers.FILE].say_more_may_show()
    columns = people.columns if who and tree and not silent else None
    words = Vocabulary(segments.names if tree else None, known_templates, columns=columns)
    routes = read_routing(where, words, complaints[routing.FILE]) if where else Routing()
    all_words = replace(words, routes=_names(routes.rules, complaints[routing.FILE], where, BUILT_IN))
    how, when, said, usually = (trees.get(name) for name in (sending.FILE, calendar.FILE, wording.FILE, USUAL))
    sent = read_sending(how, all_words, complaints[sending.FILE]) if how else Sending()
    all_words = replace(all_words, senders=_names(sent.rules, complaints[sending.FILE], how))
    days = read_calendar(when, complaints[calendar.FILE]) if when else Calendar()
    refuse_strangers(trees, complaints)
    return RuleSet(
        sha256=hash_of(texts),
        files=dict(texts),
        segments=segments,
        customers=people,
        routing=routes,
        sending=sent,
        calendar=days,
        wording=read_wording(said, all_words, complaints[wording.FILE]) if said else Wording(),
        usual=read_usual(usually, all_words, complaints[USUAL]) if usually else {},
        scenarios=_scenarios(trees, complaints, all_words, segments),
        facts_asked=facts_in(routes.rules) | facts_in(sent.rules),
    )


def _names(rules: Sequence[Rule[A]], complaints: Complaints, tree: Node | None, *more: str) -> tuple[str, ...] | None:
    """What ``rule:`` can say of this file; None where no rule could be read, as then every name would look wrong."""
    if tree is None or (not rules and complaints.errors):
        return None
    return (*(rule.id for rule in rules), *more, OTHERWISE)


def _scenarios(
    trees: Mapping[str, Node | None], complaints: Mapping[str, Complaints], words: Vocabulary, segments: Segments
) -> tuple[Scenario, ...]:
    if words.products is None:
        return ()  # with unknown products every expectation would look wrong
    others = ((name, tree) for name, tree in trees.items() if name not in (*FILES, DESK) and tree is not None)
    return tuple(one for name, tree in others for one in read_scenarios(tree, name, words, segments, complaints[name]))
