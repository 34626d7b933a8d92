"""The names of the store, each with its home: read by type checkers, and by ``__init__.py``."""

from .answers import Message as Message
from .answers import Outcome as Outcome
from .answers import Own as Own
from .brought import Merged as Merged
from .comments import Comment as Comment
from .erasure import Receipt as Receipt
from .errors import Reason as Reason
from .errors import RefusedError as RefusedError
from .errors import StoreError as StoreError
from .evaluation import Marked as Marked
from .followed import Followed as Followed
from .opened import Store as Store
from .opened import open_store as open_store
from .publications import Published as Published
from .recorder import Recorder as Recorder
from .sessions import ANSWERABLE as ANSWERABLE
from .sessions import PHASES as PHASES
from .sessions import Listed as Listed
from .sessions import Phase as Phase
from .sessions import Progress as Progress
from .sessions import Responsible as Responsible
from .sessions import State as State
from .tallies import Tally as Tally
from .votes import Ballot as Ballot
from .votes import Choice as Choice
from .votes import VoteResults as VoteResults
