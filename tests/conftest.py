"""Options and data shared by all tests."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).parents[1]

# The first example of a process loads the kernel and its models; time is measured in `bench/`, not here.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-expectations",
        action="store_true",
        help="write what is read now into the expected.json of samples and fixtures; review the difference before you keep it",
    )


@pytest.fixture(scope="session")
def data() -> Path:
    """The folder of gold sets; tests that need it are skipped where it is missing."""
    folder = Path(os.environ.get("COPYDESK_DATA", ROOT.parent / "shared" / "data"))
    if not folder.is_dir():
        pytest.skip(f"{folder} is missing; set COPYDESK_DATA to the folder of the gold sets")
    return folder
