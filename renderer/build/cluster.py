"""Working on articles on a Dask cluster, for publishers whose corpus outgrows a machine.

The site as it was read is sent to the workers once, and the articles in batches; pictures are not sent, but
what pages say of them is. A worker needs the same version of this tool, and no files.

Invariant: what a cluster gives is what this process would, byte for byte.
"""

import logging
import pickle
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Executor, Future
from functools import lru_cache, partial
from threading import get_ident
from typing import Final, NamedTuple, TypeVar

import distributed
from distributed import Client, KilledWorker
from distributed.comm.core import CommClosedError

from renderer.build.assets import Assets
from renderer.build.crew import Team, run_in
from renderer.build.execute import Run
from renderer.build.job import Job, Worker, chromes
from renderer.build.opening import SurroundingsProblem
from renderer.build.record import Result
from renderer.build.scope import Extent
from renderer.build.workspace import Workspace
from renderer.site.read import Site
from renderer.site.tool import fingerprint

T = TypeVar("T")

_TIMEOUT = "10s"
"""How long a scheduler may take to answer."""
_LOST: Final = (CancelledError, CommClosedError)
_FALLEN: Final = (KilledWorker,)


class _Packed(NamedTuple):
    """All that a worker must know besides the articles, with the version of the tool that knows it."""

    tool: str
    site: Site
    assets: Assets
    extent: Extent
    makes_pages: bool
    tries: bool


def on_cluster(address: str, worker: Worker, extent: Extent) -> Run:
    """Return what does jobs on a cluster, by the address of its scheduler (`tcp://host:8786`).

    Raises:
        SurroundingsProblem: no scheduler answers, or it has no workers.
        ReadError: a picture of the site cannot be read.
    """
    client = _connected(address)
    workers = sum(client.nthreads().values())
    client.close()
    if not workers:
        raise SurroundingsProblem(f"the Dask scheduler at {address} has no workers")
    workspace = worker.workspace
    for path in workspace.site.files:
        if path.startswith("content/"):
            workspace.assets.place(path)
    known = _Packed(fingerprint(), workspace.site, workspace.assets, extent, worker.makes_pages, worker.tries)
    packed = pickle.dumps(known)
    return partial(run_in, Team(lambda _: _OnCluster(address, packed), _work, workers, _LOST, _FALLEN, _look))


def _connected(address: str) -> Client:
    for name in ("distributed", "asyncio"):  # what they say of a lost connection is said here in words
        logging.getLogger(name).setLevel(logging.CRITICAL)
    try:
        return Client(address, timeout=_TIMEOUT, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise SurroundingsProblem(f"no Dask scheduler answers at {address}") from error


class _OnCluster(Executor):
    """A connection to a cluster, as an executor of functions whose first argument is what was sent there."""

    def __init__(self, address: str, sent: bytes) -> None:
        self._client = _connected(address)
        try:
            # By a key of its own: under that of its bytes, a worker may still be told to drop what an
            # earlier connection sent, and drop this with it; what waits for it would wait for ever.
            self._sent = self._client.scatter(sent, broadcast=True, hash=False)
        except TimeoutError as error:
            self._client.close()
            raise SurroundingsProblem(f"the Dask scheduler at {address} has no workers") from error

    def has_workers(self) -> bool:
        """Whether there is anybody to work."""
        return bool(self._client.nthreads())

    def submit(self, fn: Callable[..., T], /, *args: object, **kwargs: object) -> "Future[T]":
        """Have a function run by a worker."""
        return _Promise(self._client.submit(fn, self._sent, *args, pure=False, **kwargs))

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        """Part from the scheduler, which takes back what is not done."""
        self._client.close()


class _Promise(Future[T]):
    """What a cluster has promised.

    Dask's own bridge to such futures never ends one whose results are lost on their way
    (`distributed.cfexecutor` of 2026.8), so that whoever waits for it waits for ever.
    """

    def __init__(self, promised: "distributed.Future[T]") -> None:
        super().__init__()
        self._promised = promised

    def done(self) -> bool:
        """Whether the work has failed; what has succeeded may still be on its way."""
        return self._promised.status == "error"

    def result(self, timeout: float | None = None) -> T:
        """Return what was promised, waiting so many seconds; what Dask raises is raised."""
        return self._promised.result(timeout)


def _look(executor: Executor) -> None:
    """Raise SurroundingsProblem when a cluster has no workers left: perhaps nobody starts others."""
    if isinstance(executor, _OnCluster) and not executor.has_workers():
        raise SurroundingsProblem("the Dask cluster has lost all its workers")


def _work(packed: bytes, batch: Sequence[Job]) -> list[Result]:
    worker = _worker(packed, get_ident())
    return [worker.run(one) for one in batch]


@lru_cache(8)
def _worker(packed: bytes, thread: int) -> Worker:  # noqa: ARG001 - a worker is one thread's
    """Return the worker of a thread of the cluster; SurroundingsProblem when its tool is another one."""
    known: _Packed = pickle.loads(packed)  # noqa: S301 - a cluster runs what its clients send, by its nature
    if known.tool != fingerprint():
        raise SurroundingsProblem("the cluster's workers run another version of the tool or its libraries")
    workspace = Workspace(known.site, assets=known.assets)
    return Worker(
        *chromes(workspace, known.extent),
        tries_all=known.extent.tries_all,
        makes_pages=known.makes_pages,
        tries=known.tries,
    )
