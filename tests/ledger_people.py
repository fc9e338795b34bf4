"""People of each role."""

from sahel_map.people import Person, Role

AMINATA = Person("https://id.example|1", "aminata@example.org", Role.editor)
BAKARY = Person("https://id.example|2", "bakary@example.org", Role.editor)
CHEICK = Person("https://id.example|3", "cheick@example.org", Role.admin)
DJENEBA = Person("https://id.example|4", "djeneba@example.org", Role.viewer)
