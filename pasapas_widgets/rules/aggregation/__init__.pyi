"""The names of the aggregation, each with its home: read by type checkers, and by ``__init__.py``."""

from .group import Publication as Publication
from .group import aggregate as aggregate
from .group import aggregate_entries as aggregate_entries
from .group import publish as publish
from .thresholds import Thresholds as Thresholds
from .thresholds import load_thresholds as load_thresholds
