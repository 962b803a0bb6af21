"""The command line: python -m cli COMMAND, from the root of the repository."""

from typing import Any

import typer

from commands import (
    collecting,
    dedup,
    exporting,
    loading,
    reading,
    serving,
    stages,
    status,
    taxonomy,
)
from data.errors import DataError
from terminal import sentences


class _Commands(typer.core.TyperGroup):
    """The commands; what goes wrong in any of them is one sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        with sentences():
            return super().invoke(ctx)


app = typer.Typer(
    cls=_Commands, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)

# In the order in which help lists them.
app.command()(collecting.collect)
app.command()(collecting.parse)
app.command()(collecting.portals)
app.command("import")(loading.import_)
app.command("load-prakerja")(loading.load_prakerja)
app.command("load-trainings")(loading.load_trainings)
app.command("load-official")(loading.load_official)
app.command()(reading.extract)
app.command()(reading.evaluate)
app.command()(dedup.dedup)
app.command("skills-missing")(taxonomy.skills_missing)
app.command()(stages.process)
app.command()(stages.publish)


@app.command()
def run(sample: collecting.Sample = False) -> None:
    """Collect, process and publish in turn; what a portal lacked is told at the end."""
    fault = None
    try:
        collecting.collect(sample=sample)
    except DataError as error:
        fault = error
    stages.process()
    stages.publish(None)
    if fault is not None:
        raise fault


app.command()(exporting.export)
app.command()(serving.serve)
app.command()(status.status)


def main() -> None:
    """Run a command."""
    app()


if __name__ == "__main__":
    main()
