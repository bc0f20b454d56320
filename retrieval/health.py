"""Whether the live index can be searched, and if not, why."""

from __future__ import annotations

from retrieval.embedding import Vector
from retrieval.errors import IndexDamaged
from retrieval.matching.kept import matcher_is_whole
from retrieval.milvus import Milvus
from retrieval.types import IndexState
from retrieval.vectors import same_weights
from retrieval.versions import FORMAT, Record, live, read_probe, read_record, real_counts


def index_state(milvus: Milvus, alias: str, model: str) -> IndexState:
    """What stands behind the alias, compared with what should. ``model`` is the one that queries will use.

    Raises ``IndexUnavailable`` when the server can't be asked; what is wrong with the index itself is told in
    ``problem``.
    """
    collection = ""
    try:
        collection = live(milvus, alias)
        milvus.load(collection)
        record = read_record(milvus, collection)
        counts = real_counts(milvus, collection, record)
        problem = _problem(record, counts, model) or _of_the_matcher(milvus, collection, record)
    except IndexDamaged as damage:
        return IndexState(collection, "", "", {}, str(damage))
    return IndexState(collection, record.model, record.built_at, counts, problem)


def problem_of(milvus: Milvus, collection: str, record: Record, model: str) -> str:
    """What is wrong with a version for queries of this model, empty when nothing is."""
    wrong = _problem(record, real_counts(milvus, collection, record), model)
    return wrong or _of_the_matcher(milvus, collection, record)


def weights_problem(milvus: Milvus, collection: str, model: str, probe: Vector) -> str:
    """What is wrong when a version was built by other weights under the name of the same model; empty when nothing is.

    ``probe`` is the model's vector of the known text (:func:`retrieval.vectors.probe_of`).
    """
    if same_weights(read_probe(milvus, collection), probe):
        return ""
    says = f'built with other weights of the model "{model}" than queries use now'
    return f"{says}; run python -m retrieval rebuild --anew"


def _of_the_matcher(milvus: Milvus, collection: str, record: Record) -> str:
    whole = matcher_is_whole(milvus, collection, record)
    return "" if whole else "rows of the matcher are missing; run python -m retrieval rebuild"


def _problem(record: Record, counts: dict[str, int], model: str) -> str:
    if record.format != FORMAT:
        return f"the index has format {record.format}, this program reads {FORMAT}; run python -m retrieval rebuild"
    if record.model != model:
        return f'built with the model "{record.model}", queries use "{model}"; run python -m retrieval rebuild'
    lost = [f"{counts[key]} of {wanted} rows {key}" for key, wanted in record.counts.items() if counts[key] != wanted]
    if lost:
        return "rows are missing: " + ", ".join(lost) + "; run python -m retrieval rebuild"
    return "" if sum(counts.values()) else "the index is empty; run python -m retrieval rebuild"
