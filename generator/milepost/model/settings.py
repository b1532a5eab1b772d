"""The portal's settings."""

from typing import ClassVar, Literal

from milepost.model.field_types import Boolean, Date, Integer, Many, Number, Samples, Share, String, Url
from milepost.model.record import Item, NamedRecord, Scope, expected
from milepost.model.records.project import CalendarOrId
from milepost.model.text import Text

Level = Literal["off", "info", "warning", "error"]


class RiskBands(Item):
    """The highest score of each band."""

    low: Integer = 4
    """Low up to here."""
    medium: Integer = 9
    """Medium up to here."""
    elevated: Integer = 14
    """Elevated up to here."""
    high: Integer = 25
    """High up to here."""


class RiskMatrix(Item):
    """How risks are scored."""

    probabilities: Many[Share] = (0.1, 0.3, 0.5, 0.7, 0.9)
    """What probability 1 to 5 stand for, 0 to 1."""
    bands: RiskBands = RiskBands()
    """The highest score of each band."""
    appetite: Integer | None = None
    """The highest score that is accepted."""
    categories: Many[String] = ()
    """The kinds of risks that are looked for."""


class ForecastSettings(Item):
    """How finishes are forecast."""

    samples: Samples = 10_000
    """How often the plan is played through."""
    seed: Integer = 1
    """Same seed, same picture."""
    spread: Share = 0.2
    """Default spread of a length without an estimate, as a share of it."""


class Repository(Item):
    """Where the sources are."""

    url: Url | None = expected()
    """The repository's address in a browser."""
    host: Literal["github", "gitlab", "gitee", "gitea"] | None = expected()
    """Which kind of host it is."""
    branch: String = "main"
    """The branch that pages link to."""


class CustomField(Item):
    """A field that a portal adds to a type."""

    type: Literal["text", "number", "integer", "date", "boolean", "enum", "reference", "url", "duration", "money"] = (
        "text"
    )
    """The type of its values."""
    label: Text | None = None
    """Its name on pages."""
    description: Text | None = None
    """What it says."""
    values: Many[String] = ()
    """The values of an enum."""
    to: Many[String] = ()
    """The collections that a reference may point into."""
    many: Boolean = False
    """Whether it is a list."""
    expected: Boolean = False
    """Whether its absence is a diagnostic."""


class CustomType(Item):
    """What a portal adds to a built-in type."""

    fields: dict[str, CustomField] | None = None
    """Further fields by name."""


class PortalSettings(NamedRecord):
    """What holds for the whole portal."""

    collection: ClassVar[str] = "portal"
    singular: ClassVar[str] = "portal"
    scope: ClassVar[Scope] = "portal"

    title: Text | None = expected()
    """Its name."""
    languages: Many[String] = expected(())
    """The languages of the portal; the first is the default."""
    timezone: String | None = expected()
    """IANA name of the time zone in which days begin."""
    currency: String | None = expected()
    """ISO code of the currency."""
    calendar: CalendarOrId | None = expected()
    """The working calendar of projects that name none."""
    as_of: Date | None = None
    """The day at whose start the portal is looked at."""
    audiences: Many[String] = ()
    """Who reads builds, the widest first."""
    default_audience: String | None = None
    """The audience of a build that names none; the narrowest."""
    field_audience: dict[str, str] | None = None
    """Audience by `collection.field`."""
    risk_matrix: RiskMatrix = RiskMatrix()
    """How risks are scored."""
    forecast: ForecastSettings = ForecastSettings()
    """How finishes are forecast."""
    snapshots: Many[String] = ()
    """Git refs that the Changes page offers for comparison."""
    glossary: dict[str, Text] | None = None
    """Terms and what they mean."""
    schema_version: Integer = 1
    """The version of this format."""
    rules: dict[str, Level | dict[str, Level]] | None = None
    """Level by rule, or by rule and field."""
    thresholds: dict[str, dict[str, Number]] | None = None
    """Thresholds by rule and name."""
    types: dict[str, CustomType] | None = None
    """Further fields of built-in types."""
    repository: Repository | None = None
    """Where the sources are."""
