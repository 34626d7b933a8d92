"""Many sheets → what may be shown of the group. The privacy thresholds live in this package and nowhere else.

The thresholds can be read without numpy, which only the aggregation itself brings in: a participant's kernel says
them and computes nothing of a group.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
