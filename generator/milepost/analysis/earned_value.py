"""The figures of earned value: pure formulae over what is planned, earned and spent."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnedValue:
    """Planned, earned and spent in one currency, and what follows from them; None where a division by nothing would be.

    Formulae: Project Management Institute, Practice Standard for Earned Value Management.

    Attributes:
        bac: budget at completion: what all work is planned to cost.
        pv: planned value: what the work due by now is planned to cost; None when the plan cannot be computed.
        ev: earned value: what the work done is planned to cost.
        ac: actual cost: what the work done did cost.
    """

    bac: Decimal
    pv: Decimal | None
    ev: Decimal
    ac: Decimal

    @property
    def cv(self) -> Decimal:
        """Cost variance, EV − AC; negative is over cost."""
        return self.ev - self.ac

    @property
    def sv(self) -> Decimal | None:
        """Schedule variance, EV − PV, in money; negative is behind."""
        return None if self.pv is None else self.ev - self.pv

    @property
    def cpi(self) -> Decimal | None:
        """Cost performance, EV ÷ AC; None when nothing was spent."""
        return _divided(self.ev, self.ac)

    @property
    def spi(self) -> Decimal | None:
        """Schedule performance, EV ÷ PV; None when nothing was due."""
        return _divided(self.ev, self.pv)

    @property
    def eac(self) -> Decimal | None:
        """Estimate at completion if the rest costs as the work so far, BAC ÷ CPI; None without a CPI above 0."""
        return _divided(self.bac * self.ac, self.ev) if self.ac else None

    @property
    def eac_as_planned(self) -> Decimal:
        """Estimate at completion if the rest costs what was planned, AC + (BAC − EV)."""
        return self.ac + self.bac - self.ev

    @property
    def eac_under_pressure(self) -> Decimal | None:
        """Estimate at completion if lateness costs money too, AC + (BAC − EV) ÷ (CPI · SPI)."""
        if self.cpi is None or self.spi is None:
            return None
        rest = _divided(self.bac - self.ev, self.cpi * self.spi)
        return None if rest is None else self.ac + rest

    @property
    def etc(self) -> Decimal | None:
        """Estimate to complete, EAC − AC."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> Decimal | None:
        """Variance at completion, BAC − EAC; negative is over cost."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi(self) -> Decimal | None:
        """The CPI that the rest must reach to keep BAC, (BAC − EV) ÷ (BAC − AC); None when nothing of BAC is left."""
        return _divided(self.bac - self.ev, self.bac - self.ac) if self.ac < self.bac else None

    @property
    def done(self) -> Decimal | None:
        """Share of the work that is done, EV ÷ BAC, 0 to 1."""
        return _divided(self.ev, self.bac)


def _divided(amount: Decimal, by: Decimal | None) -> Decimal | None:
    return amount / by if by else None
