"""The data dictionary: every record type with its fields, generated from the model."""

from dataclasses import dataclass

from milepost.model.record import NamedRecord
from milepost.model.settings import PortalSettings
from milepost.views.context import ViewContext
from milepost.views.dictionary_types import FieldRow, TypeSection, common_rows, type_section
from milepost.views.frame import Head, head


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What the page shows; `common` are the fields that nearly every type has."""

    head: Head
    types: tuple[TypeSection, ...]
    common: tuple[FieldRow, ...]


def view(context: ViewContext) -> View:
    """The view model of the page: the portal and the project first, then the types by name of their collection."""
    kinds: dict[str, type[NamedRecord]] = {PortalSettings.collection: PortalSettings}
    kinds["project"] = context.loaded.types["project"]
    kinds |= context.loaded.types
    records = [record.collection for record in context.portal.everything()]
    return View(
        head=head(context, context.t("ui.page.dictionary")),
        types=tuple(
            type_section(context, kind, 1 if name == "portal" else records.count(name)) for name, kind in kinds.items()
        ),
        common=common_rows(context, context.loaded.types["tasks"]),
    )
