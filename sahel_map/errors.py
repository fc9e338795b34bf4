"""The errors this package raises on purpose; anything else is a defect."""


class SahelMapError(Exception):
    """Base of every error whose message is written for the person at the screen."""


class DataError(SahelMapError, ValueError):
    """A table or layer cannot be read at all."""


class BoundaryError(SahelMapError, ValueError):
    """A boundary layer lacks what the spatial join needs."""


class CRSError(SahelMapError, ValueError):
    """A measure was asked for in a coordinate system it cannot be taken in."""


class SelectionError(SahelMapError, ValueError):
    """A filter was given a value outside its vocabulary."""


class SceneError(SahelMapError, ValueError):
    """A view was asked for that there is not."""


class BriefingError(SahelMapError, ValueError):
    """A briefing cannot be read at all, or cannot be kept."""


class PackError(SahelMapError, RuntimeError):
    """A pack cannot be made on this host."""


class SettingsError(SahelMapError, ValueError):
    """A variable of the environment has a value that is not allowed."""


class StoreError(SahelMapError, RuntimeError):
    """The store holds no such thing, or refuses what is asked of it."""


class StoreAwayError(StoreError):
    """The database of the store cannot be reached, or has broken off; nothing was written."""


class ConflictError(StoreError):
    """Somebody else has changed a record meanwhile; nothing was overwritten."""


class ForbiddenError(SahelMapError):
    """A person may not do what they ask for."""
