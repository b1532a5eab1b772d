"""The rules of a large portal in two processes: those about the plans in one, all others in the other."""

from collections.abc import Iterable

from milepost.diagnostics.diagnostic import Diagnostic
from milepost.loading.load import Loaded
from milepost.rules.context import RuleContext
from milepost.rules.engine import Step, concluded, steps_of
from milepost.second_process import in_second_process, second_process_pays

_WORTH_IT = 5_000
"""Records from which on a second process saves more than splitting it off costs."""


def two_lanes_pay(loaded: Loaded) -> bool:
    """Whether a check of this portal is done earlier by `run_in_two`."""
    return len(loaded.positions) >= _WORTH_IT and second_process_pays()


def run_in_two(context: RuleContext) -> tuple[Diagnostic, ...]:
    """What `engine.run` finds; what rules work out on the way is not kept for later."""
    import pickle  # noqa: PLC0415 - small portals do without

    steps, past = steps_of(context), context.past
    on_plans = [step for step in steps if step.on_plans]
    answer = in_second_process(lambda: pickle.dumps((_found(on_plans, context), past.asked if past else {})))
    found = _found([step for step in steps if not step.on_plans], context)
    told = answer()
    if told is None:
        found |= _found(on_plans, context)
    else:
        found_there, asked = pickle.loads(told)  # noqa: S301 - we wrote it
        found |= found_there
        if past:
            past.asked.update(asked)
    return concluded(context, (one for step in steps for one in found[step.name]))


def _found(steps: Iterable[Step], context: RuleContext) -> dict[str, list[Diagnostic]]:
    return {step.name: list(step.check(context)) for step in steps}
