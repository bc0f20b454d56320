"""The stages over a desk, an index and a model of their own, with every prompt kept."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from router.doors import Doors
from router.ports import ChatModel, ModelAnswer
from sandbox.demo import stage
from sandbox.demo.cast import FOLDER, Mail, customers_of


class CountingModel:
    """The real model, with every prompt kept."""

    def __init__(self, model: ChatModel) -> None:
        self._model = model
        self.calls: list[tuple[str, str, str]] = []

    def complete(self, system: str, user: str) -> ModelAnswer:
        returned = self._model.complete(system, user)
        self.calls.append((system, user, returned.content))
        return returned

    def status(self) -> Mapping[str, str]:
        return self._model.status()

    def problem(self) -> str:
        return self._model.problem()


@contextmanager
def service(rows: list[Mail]) -> Iterator[tuple[Doors, stage.Addresses]]:
    """Stand-ins, a fresh index and the doors to them; each sender of a row holds IM."""
    from router.settings import read_settings
    from router.store.database import set_up_database
    from router.wiring import open_doors, open_store

    customers = (FOLDER / "customers.csv").read_text(encoding="utf-8").rstrip()
    customers = "\n".join([customers, *customers_of(rows).splitlines()[1:], ""])
    with tempfile.TemporaryDirectory() as name:
        scene = stage.Scene.new(Path(name) / "var", customers, FOLDER / "cast.yaml", plan="unlimited")
        try:
            scene.start_stand_ins()
            scene.build_index()
            os.environ.update(scene.settings)
            settings = read_settings()
            set_up_database(settings)
            store = open_store(settings)
            store.rule_sets.publish(settings.rules, "benchmark", store.clock.now())
            yield open_doors(settings, store), scene.where
        finally:
            scene.programs.stop()
