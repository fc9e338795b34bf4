"""How a team agrees on records: one suggests, a second decides, and nothing is overwritten."""

from sahel_map.agreeing.comments import Comment, comment, comments, take_back
from sahel_map.agreeing.proposal import Change, Proposal, Step
from sahel_map.agreeing.reading import history, proposal, queue, steps
from sahel_map.agreeing.records import OPEN, blank, current, differences
from sahel_map.agreeing.reviewing import accept, send_back
from sahel_map.agreeing.suggesting import resubmit, suggest, withdraw

__all__ = [
    "OPEN", "Change", "Comment", "Proposal", "Step", "accept", "blank", "comment", "comments",
    "current", "differences", "history", "proposal", "queue", "resubmit", "send_back", "steps",
    "suggest", "take_back", "withdraw",
]  # fmt: skip
