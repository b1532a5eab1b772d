"""How the figures of earned value are written: amounts, indices, and in plain words what each means."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.analysis.earned_schedule import EarnedSchedule
from milepost.analysis.earned_value import EarnedValue
from milepost.views.context import ViewContext
from milepost.views.plurals import counted
from milepost.views.tables import day_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A figure: its short name and name, definition, value, and what it means; for `n/a` why."""

    id: str
    abbreviation: str
    name: str
    tip: str
    value: str
    words: str


class Readings:
    """The figures of one project in the words of one language. `day` is the last complete day."""

    def __init__(
        self, context: ViewContext, figures: EarnedValue, schedule: EarnedSchedule | None, currency: str, day: date
    ) -> None:
        self.context, self.figures, self.schedule, self.currency, self.day = context, figures, schedule, currency, day

    def all(self) -> tuple[Reading, ...]:
        """Every figure, in the order of their definitions."""
        one, say = self.figures, self._say
        share = self.context.formats.percent(None if one.done is None else float(one.done))
        return (
            self._money("bac", "BAC", one.bac or None, "no-budget", say("bac", one.bac)),
            self._money("pv", "PV", one.pv, "no-plan", say("pv", one.pv, day=self.date(self.day))),
            self._money("ev", "EV", one.ev, "", say("ev", one.ev, share=share)),
            self._money("ac", "AC", one.ac, "", say("ac", one.ac)),
            self._money("cv", "CV", one.cv, "", self._signed("cv", one.cv)),
            self._money("sv", "SV", one.sv, "no-plan", self._signed("sv", one.sv)),
            self._index("cpi", "CPI", one.cpi, "no-cost", self.cpi_words()),
            self._index("spi", "SPI", one.spi, self._no_spi(), self.spi_words()),
            self._money("eac", "EAC", one.eac, self._no_eac(), say("eac", one.eac)),
            self._money("eac-plan", "EAC", one.eac_as_planned, "", say("eac-plan", one.eac_as_planned)),
            self._money(
                "eac-both", "EAC", one.eac_under_pressure, self._no_both(), say("eac-both", one.eac_under_pressure)
            ),
            self._money("etc", "ETC", one.etc, self._no_eac(), say("etc", one.etc)),
            self._money("vac", "VAC", one.vac, self._no_eac(), self._signed("vac", one.vac)),
            self._index(
                "tcpi", "TCPI", one.tcpi, "used-up" if one.bac else "no-budget", say("tcpi", one.tcpi, one=self._unit())
            ),
            *self._times(),
        )

    def cpi_words(self) -> str:
        """`for each CNY 1 spent, CNY 0.96 of work was done`; why not, when nothing was spent."""
        if self.figures.cpi is None:
            return self.context.t("performance.none.no-cost")
        return self._say("cpi", self.figures.cpi, one=self._unit())

    def spi_words(self) -> str:
        """`of the work due by now, 92% is done`; why not, when nothing is due."""
        spi = self.figures.spi
        if spi is None:
            return self.context.t(f"performance.none.{self._no_spi()}")
        key = "spi-ahead" if spi > 1 else "spi"
        return self.context.t(f"performance.say.{key}", share=self.context.formats.percent(float(spi)))

    def eac_words(self) -> str:
        """How far EAC is from the planned total; why not, when it cannot be said."""
        vac, t = self.figures.vac, self.context.t
        if vac is None:
            return t(f"performance.none.{self._no_eac()}")
        return t(f"performance.kpi.eac-{_sign(vac)}", value=self.short(abs(vac)), bac=self.short(self.figures.bac))

    def due_words(self) -> str:
        """`the work done today was due on 12 September`; what `schedule_words` says where there is no such day."""
        found = self.schedule
        if found is None or not found.passed or not found.behind or found.due_on is None:
            return self.schedule_words()
        key = "behind" if found.behind > 0 else "ahead"
        return self.context.t(f"performance.kpi.due-{key}", day=self.date(found.due_on))

    def schedule_words(self) -> str:
        """`the work done today was due on 12 Sep: 9 working days behind`."""
        found = self.schedule
        if found is None:
            return self.context.t("performance.none.no-plan" if self.figures.bac else "performance.none.no-budget")
        if not found.passed:
            return self.context.t("performance.none.no-time")
        key = "behind" if found.behind > 0 else "ahead" if found.behind < 0 else "level"
        if found.due_on is None:
            key = "none" if found.behind > 0 else "level"
        day = self.date(found.due_on)
        return counted(self.context, f"performance.say.es-{key}", abs(found.behind), day=day)

    def short(self, amount: Decimal | None) -> str:
        """An amount as sentences have it, in whole units."""
        return self.context.formats.money(None if amount is None else Decimal(round(amount)), self.currency)

    def date(self, day: date | None) -> str:
        """A day in a sentence; with its year where that is not the as-of day's."""
        formats = self.context.formats
        return formats.iso(day) if day and day.year != self.context.as_of.year else formats.sentence(day)

    def index(self, value: Decimal | None) -> str:
        """`0.96`; `n/a` for None."""
        return self.context.t("performance.na") if value is None else self.context.formats.number(value, 2)

    def _times(self) -> tuple[Reading, ...]:
        found, t = self.schedule, self.context.t
        if found is None:
            missing = "no-plan" if self.figures.bac else "no-budget"
            return tuple(
                self._reading(name, short, t("performance.na"), t(f"performance.none.{missing}"))
                for name, short in (("es", "ES"), ("at", "AT"), ("spi-t", "SPI(t)"), ("finish", ""))
            )
        spi, finish = found.spi, found.finish
        days = self.context.formats.number(found.earned, 1)
        passed = counted(self.context, "performance.say.at", found.passed, planned=found.planned)
        speed = t("performance.none.no-time") if spi is None else t("performance.say.spi-t", value=self.index(spi))
        if finish:
            text = t("performance.say.finish", day=self.date(finish))
        else:
            missing = "no-time" if not found.passed else "no-earned" if not found.earned else "far"
            text = t(f"performance.none.{'done' if found.earned >= found.planned else missing}")
        return (
            self._reading("es", "ES", t("performance.days", count=days), self.schedule_words()),
            self._reading("at", "AT", counted(self.context, "performance.days", found.passed), passed),
            self._reading("spi-t", "SPI(t)", self.index(spi), speed),
            self._reading("finish", "", day_text(finish, self.context) or t("performance.na"), text),
        )

    def _money(self, name: str, short: str, amount: Decimal | None, missing: str, words: str) -> Reading:
        if amount is None:
            return self._missing(name, short, missing)
        unit = "元" if self.context.formats.zh and self.currency == "CNY" else self.currency
        cents = 0 if amount == amount.to_integral_value() else 2
        number = self.context.formats.number(amount, cents)
        value = self.context.t("performance.exact", value=number, unit=unit) if unit else number
        return self._reading(name, short, value, words)

    def _index(self, name: str, short: str, value: Decimal | None, missing: str, words: str) -> Reading:
        if value is None:
            return self._missing(name, short, missing)
        return self._reading(name, short, self.index(value), words)

    def _missing(self, name: str, short: str, missing: str) -> Reading:
        return self._reading(
            name, short, self.context.t("performance.na"), self.context.t(f"performance.none.{missing}")
        )

    def _reading(self, name: str, short: str, value: str, words: str) -> Reading:
        t = self.context.t
        return Reading(
            id=name,
            abbreviation=short,
            name=t(f"performance.name.{name}"),
            tip=t(f"performance.tip.{name}"),
            value=value,
            words=words,
        )

    def _say(self, name: str, value: Decimal | None, **more: str) -> str:
        """Indices are written as that many units of money: `CNY 0.96`."""
        if value is None:
            return ""
        written = self._coins(value) if name in ("cpi", "tcpi") else self.short(value)
        return self.context.t(f"performance.say.{name}", value=written, **more)

    def _signed(self, name: str, value: Decimal | None) -> str:
        if value is None:
            return ""
        return self.context.t(f"performance.say.{name}-{_sign(value)}", value=self.short(abs(value)))

    def _unit(self) -> str:
        return self.context.formats.money(Decimal(1), self.currency).strip()

    def _coins(self, value: Decimal) -> str:
        return self.context.formats.money(Decimal(f"{value:.2f}"), self.currency).strip()

    def _no_spi(self) -> str:
        return "no-plan" if self.figures.pv is None else "no-due"

    def _no_eac(self) -> str:
        return "no-earned" if self.figures.ac else "no-cost"

    def _no_both(self) -> str:
        return self._no_eac() if self.figures.eac is None else self._no_spi()


def _sign(value: Decimal) -> str:
    """Of a value in whole units, as it is written."""
    rounded = round(value)
    return "plus" if rounded > 0 else "minus" if rounded < 0 else "zero"
