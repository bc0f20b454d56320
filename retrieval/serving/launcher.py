"""Starting and stopping the embedded server. Imported only after the thread settings of numpy's libraries are set."""

from __future__ import annotations

import signal
import socket
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from pathlib import Path

import faiss
import grpc  # type: ignore[import-untyped]
from milvus_lite.adapter.grpc.servicer import MilvusServicer
from milvus_lite.engine.collection import Collection
from milvus_lite.exceptions import DataDirLockedError
from pymilvus.grpc_gen import milvus_pb2_grpc

from retrieval.serving import folder as files
from retrieval.serving.careful import PINNED, CarefulDatabase

HOST = "127.0.0.1"
THREADS = 10
MAX_MESSAGE = 256 * 1024 * 1024
GRACE = 5.0
"""Seconds that calls under way get to end."""

LOOK_EVERY = 0.5
"""Seconds. A signal that the system gives to another thread doesn't wake this one."""


class CannotServe(Exception):
    """The server didn't start, and nothing was changed; the text says why and what to do."""


def serve(folder: Path, port: int) -> None:
    """Serve the index in ``folder`` on loopback until SIGTERM or SIGINT."""
    _check_version()
    stop = _stop_signal()
    folder.mkdir(parents=True, exist_ok=True)
    database = _locked(folder)
    try:
        _check_port(port)
        for removed in files.clean_up(folder):
            print(f"removed {removed}", file=sys.stderr)
        _open_all(database, folder)
        server = _start(database, port)
    except BaseException:
        database.close()
        raise
    files.write_owner(folder, port, faiss.omp_get_max_threads())
    print(f"index server ready on {HOST}:{port}, its files are in {folder}", flush=True)
    while not stop.wait(LOOK_EVERY):
        pass
    server.stop(GRACE).wait()
    database.close()
    files.remove_owner(folder)
    files.mark_clean_stop(folder)


def _check_version() -> None:
    found = version("milvus-lite")
    if found != PINNED:
        raise CannotServe(
            f"milvus-lite is {found}, this launcher fits {PINNED} only; pip install milvus-lite=={PINNED}"
        )


def _stop_signal() -> threading.Event:
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop


def _locked(folder: Path) -> CarefulDatabase:
    try:
        return CarefulDatabase(str(folder))
    except DataDirLockedError as error:
        raise CannotServe(f"{folder} is already served by {files.owner(folder)}") from error


def _check_port(port: int) -> None:
    # gRPC would share a port with another server without a word, and clients would see now one, now the other.
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotServe(_taken(port)) from error


def _open_all(database: CarefulDatabase, folder: Path) -> None:
    """Open and load every collection, one after the other. A broken one doesn't keep the others back."""
    for name in database.list_collections():
        collection = _opened(database, folder, name)
        if collection is not None:
            _load(collection, folder, name)


def _opened(database: CarefulDatabase, folder: Path, name: str) -> Collection | None:
    try:
        return database.get_collection(name)
    except Exception as error:  # whatever half a file makes the reader raise
        parts = files.set_aside_unreadable(folder, name)
        if parts:
            _warn(f"{name} has lost rows: {', '.join(map(str, parts))} can't be read")
            return _opened(database, folder, name)
        # Left in place it would fail every listing of collections, and with it every look at the index.
        place = files.set_aside(folder, name)
        _warn(f"{name} can't be opened ({error!r}) and was moved to {place}")
        return None


def _load(collection: Collection, folder: Path, name: str) -> None:
    try:
        collection.load()
    except Exception:  # an index file is broken, though the last stop was clean
        try:
            files.remove_index_files(folder, name)
            collection.load()
        except Exception as error:
            _warn(f"{name} can't be loaded ({error!r})")


def _warn(says: str) -> None:
    print(f"{says}; if it was the live index, run python -m retrieval rebuild", file=sys.stderr, flush=True)


def _start(database: CarefulDatabase, port: int) -> grpc.Server:
    options = [
        ("grpc.so_reuseport", 0),
        ("grpc.max_receive_message_length", MAX_MESSAGE),
        ("grpc.max_send_message_length", MAX_MESSAGE),
        ("grpc.http2.max_ping_strikes", 0),  # clients of others ping more often than a server likes by default
    ]
    server = grpc.server(ThreadPoolExecutor(max_workers=THREADS), options=options)
    milvus_pb2_grpc.add_MilvusServiceServicer_to_server(MilvusServicer(database), server)
    try:
        server.add_insecure_port(f"{HOST}:{port}")
    except RuntimeError as error:  # somebody took it since it was looked at
        raise CannotServe(_taken(port)) from error
    server.start()
    return server


def _taken(port: int) -> str:
    return f"port {port} is taken; stop what listens there, or serve with --port"
