"""langchain-milvus, as its documentation sets it up; run by an environment of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from asking import PLACES, Job, measure
from langchain_huggingface import HuggingFaceEmbeddings
from langchain_milvus import Milvus

NAME = "peer"


class LangChain:
    """Texts with their segment as metadata, filtered by an expression."""

    def __init__(self, job: Job) -> None:
        self.uri = job.uri
        self.model = HuggingFaceEmbeddings(
            model_name=job.model, model_kwargs={"device": "cpu"}, encode_kwargs={"normalize_embeddings": True}
        )
        self.model.embed_query("warm up")

    def build(self, ids: Sequence[str], texts: Sequence[str], segments: Sequence[str]) -> None:
        self.store = Milvus.from_texts(
            texts=list(texts),
            embedding=self.model,
            metadatas=[{"segment": segment} for segment in segments],
            ids=list(ids),
            collection_name=NAME,
            connection_args={"uri": self.uri},
        )
        self.store.client.flush(NAME)

    def search(self, text: str, segments: Sequence[str]) -> list[str]:
        found = self.store.similarity_search(text, k=PLACES, expr=f"segment in {json.dumps(list(segments))}")
        return [str(document.metadata["pk"]) for document in found]


if __name__ == "__main__":
    measure(LangChain)
