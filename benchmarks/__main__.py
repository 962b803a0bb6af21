"""python -m benchmarks [steps|memory|crash]; without a word, all of them, as `make bench` does."""

import gzip
import tempfile
from pathlib import Path
from typing import Annotated

import orjson
import typer

from benchmarks import crash as crashes
from benchmarks import steps as costs
from data.sample import sample_postings
from settings import ROOT

REAL = ROOT.parent / "shared" / "postings" / "postings.jsonl.gz"
app = typer.Typer(invoke_without_command=True, pretty_exceptions_enable=False)


@app.callback()
def everything(context: typer.Context) -> None:
    """Measure everything."""
    if context.invoked_subcommand is None:
        steps()
        memory()
        crash()


@app.command()
def steps(
    file: Annotated[Path | None, typer.Option(help="default: the real postings, if there")] = None,
) -> None:
    """What import, process and publish cost."""
    with tempfile.TemporaryDirectory() as folder:
        source = file or (REAL if REAL.exists() else _sample(Path(folder), 100_000))
        content = source.read_bytes()
        rows = (gzip.decompress(content) if source.suffix == ".gz" else content).count(b"\n")
        print(f"\n{source.name}, {rows:,} rows\n")
        print(costs.table(costs.measure_steps(source, rows, Path(folder) / "var")))


@app.command()
def memory(gigabytes: float = 2.0) -> None:
    """That the memory of an import does not grow with the file."""
    with tempfile.TemporaryDirectory() as folder:
        found = []
        for size in (gigabytes / 10, gigabytes):
            seed = Path(folder) / "seed.jsonl"
            rows = [{**row, "id": None} for row in sample_postings(2_000)]
            seed.write_bytes(b"\n".join(orjson.dumps(_without_id(row)) for row in rows))
            source = Path(folder) / "large.jsonl"
            n = costs.write_large(source, seed, int(size * 1e9))
            state = Path(folder) / f"var{size}"
            words = ("import", str(source))
            found.append(costs.Cost(f"import {size:g} GB", n, *costs.measure(state, *words)))
            source.unlink()
        print(f"\n{costs.table(found)}")


@app.command()
def crash(kills: int = 100, postings: int = 1_500) -> None:
    """Kill import, process and publish at random moments."""
    with tempfile.TemporaryDirectory() as folder:
        report = crashes.run(kills, postings, Path(folder), print)
    print(f"\n{report}")


def _without_id(row: dict[str, object]) -> dict[str, object]:
    return {name: value for name, value in row.items() if name != "id"}


def _sample(folder: Path, n: int) -> Path:
    return crashes.make_input(folder / "sample.jsonl.gz", n)


if __name__ == "__main__":
    app()
