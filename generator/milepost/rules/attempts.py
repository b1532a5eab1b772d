"""Fields that somebody tried to give: what went wrong with them was reported already."""

from milepost.model.record import NamedRecord, fields_of


def attempted(record: NamedRecord, *fields: str) -> bool:
    """Whether one of these fields has a value that does not fit, or a name was typed that may stand for it."""
    if not record.invalid:
        return False
    known = {spec.name for spec in fields_of(type(record))}
    typed = {path.partition(".")[0] for path in record.invalid}
    return any(name in fields or name not in known for name in typed)
