"""What the programs of :mod:`tests.forked` find imported."""

# ruff: noqa: F401

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as retrieval.embedding does, before torch reads it

import retrieval.cli
import retrieval.index
import retrieval.minilm
import router.adapters.freshdesk
import router.cli
import router.wiring
import router.working.program
import tests.unit.rulebook.lendora
