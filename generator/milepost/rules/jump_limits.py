"""From when on a value counts as a jump, as the portal sets it: for the rule and for the charts."""

from milepost.analysis.jumps import JumpLimits
from milepost.model.portal import Portal
from milepost.rules.levels import threshold

RULE = "series-jump"
_FEWEST, _MOST = 3, 1_000


def jump_limits(portal: Portal) -> JumpLimits:
    """The thresholds of the rule."""
    k, periods, share = (threshold(portal.settings, RULE, name) for name in ("k", "periods", "share"))
    return JumpLimits(k=k, periods=int(min(max(periods, _FEWEST), _MOST)), share=share)
