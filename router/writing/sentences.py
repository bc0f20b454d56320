"""The sentences of a text stand in :mod:`router.grounding.sentences`; this name is kept for who imports it here."""

from router.grounding.sentences import is_courtesy, sentences, whole_sentences

__all__ = ["is_courtesy", "sentences", "whole_sentences"]
