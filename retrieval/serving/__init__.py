"""The embedded index server: Milvus Lite behind a launcher that closes its known ways of losing rows."""
