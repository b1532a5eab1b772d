"""One page of every type of the example portal."""

from milepost.views.addresses import PROJECT_TAILS

PAGES = (
    "",
    *(f"projects/tea-order/{tail}" for tail in PROJECT_TAILS),
    "people/lin-yuan/",
    "tasks/",
    "risks/",
    "decisions/",
    "requirements/",
    "handbook/",
    "handbook/commands/",
    "handbook/components/",
    "handbook/design/",
    "dictionary/",
    "rules/",
    "rules/yaml-syntax/",
    "about/",
)
