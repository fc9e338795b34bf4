"""What the server adds beside the pages: assets, health, security headers, passes, warm-up.

Routes stand outside the pages' sessions: who calls them is known by a pass.
"""

from sahel_map.server.access import Observed
from sahel_map.server.assets import routes
from sahel_map.server.headers import ContentSecurity, Ownership, content_security_policy
from sahel_map.server.index_page import IndexPage
from sahel_map.server.lifespan import warm_up
from sahel_map.server.passes import Passes, person_of
from sahel_map.server.standing import set_up
from sahel_map.server.stopping import Draining

__all__ = [
    "ContentSecurity",
    "Draining",
    "IndexPage",
    "Observed",
    "Ownership",
    "Passes",
    "content_security_policy",
    "person_of",
    "routes",
    "set_up",
    "warm_up",
]
