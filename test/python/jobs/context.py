"""Lets the tests import the jobs as the Spark image does."""

import sys
from pathlib import Path

REPOSITORY = Path(__file__).parents[3]

sys.path.insert(0, str(REPOSITORY / "jobs"))
