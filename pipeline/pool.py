"""Jobs over an executor, each of which costs at most itself.

The executor is one of `concurrent.futures`' kind: threads of this computer, each with a
guarded process (`pipeline.guard`), or a cluster's. What is done first, what is tried again
and what is given up is decided here, for all of them alike.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any

from pipeline.guard import Akhir, Pengawasan, Sebab, belong_to, guarded
from pipeline.limits import MOST_LOST_PAGES, Batas

BACKLOG = 4
"""So many special jobs must wait before a further one of them is begun beside the first."""
PATIENCE = 1.0
"""Seconds; a wait is cut up, since on Windows Ctrl-C is not heard during one."""
AGAIN = 0.2
"""Seconds after which jobs that are to end are ended once more."""


@dataclass(frozen=True, slots=True)
class Pekerjaan:
    """A job: a function at module level and its argument, which a worker can import.

    `detik` is the processor time it may take. Of the jobs of one `kelompok` (the pages
    of a file) no more are tried when `MOST_LOST_PAGES` of them were lost. A job that is
    `berjaga` guards what it does by itself; it may return an `Akhir`.
    """

    fungsi: Callable[[Any], Any]
    isi: Any
    detik: float
    kelompok: str = ""
    berjaga: bool = False


@dataclass(frozen=True, slots=True)
class Selesai:
    """A job that came to an end: its result, or why it was lost."""

    pekerjaan: Pekerjaan
    hasil: Any = None
    hilang: Sebab | None = None
    keterangan: str = ""

    @property
    def alasan(self) -> str:
        """Why the job was lost, in Indonesian; empty where it was not."""
        more = f" ({self.keterangan}); laporkan kepada pengembang" if self.keterangan else ""
        return f"{self.hilang}{more}" if self.hilang else ""


@dataclass(frozen=True, slots=True)
class Pelaksana:
    """Where jobs are done: an executor, and how many jobs it may hold at a time.

    `sebab` says of an error that the executor raised which loss it is; an error of which
    it says None ends the run. One that is `jauh` does not reach this computer's files.
    """

    executor: Executor
    kapasitas: Callable[[], int]
    sebab: Callable[[BaseException], Sebab | None] = lambda error: None
    jauh: bool = False


class SegeraDiSini(Executor):
    """An executor that does a job at once, in the thread that submits it."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Run `fn` and return its result or error as a future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


class Kolam:
    """A pool; use it in a `with`."""

    def __init__(
        self, pekerja: int, batas: Batas | None = None, pelaksana: Pelaksana | None = None
    ) -> None:
        """Prepare for `pekerja` guarded processes here, or for what `pelaksana` has.

        No process is started yet.
        """
        self.batas = batas or Batas()
        self.pengawasan = Pengawasan()
        self._own: ThreadPoolExecutor | None = None
        if pelaksana is None:
            self._own = ThreadPoolExecutor(
                pekerja, "pekerja", initializer=belong_to, initargs=(self.pengawasan,)
            )
            pelaksana = Pelaksana(self._own, lambda: pekerja)
        self._pelaksana = pelaksana

    @property
    def jauh(self) -> bool:
        """Whether jobs are done where the files of this computer cannot be reached."""
        return self._pelaksana.jauh

    def __enter__(self) -> Kolam:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._own is None:
            return
        self._own.shutdown(wait=False, cancel_futures=True)
        self.pengawasan.close()
        self._own.shutdown(wait=True)

    def run(self, jobs: Iterable[Pekerjaan], special: deque[Pekerjaan]) -> Iterator[Selesai]:
        """Run jobs and yield them, in any order, as they come to an end.

        A lost job is tried once more, alone, after the others; only then is it yielded.

        Args:
            jobs: Taken from one by one as there is room for them.
            special: Jobs of another kind, which go first, as few at a time as keep up with
                them: what they need is then loaded in few processes. The caller may add to
                it at any time until the iteration ends.
        """
        queue = _Antrean(iter(jobs), special)
        while True:
            for done in self._drain(queue):
                if done.hilang is None:
                    yield done
                else:
                    queue.lose(done)
            if not queue.lost and not queue.parked:
                return
            for first in queue.take_lost():
                again = self._alone(first.pekerjaan)
                queue.settle(again)
                yield again
            yield from queue.give_up()

    def run_all(self, jobs: Iterable[Pekerjaan]) -> Generator[Selesai, None, None]:
        """Run jobs that are all of one kind; see `run`."""
        yield from self.run(jobs, deque())

    def _drain(self, queue: _Antrean) -> Iterator[Selesai]:
        under_way: dict[Future[Any], tuple[Pekerjaan, bool]] = {}
        try:
            while True:
                while len(under_way) < self._pelaksana.kapasitas():
                    job, is_special = queue.next(sum(special for _, special in under_way.values()))
                    if job is None:
                        break
                    under_way[self._submit(job)] = (job, is_special)
                if not under_way:
                    return
                ready, _ = wait(under_way, timeout=PATIENCE, return_when=FIRST_COMPLETED)
                for future in ready:
                    job, _ = under_way.pop(future)
                    yield self._ended(job, future)
        finally:
            self._abandon(under_way)

    def _alone(self, job: Pekerjaan) -> Selesai:
        future = self._submit(job, segar=True)
        try:
            return self._ended(job, future)
        finally:
            self._abandon((future,))

    def _abandon(self, under_way: Iterable[Future[Any]]) -> None:
        """End jobs that nobody waits for any more: when it returns, none of them writes a file."""
        left = [future for future in under_way if not future.cancel() and not future.done()]
        while left and self._own is not None:
            self.pengawasan.end_jobs()
            _, undone = wait(left, timeout=AGAIN)  # one that was just starting is ended next time
            left = list(undone)

    def _submit(self, job: Pekerjaan, *, segar: bool = False) -> Future[Any]:
        submit = self._pelaksana.executor.submit
        if job.berjaga:
            return submit(job.fungsi, job.isi)
        return submit(guarded, job.fungsi, job.isi, job.detik, self.batas.memori, segar=segar)

    def _ended(self, job: Pekerjaan, future: Future[Any]) -> Selesai:
        try:
            result = _wait_for(future)
        except Exception as error:
            sebab = self._pelaksana.sebab(error)
            if sebab is None:
                raise
            return Selesai(job, hilang=sebab)
        akhir = result if isinstance(result, Akhir) else Akhir(result)
        return Selesai(job, akhir.hasil, akhir.hilang, akhir.keterangan)


def _wait_for(future: Future[Any]) -> Any:
    while not future.done():
        wait([future], timeout=PATIENCE)
    return future.result()


def run_here(jobs: Iterable[Pekerjaan], batas: Batas) -> Iterator[Selesai]:
    """Run jobs one after another in the guarded process of this thread, which stays.

    They are tried again and given up as those of a pool are.
    """
    here = Pelaksana(SegeraDiSini(), lambda: 1)
    yield from Kolam(1, batas, here).run(jobs, deque())


@dataclass(slots=True)
class _Antrean:
    """Jobs yet to be done, and what is known of those that were lost."""

    jobs: Iterator[Pekerjaan]
    special: deque[Pekerjaan]
    again: deque[Pekerjaan] = field(default_factory=deque)
    lost: list[Selesai] = field(default_factory=list)
    parked: list[Pekerjaan] = field(default_factory=list)
    losses: dict[str, int] = field(default_factory=dict)

    def next(self, special_under_way: int) -> tuple[Pekerjaan | None, bool]:
        """Return the next job, or None, and whether it is a special one.

        Jobs of a group with too many losses wait.
        """
        while True:
            job, is_special = self._next(special_under_way)
            if job is None or not self._is_hopeless(job):
                return job, is_special
            self.parked.append(job)

    def _next(self, special_under_way: int) -> tuple[Pekerjaan | None, bool]:
        enough = special_under_way * BACKLOG
        if len(self.special) > enough:
            return self.special.popleft(), True
        if self.again:
            return self.again.popleft(), False
        job = next(self.jobs, None)
        if job is None and len(self.special) > enough:  # put there by `jobs` itself
            return self.special.popleft(), True
        return job, False

    def _is_hopeless(self, job: Pekerjaan) -> bool:
        return self.losses.get(job.kelompok, 0) >= MOST_LOST_PAGES

    def lose(self, done: Selesai) -> None:
        """Note a job that was lost the first time."""
        self.lost.append(done)
        self._count(done.pekerjaan, +1)

    def take_lost(self) -> Iterator[Selesai]:
        """Yield the lost jobs, each once."""
        while self.lost:
            yield self.lost.pop(0)

    def settle(self, again: Selesai) -> None:
        """Take back a loss that the second attempt made good."""
        if again.hilang is None:
            self._count(again.pekerjaan, -1)

    def give_up(self) -> Iterator[Selesai]:
        """Yield the waiting jobs of hopeless groups as lost; the others come up again."""
        parked, self.parked = self.parked, []
        for job in parked:
            if self._is_hopeless(job):
                yield Selesai(job, hilang=Sebab.TIDAK_DICOBA)
            else:
                self.again.append(job)

    def _count(self, job: Pekerjaan, by: int) -> None:
        if job.kelompok:
            self.losses[job.kelompok] = self.losses.get(job.kelompok, 0) + by
