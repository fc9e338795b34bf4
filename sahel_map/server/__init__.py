"""What the server adds beside the pages: assets, health, security headers, warm-up.

Everything here is public: routes stand outside the pages' sessions.
"""

from sahel_map.server.assets import routes
from sahel_map.server.headers import ContentSecurity, Ownership, content_security_policy
from sahel_map.server.index_page import IndexPage
from sahel_map.server.lifespan import warm_up

__all__ = [
    "ContentSecurity",
    "IndexPage",
    "Ownership",
    "content_security_policy",
    "routes",
    "warm_up",
]
