"""The lock holds what it must and nothing heavy: no torch, no CUDA, hashes for everything."""

import re
import subprocess
import sys

import pytest

from tests.conftest import ROOT

# What `pip check` misses on purpose, with the reason in requirements-without.txt.
LEFT_OUT = {("bertopic", "sentence-transformers")}
HEAVY = ("torch", "nvidia-", "triton", "transformers", "sentence-transformers", "tensorflow", "jax")


def locked(name: str) -> dict[str, str]:
    text = (ROOT / name).read_text()
    return dict(re.findall(r"^([a-z0-9][a-z0-9._-]*(?:\[[a-z,]+\])?)==(\S+)", text, re.MULTILINE))


def chosen(name: str) -> set[str]:
    lines = (ROOT / name).read_text().splitlines()
    return {re.split(r"[\[<>=~;\s]", line)[0] for line in lines if line and line[0].isalnum()}


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_nothing_heavy_is_locked(name: str) -> None:
    assert locked(name)
    assert not [package for package in locked(name) if package.startswith(HEAVY)]


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_locked_package_has_hashes_and_no_address(name: str) -> None:
    text = (ROOT / name).read_text()
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    assert [part.split()[0] for part in parts if "--hash=sha256:" not in part] == []
    assert "://" not in text


def test_every_choice_is_locked_and_says_why() -> None:
    for stem in ("requirements", "requirements-dev"):
        there = {re.sub(r"\[.*", "", name) for name in locked(f"{stem}.txt")}
        assert chosen(f"{stem}.in") <= there
        for line in (ROOT / f"{stem}.in").read_text().splitlines():
            if line and line[0].isalnum():
                assert re.search(r"\s# \S", line), f"no reason given: {line}"


def test_pip_check_misses_only_what_is_left_out_on_purpose() -> None:
    answer = subprocess.run(
        [sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False
    )
    complaint = re.compile(r"^(\S+) \S+ requires (\S+), which is not", re.MULTILINE)
    missing = set(complaint.findall(answer.stdout))
    other = [
        line
        for line in answer.stdout.splitlines()
        if "which is not installed" not in line and "No broken requirements" not in line
    ]
    assert (missing, other) == (LEFT_OUT, [])
    told = (ROOT / "requirements-without.txt").read_text()
    assert chosen("requirements-without.txt") == {name for _, name in LEFT_OUT}, told
