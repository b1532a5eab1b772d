"""Results that are kept."""

from milepost.analysis.forecast.memory import LastResults


def test_equal_inputs_give_the_same_and_others_are_computed():
    last: LastResults[int] = LastResults(most=2)
    made = []

    def compute() -> int:
        made.append(1)
        return len(made)

    assert [last.get("a", (1, [2]), compute), last.get("a", (1, [2]), compute)] == [1, 1]
    assert last.get("a", (1, [3]), compute) == 2
    assert last.get("a", (1, [2]), compute) == 3


def test_no_more_than_the_last_are_kept():
    last: LastResults[str] = LastResults(most=2)
    for name in "abc":
        last.get(name, 0, lambda: "first")
    assert last.get("c", 0, lambda: "again") == "first"
    assert last.get("a", 0, lambda: "again") == "again"
