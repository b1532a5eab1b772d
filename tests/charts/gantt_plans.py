"""Gantt charts for tests: a made-up plan of any size, and charts of single rows."""

import random
from datetime import date, timedelta
from itertools import pairwise

from charts.chart_reading import WORDS

from milepost.charts.gantt_model import GanttChart, GanttLink, GanttPhase, GanttTask, GanttWords

WORDING = GanttWords(label="Gantt", task="Task", owner="Owner", total_float="Float", today="Today", axis=WORDS)
START = date(2026, 3, 2)
SYLLABLES = [
    "订单",
    "支付",
    "门店",
    "优惠",
    "会员",
    "库存",
    "通知",
    "埋点",
    "页面",
    "接口",
    "评审",
    "压测",
    "灰度",
    "备案",
    "文案",
    "设计",
    "迁移",
    "监控",
    "报表",
    "客服",
]


def plan(count: int, span: int, seed: int = 7) -> GanttChart:
    """A made-up plan of `count` tasks over about `span` days with every kind of mark."""
    rng = random.Random(seed)  # noqa: S311
    rows: list[GanttTask] = []
    for i in range(count):
        start = START + timedelta(days=rng.randrange(max(1, span)))
        finish = start + timedelta(days=rng.randrange(max(1, span // 10)))
        name = "".join(rng.sample(SYLLABLES, 3))
        tone = rng.choice(("critical", "float", "float", "done", "cancelled"))
        rows.append(
            GanttTask(
                id=f"{name}{i}",
                name=name,
                href=f"#task-{name}{i}",
                label=f"{name}，{start:%m-%d}–{finish:%m-%d}，总浮动 {i % 20} 工作日",
                start=start,
                finish=finish,
                tone=tone,
                milestone=rng.random() < 0.08,
                progress=rng.random(),
                owner=rng.choice(("周岚", "林远", "江叶", "何川")),
                float_text=str(i % 20),
                date_text=f"{finish:%m-%d}",
                baseline=(start - timedelta(days=3), finish - timedelta(days=2)),
                float_finish=finish + timedelta(days=i % 20),
            ),
        )
    links = tuple(GanttLink(source=a.id, target=b.id) for a, b in pairwise(rows))
    size = max(1, count // 6)
    phases = tuple(
        GanttPhase(
            id=f"phase{i}",
            name=f"Phase {i}",
            label=f"Phase {i}",
            start=min(r.start for r in rows[i : i + size] if r.start),
            finish=max(r.finish for r in rows[i : i + size] if r.finish),
            rows=tuple(rows[i : i + size]),
        )
        for i in range(0, count, size)
    )
    off = frozenset(d for i in range(span + 90) if (d := START + timedelta(days=i)).weekday() > 4)
    return GanttChart(rows=phases, words=WORDING, links=links, today=START + timedelta(days=span // 2), off_days=off)


def one(**fields: object) -> GanttTask:
    values = {
        "id": "a",
        "name": "A",
        "href": "#task-a",
        "label": "A, 2 to 6 Mar",
        "start": START,
        "finish": START + timedelta(days=4),
    }
    return GanttTask(**values | fields)


def chart_of(*rows: GanttTask | GanttPhase, **fields: object) -> GanttChart:
    return GanttChart(rows=rows, words=WORDING, **fields)
