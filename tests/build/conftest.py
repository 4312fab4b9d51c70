"""Makes the invented pages of the record's tests importable here, and in the workers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "record"))
