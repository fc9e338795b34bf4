"""People of a team, and the settings of a host with a login that no page asks the provider of."""

from sahel_map.people import Person, Role

AWA = Person("issuer|awa", "awa@example.org", Role.editor)
BOB = Person("issuer|bob", "bob@example.org", Role.editor)
EVE = Person("issuer|eve", "eve@example.org", Role.viewer)

SETTINGS = {
    "SAHEL_MAP_LOGIN": "optional",
    "SAHEL_MAP_SECRET": "a secret of this test, long enough to sign",
    "SAHEL_MAP_OIDC_URL": "http://localhost:1/.well-known/openid-configuration",
    "SAHEL_MAP_OIDC_CLIENT": "sahel-map",
    "SAHEL_MAP_OIDC_SECRET": "the client's",
}
