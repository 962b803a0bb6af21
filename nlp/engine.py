"""Do one kind of work on many parts: in this process, in several, or on a Dask cluster.

Every engine gives the results in the order of the parts, so that what is stored does not depend
on who did the work. A part may be worked on more than once (a worker was killed) and is handed out
once. Nothing is kept between runs: what a killed driver had not stored is worked on again.
"""

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import Any, Final, Literal, TypeVar

from data.errors import DataError, SinyalError, UserError
from data.processes import end_with_parent

Part = TypeVar("Part")
Result = TypeVar("Result")
Kind = Literal["local", "dask"]

# Parts that wait for each worker, so that none idles while results are stored.
AHEAD: Final = 2
# So often a part may take its worker down with it before it is given up.
PATIENCE: Final = 3
_CONNECT_SECONDS: Final = 30


class EngineError(DataError):
    """The work cannot go on; what was done before is stored, and the next run goes on there."""


def run(
    work: Callable[[Part], Result],
    parts: Iterable[Part],
    *,
    kind: Kind = "local",
    workers: int = 1,
    scheduler: str = "",
) -> Iterator[Result]:
    """The result of every part, in order.

    `work` must be a function of a module, since other processes find it by its name. `workers` are
    processes on this machine; on a cluster that is there already (`scheduler`, an address such as
    "tcp://10.0.0.5:8786") it says nothing. Raises EngineError, UserError for an impossible wish.
    """
    if workers < 1:
        raise UserError(f"--workers must be 1 or more, not {workers}.")
    if kind == "dask":
        return _run_on_dask(work, iter(parts), workers, scheduler)
    if workers == 1:
        return map(work, parts)
    return _run_in_processes(work, iter(parts), workers)


def _run_in_processes(
    work: Callable[[Part], Result], parts: Iterator[Part], workers: int
) -> Iterator[Result]:
    """A pool that is made anew where a worker was killed; its unfinished parts are given again."""
    # Not forked: an open database must not be carried into a child.
    context = multiprocessing.get_context("spawn")

    def open_pool() -> ProcessPoolExecutor:
        return ProcessPoolExecutor(workers, context, initializer=end_with_parent)

    pool, broken = open_pool(), 0
    waiting: deque[Part] = deque()
    futures: deque[Future[Result]] = deque()
    try:
        while True:
            waiting.extend(islice(parts, workers * AHEAD - len(waiting)))
            if not waiting:
                return
            try:
                # A worker may have been killed while the results before were stored.
                while len(futures) < len(waiting):
                    futures.append(pool.submit(work, waiting[len(futures)]))
                result = futures[0].result()
            except BrokenProcessPool as error:
                broken += 1
                if broken >= PATIENCE:
                    raise EngineError(
                        f"The processes that read were killed {broken} times at the same postings "
                        "(memory may be short; or a posting breaks the reader). What was read "
                        "before is stored; try --workers 1 to see which it is."
                    ) from error
                pool.shutdown()
                pool = open_pool()
                futures.clear()
                continue
            broken = 0
            waiting.popleft()
            futures.popleft()
            yield result
    finally:
        pool.shutdown(cancel_futures=True)


def _run_on_dask(
    work: Callable[[Part], Result], parts: Iterator[Part], workers: int, scheduler: str
) -> Iterator[Result]:
    """The scheduler gives the parts of a killed worker to another; a few are out at a time."""
    # Here, since nothing but this engine needs Dask.
    from distributed import Client, LocalCluster
    from distributed.client import FutureCancelledError
    from distributed.scheduler import KilledWorker

    try:
        if scheduler:
            client = Client(scheduler, timeout=_CONNECT_SECONDS)
        else:
            cluster = LocalCluster(n_workers=workers, threads_per_worker=1, dashboard_address=None)
            client = Client(cluster)
    except (OSError, TimeoutError) as error:
        raise EngineError(
            f"No Dask scheduler answers at {scheduler or 'this machine'} ({error}). Start one with "
            "`dask scheduler`, or set DASK_SCHEDULER to where it is; docs/operations.md has both."
        ) from error
    try:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as error:
            raise EngineError(
                f"The Dask scheduler at {scheduler or 'this machine'} has no worker. Start some "
                "with `dask worker`; docs/operations.md has how."
            ) from error
        waiting: deque[Any] = deque()
        while True:
            out = max(1, sum(client.nthreads().values())) * AHEAD
            for part in islice(parts, max(0, out - len(waiting))):
                waiting.append(client.submit(work, part, pure=False))
            if not waiting:
                return
            future = waiting.popleft()
            fault = future.exception()
            if isinstance(fault, KilledWorker):
                raise EngineError(
                    f"A part of the work was lost with its workers again and again ({fault}). What "
                    "was read before is stored; look at the workers' logs, then run the command "
                    "again."
                ) from fault
            if isinstance(fault, SinyalError):
                raise fault
            if fault is not None and future.status == "error":
                raise EngineError(
                    f"Reading failed on a worker ({type(fault).__name__}: {fault}). What was read "
                    "before is stored. Does it have the whole checkout, and room on its disk?"
                ) from fault
            yield future.result()
    except (OSError, TimeoutError, FutureCancelledError) as error:
        raise EngineError(
            f"The Dask scheduler is gone ({type(error).__name__}). What was read before is stored; "
            "start it again and run the command again."
        ) from error
    finally:
        client.close()
        if not scheduler:
            cluster.close()
