"""``python -m pasapas_widgets.cli``: the command, without its script."""

import sys

from pasapas_widgets.cli import main

if __name__ == "__main__":
    sys.exit(main())
