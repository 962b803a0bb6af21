"""The errors a person is meant to read.

SinyalError         one sentence: what is wrong, where, what to do
├── UserError       what was asked for cannot be done as asked (exit code 2)
├── DataError       what is stored or delivered is not as it must be (exit code 1)
│   ├── NoSnapshot  nothing is published yet
│   ├── GateClosed  a new snapshot did not earn its place
│   └── Unacceptable  a delivered table has faults (data/operator_schema.py)
└── Busy            another command is writing (exit code 3)
"""


class SinyalError(Exception):
    """A sentence for the person at the terminal; shown without a traceback."""

    exit_code = 1


class UserError(SinyalError):
    """What was asked for cannot be done as asked."""

    exit_code = 2


class DataError(SinyalError):
    """What is stored or delivered is not as it must be."""


class NoSnapshot(DataError):
    """Nothing is published yet."""


class GateClosed(DataError):
    """A new snapshot did not earn its place; the old one stays."""


class Busy(SinyalError):
    """Another command is writing."""

    exit_code = 3
