"""`weighbridge-litellm-drain`: tells the gate what waits in a spool while LiteLLM does not run."""

import sys

from . import settings
from .gate import TellingGate
from .settler import Settler
from .spool import Spool

_SECONDS = 60.0


def main() -> None:
    """Returns when all is told; exits with 1 when something is left after a minute."""
    read = settings.from_environment()
    spool = Spool(read.spool, read.spool_max_bytes)
    left = Settler(spool, TellingGate(read)).finish(_SECONDS)
    spool.close()
    print(f"{left} endings left in {read.spool}")
    sys.exit(1 if left else 0)


if __name__ == "__main__":
    main()
