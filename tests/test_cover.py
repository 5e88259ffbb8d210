"""The cheapest combination against every combination tried."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from engine.alternatives.cover import Found, Item, cheapest, overlapping

amounts = st.integers(0, 4).map(float)
times = st.none() | st.tuples(amounts, st.integers(1, 3)).map(lambda t: (t[0], t[0] + t[1]))
items = st.builds(Item, st.integers(0, 9).map(float), st.tuples(amounts, amounts), times)


@given(st.lists(items, max_size=7), st.tuples(amounts, amounts), st.integers(0, 30))
def test_no_combination_is_cheaper(
    found: list[Item], wanted: tuple[float, float], limit: int
) -> None:
    ranks = []
    for size in range(len(found) + 1):
        for chosen in combinations(range(len(found)), size):
            taken = [found[n] for n in chosen]
            cost = sum(one.cost for one in taken)
            enough = all(sum(one.brings[n] for one in taken) >= wanted[n] for n in (0, 1))
            apart = not any(overlapping(a, b) for a, b in combinations(taken, 2))
            if cost <= limit and enough and apart:
                ranks.append((cost, size, chosen))
    expected = min(ranks)[2] if ranks else None
    assert cheapest(found, wanted, float(limit)) == Found(expected)


def test_nothing_missing_takes_nothing() -> None:
    assert cheapest([Item(1.0, (1.0,))], [0.0], 10.0) == Found(())


def test_a_third_of_a_month_three_times_is_a_month() -> None:
    third = Item(1.0, (1 / 3,))
    assert cheapest([third] * 3, [1.0], 10.0).chosen == (0, 1, 2)


def test_one_after_the_other_is_no_overlap() -> None:
    assert not overlapping(Item(0, (), (0.0, 1.0)), Item(0, (), (1.0, 2.0)))
    assert overlapping(Item(0, (), (0.0, 1.5)), Item(0, (), (1.0, 2.0)))


def test_a_search_too_large_says_so() -> None:
    many = [Item(1.0 + n / 1000, (1.0, float(n % 2))) for n in range(60)]
    assert cheapest(many, [30.0, 15.0], 1000.0).cut
