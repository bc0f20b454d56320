"""What the programs of :mod:`tests.forked` find imported."""

# ruff: noqa: F401

import os

# As retrieval.embedding does before torch reads it, and the index server before numpy does.
os.environ |= {"OMP_WAIT_POLICY": "PASSIVE", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

import retrieval.cli
import retrieval.index
import retrieval.minilm
import retrieval.serving.launcher
import router.adapters.freshdesk
import router.cli
import router.wiring
import router.working.program
import tests.unit.rulebook.lendora
