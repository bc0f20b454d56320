"""llama-index with its Milvus store, as its documentation sets it up; run by an environment of its own."""

from __future__ import annotations

from collections.abc import Sequence

from asking import PLACES, Job, measure
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.schema import TextNode
from llama_index.core.vector_stores import FilterOperator, MetadataFilter, MetadataFilters
from llama_index.embeddings.huggingface import HuggingFaceEmbedding
from llama_index.vector_stores.milvus import MilvusVectorStore

NAME = "peer"
DIMENSION = 384


class LlamaIndex:
    """Nodes with their segment as metadata, which is not embedded with the text, and metadata filters."""

    def __init__(self, job: Job) -> None:
        self.uri = job.uri
        self.model = HuggingFaceEmbedding(model_name=job.model, device="cpu")
        self.model.get_query_embedding("warm up")

    def build(self, ids: Sequence[str], texts: Sequence[str], segments: Sequence[str]) -> None:
        store = MilvusVectorStore(
            uri=self.uri, collection_name=NAME, dim=DIMENSION, overwrite=True, similarity_metric="COSINE"
        )
        nodes = [
            TextNode(id_=name, text=text, metadata={"segment": segment}, excluded_embed_metadata_keys=["segment"])
            for name, text, segment in zip(ids, texts, segments)  # noqa: B905
        ]
        context = StorageContext.from_defaults(vector_store=store)
        self.index = VectorStoreIndex(nodes, storage_context=context, embed_model=self.model)
        store.client.flush(NAME)

    def search(self, text: str, segments: Sequence[str]) -> list[str]:
        own = MetadataFilter(key="segment", value=list(segments), operator=FilterOperator.IN)
        retriever = self.index.as_retriever(similarity_top_k=PLACES, filters=MetadataFilters(filters=[own]))
        return [found.node.node_id for found in retriever.retrieve(text)]


if __name__ == "__main__":
    measure(LlamaIndex)
