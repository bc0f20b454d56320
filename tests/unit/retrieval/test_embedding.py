from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from retrieval.embedding import BUNDLED_SHA256, SentenceModel, bundled_weights, finite
from retrieval.errors import ModelProblem
from retrieval.settings import Settings
from tests.knowledge import ROOT


def test_the_weights_that_come_with_the_packages_are_the_published_ones() -> None:
    assert (bundled_weights() / "model.safetensors").is_file()


def test_other_weights_are_refused_with_both_sums() -> None:
    with pytest.raises(ModelProblem, match=BUNDLED_SHA256):
        bundled_weights(sha256="0" * 64)


def test_a_missing_package_says_what_to_install() -> None:
    with pytest.raises(ModelProblem, match=r"requirements\.txt"):
        bundled_weights(package="no_such_weights")


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_numbers_that_are_none_are_refused(bad: float) -> None:
    with pytest.raises(ModelProblem):
        finite(np.array([[1.0, bad]], dtype=np.float32))


def test_a_model_that_does_not_exist_is_told_by_name(tmp_path: Path) -> None:
    with pytest.raises(ModelProblem, match="no-such-folder"):
        SentenceModel(str(tmp_path / "no-such-folder")).embed(["x"])


def test_commands_that_do_not_embed_never_import_the_model() -> None:
    code = (
        "import sys, retrieval.cli, retrieval.health, retrieval.rebuild, retrieval.index, retrieval.mend\n"
        "from retrieval.index import Index; from retrieval.settings import Settings; Index.of(Settings())\n"
        "sys.exit(any(name in sys.modules for name in ('torch', 'sentence_transformers', 'transformers')))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_threads_that_wait_for_one_another_leave_the_core_to_others() -> None:
    code = (
        "import os, sys\n"
        "class Torch:\n"
        "    def find_spec(self, name, *_):\n"
        "        if name == 'torch':\n"
        "            os._exit(os.environ.get('OMP_WAIT_POLICY') != 'PASSIVE')\n"
        "sys.meta_path.insert(0, Torch())\n"
        "from retrieval.embedding import SentenceModel\n"
        "SentenceModel().embed(['x'])\n"
        "sys.exit('the model was loaded without torch')"
    )
    usual = {name: value for name, value in os.environ.items() if name != "OMP_WAIT_POLICY"}
    assert subprocess.run([sys.executable, "-c", code], check=False, env=usual, cwd=ROOT).returncode == 0


def test_an_address_that_is_none_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="MILVUS_URI must look like"):
        Settings(milvus_uri="localhost:19530")


def test_every_setting_stands_in_the_readme() -> None:
    readme = (ROOT / "retrieval" / "README.md").read_text(encoding="utf-8")
    names = {field.alias for field in Settings.model_fields.values()}
    assert {name for name in names if f"`{name}`" not in readme} == set()
