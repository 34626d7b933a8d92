"""Where sessions are kept: SQLite in a file, or PostgreSQL by URL. SQLAlchemy lives here and only here.

Only the server process opens it. Nothing is imported before it is asked for, so that this package weighs nothing for
who only catches its errors.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
