"""Constants, and what a host may change through the environment: every ``SAHEL_MAP_…`` variable.

``sahel-map doctor`` lists all of them with their defaults and what is in force.
"""

import os
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from sahel_map.errors import SettingsError

ROOT = Path(__file__).resolve().parent.parent

STORAGE_CRS = "EPSG:4326"
"""Longitude and latitude in degrees: files, web maps, never measurements."""

AREA_CRS = "ESRI:102022"
"""Africa Albers Equal Area Conic, metres: areas and densities."""

JOIN_TOLERANCE_KM = 5.0
"""How far outside its stated country a point may lie and still be joined to that country.

Natural Earth 1:10m is generalised by up to a few kilometres along borders; Gogui, a Malian
border post, lies some 0.3 km inside Mauritania on it.
"""

PREFIX: Final = "SAHEL_MAP_"

SHORTEST_SECRET: Final = 32
"""Characters that the secret of a host with a login has at least."""

Words = Annotated[tuple[str, ...], NoDecode]
"""A list in one variable, separated by spaces or commas."""


class Settings(BaseSettings):
    """What a host may change: the variable of ``store`` is ``SAHEL_MAP_STORE``, and so on."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="ignore")

    data: Path = Field(
        default=ROOT / "data",
        description="Folder with events.csv, sources.csv, places.csv and geo/.",
    )
    imports: Path = Field(
        default=ROOT / "imports",
        description="Folder in which datasets that readers load are kept, and nothing else.",
    )
    frontend: Path = Field(
        default=ROOT / "frontend" / "dist", description="Folder with the installed map libraries."
    )
    embed_in: str = Field(
        default="*",
        description="Sites that may show pages with ?embed=true in a frame, separated by spaces;"
        " * any site, 'self' none.",
    )
    store: str = Field(
        default="",
        description="Where datasets, versions and what a team agrees on are kept: empty for files"
        " in the folder of imports, or postgresql://USER:PASSWORD@HOST/DATABASE (with PostGIS).",
    )
    store_wait: float = Field(
        default=5.0,
        gt=0,
        le=120,
        description="Seconds to wait for the database before it counts as away.",
    )
    store_pool: int = Field(
        default=8,
        ge=1,
        le=100,
        description="Connections to the database that a replica keeps at most.",
    )
    cache: Path | None = Field(
        default=None,
        description="Folder for copies of what the database holds, .cache in the folder of imports"
        " by default; may be emptied at any time.",
    )
    secret: SecretStr = Field(
        default=SecretStr(""),
        description="Signs passes and login cookies: at least 32 characters, the same on every"
        " replica. Needed with a login.",
    )
    login: Literal["off", "optional", "required"] = Field(
        default="off",
        description="off: everybody is the public; optional: the public sees what is public, the"
        " team logs in; required: nobody sees anything before logging in.",
    )
    oidc_url: str = Field(
        default="", description="Address of the provider's .well-known/openid-configuration."
    )
    oidc_client: str = Field(
        default="", description="Client id that the provider gave this dashboard."
    )
    oidc_secret: SecretStr = Field(
        default=SecretStr(""), description="Client secret that the provider gave this dashboard."
    )
    public_url: str = Field(
        default="http://localhost:8501",
        description="Address at which readers open the dashboard, path prefix included.",
    )
    role_claim: str = Field(
        default="",
        description="Claim of the login that names roles (viewer, editor, admin), such as roles or"
        " groups; empty: the lists below alone decide.",
    )
    admins: Words = Field(default=(), description="E-mail addresses of admins, or *@example.org.")
    editors: Words = Field(default=(), description="E-mail addresses of editors, or *@example.org.")
    viewers: Words = Field(
        default=("*",),
        description="Who else may log in: e-mail addresses, *@example.org, or * for all.",
    )
    pass_hours: float = Field(
        default=8.0,
        gt=0,
        le=720,
        description="Hours after which a pass for the server's routes expires.",
    )
    delay_days: int = Field(
        default=0,
        ge=0,
        le=3650,
        description="Days by which the public sees this host's events later.",
    )
    round_km: float = Field(
        default=0.0,
        ge=0,
        le=100,
        description="Grid to which the public's coordinates are rounded, km.",
    )
    upload_mb: int = Field(
        default=2048, ge=1, description="Largest file that a reader may load, MB."
    )
    metrics_token: SecretStr = Field(
        default=SecretStr(""),
        description="Bearer token for /metrics; without one it answers this machine alone.",
    )
    log_format: Literal["text", "json"] = Field(
        default="text", description="How the log is written."
    )
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field(
        default="INFO", description="What is logged."
    )

    @field_validator("admins", "editors", "viewers", mode="before")
    @classmethod
    def _split(cls, value: Any) -> Any:  # noqa: ANN401  (what stands in the environment)
        return tuple(value.replace(",", " ").split()) if isinstance(value, str) else value

    @property
    def hosted(self) -> bool:
        """Whether the store is a database."""
        return bool(self.store)


def _variables() -> tuple[tuple[str, str], ...]:
    return tuple((name, text) for name, text in os.environ.items() if name.startswith(PREFIX))


@lru_cache(maxsize=8)
def _read(_variables: tuple[tuple[str, str], ...]) -> Settings:
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(
            "; ".join(
                f"{PREFIX}{'_'.join(map(str, fault['loc'])).upper()}: {fault['msg']}"
                for fault in error.errors(include_url=False, include_input=False)
            )
        ) from error


def configured() -> Settings:
    """Return what the environment says now.

    Raises:
        SettingsError: A variable has a value that is not allowed; the message names it and what
            is allowed, never the value: it may be a secret.
    """
    return _read(_variables())


def data_dir() -> Path:
    """Return the folder that holds the data tables."""
    return configured().data


def imports_dir() -> Path:
    """Return the folder in which datasets that readers load are kept."""
    return configured().imports


def cache_dir() -> Path:
    """Return the folder for copies of what the store holds."""
    return configured().cache or imports_dir() / ".cache"


def geo_dir(folder: Path | None = None) -> Path:
    """Return the folder of the map layers: that of a data folder, or the bundled one without any.

    Args:
        folder: A data folder; by default the one of this host.
    """
    own = (folder or data_dir()) / "geo"
    return own if (own / "admin1.geojson").is_file() else ROOT / "data" / "geo"


def frontend_dir() -> Path:
    """Return the folder that holds the installed map libraries."""
    return configured().frontend


def embed_in() -> str:
    """Return the sites that may show embedded pages, as the ``frame-ancestors`` of a CSP."""
    sites = configured().embed_in.split()
    # A sign that ends a directive would let the setting write other parts of the policy.
    return " ".join(site for site in sites if not set(site) & set(";,")) or "'self'"
