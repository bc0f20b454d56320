"""A storm over the real programs: kills, frozen programs, bells that never ring, posts without an answer.

Customers write, agents answer in between, web, worker and index server are killed with -9 or stopped for a while; a set
of rules is published and the index swapped meanwhile. Prints one JSON object last. Exit code 1: a promise was broken,
or a run had not ended within the limit (``unfinished``); 2: fewer than 20 chances to break one of them, so no verdict.
"""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

import click

from benchmarks.chaos.gathering import chances, gather, open_ends, own_agent
from benchmarks.chaos.nursery import Nursery
from benchmarks.chaos.plan import Happening, plan
from benchmarks.chaos.storm import Storm
from benchmarks.chaos.verdict import Seen, fates, overlapping, talked_over, twice
from benchmarks.postgres import SERVER, database_for
from router.logs import set_up_logs
from router.wiring import Store
from sandbox.demo.stage import Scene

FEWEST_CHANCES = 20
PROMISES = ("lost", "twice", "overlapping", "talked_over")
CHANCES = ("bursts", "agent_replies", "accepted_then_timed_out", "never_rang")
INDEX = ("milvus", "index")
"""Folders that hold it."""
SETTINGS = {"FRESHDESK_TIMEOUT": "4", "ROUTER_SWEEP_MINUTES": "0.5"}


@click.command()
@click.option("--events", default=300, show_default=True, help="Messages that customers write.")
@click.option("--kills", default=20, show_default=True, help="Programs killed, or stopped and let go on.")
@click.option("--seed", default=1, show_default=True, help="The same seed is the same storm.")
@click.option("--database", type=click.Choice(["sqlite", "postgres"]), default="sqlite", show_default=True)
@click.option("--server", default=SERVER, show_default=True, help="PostgreSQL server; a database is made and dropped.")
@click.option("--limit", default=300.0, show_default=True, help="Seconds after the last message to be dealt with.")
@click.option("--short", is_flag=True, help="A verdict without the fewest chances, and without a new index.")
@click.option("--keep", type=click.Path(path_type=Path), help="A folder to leave logs, database and index in.")
@click.option("--index", type=click.Path(path_type=Path, exists=True), help="A folder kept before: its index is used.")
def main(
    events: int,
    kills: int,
    seed: int,
    database: str,
    server: str,
    limit: float,
    short: bool,
    keep: Path | None,
    index: Path | None,
) -> None:
    """Let a storm loose and say what it broke."""
    began = time.monotonic()
    workers = 2 if database == "postgres" else 1
    happenings = plan(events, kills, seed, workers, swap=not short)
    with tempfile.TemporaryDirectory() as name, database_for(database, server) as url:
        scene = _scene(keep or Path(name) / "var", happenings, url)
        nursery = Nursery(scene.settings)
        try:
            storm = Storm(scene, nursery)
            _begin(scene, storm, workers, index)
            agent = own_agent(scene)
            storm.play(happenings)
            store = scene.open_store()
            seen = _settled(scene, storm, store, agent, limit)
            result = _told(seen, storm) | {"unfinished": open_ends(store)} | chances(scene, happenings)
        finally:
            scene.programs.stop()
            nursery.close()
    result |= {"kills": storm.counts.get("kills", 0), "seconds": round(time.monotonic() - began, 1)}
    click.echo(json.dumps({"seed": seed, "database": database} | result))
    if any(result[name] for name in (*PROMISES, "unfinished")):
        sys.exit(1)
    if not short and min(int(result[name]) for name in CHANCES) < FEWEST_CHANCES:
        sys.exit(2)


def _scene(folder: Path, happenings: list[Happening], url: str) -> Scene:
    people = [one.who for one in happenings if one.what == "mail"]
    rows = [f"customer{who}@mail.example,C-{who},,Customer {who},IM,2025-01-01,IN" for who in people]
    customers = "\n".join(["email,customer id,phone,name,products,since,country", *rows]) + "\n"
    scene = Scene.new(folder, customers, None, database_url=url, plan="unlimited")
    dict.update(scene.settings, SETTINGS)  # type: ignore[arg-type]
    return scene


def _begin(scene: Scene, storm: Storm, workers: int, index: Path | None) -> None:
    if index is not None:
        for name in INDEX:
            shutil.copytree(index / name, scene.folder / name)
    scene.start_stand_ins()
    if index is None:
        scene.build_index()
    scene.start_web()
    storm.start("worker")
    scene.wait_for_worker()
    for number in range(2, workers + 1):
        storm.start(f"worker-{number}")


def _settled(scene: Scene, storm: Storm, store: Store, agent: int, limit: float) -> Seen:
    """What there is to see once nothing is open any more, or the limit is over."""
    end = time.monotonic() + limit
    while True:
        storm.look_after_programs()
        quiet = not open_ends(store)  # first: what is found afterwards is then the last word
        seen = gather(scene, store, agent, storm.said, storm.closed)
        if (quiet and "lost" not in fates(seen).values()) or time.monotonic() > end:
            return seen
        time.sleep(1)


def _told(seen: Seen, storm: Storm) -> dict[str, Any]:
    became = fates(seen)
    counted = Counter(became.values())
    over, raced = talked_over(seen)
    broken = {
        "lost": [f"{ticket}/{entry}" for (ticket, entry), fate in became.items() if fate == "lost"],
        "twice": twice(seen),
        "overlapping": overlapping(seen),
        "talked_over": over,
    }
    return {
        "events": len(seen.said),
        "answered": counted["answered"],
        "noted": counted["noted"],
        "decided": counted["decided"],
        "by_a_person": counted["by a person"],
        **{name: len(found) for name, found in broken.items()},
        "agent_faster_than_the_post": len(raced),
        "bursts": storm.counts.get("bursts", 0),
        "agent_replies": storm.counts.get("agent_replies", 0),
        "published": storm.counts.get("published", 0),
        "swapped": storm.counts.get("swapped", 0),
        "broken": {name: found[:10] for name, found in broken.items() if found},
    }


if __name__ == "__main__":
    set_up_logs("ERROR")
    main()
