"""CP-SAT's model of bin packing, as strong as it could be made without inventing an algorithm.

There are as many bins as first fit decreasing takes, which is also the hint, variable for variable. The number of those
in use is minimised; it is at least Martello and Toth's L2. A Boolean for each item and bin says where the item is.
Bins can be exchanged, and are in the order of their largest items: with items from the largest on, item i is in one of
the first i + 1 bins, those above half the capacity are in a bin of their own each, and bins in use come first. Of two
items of one size, the first is in no later bin.

One worker, which takes turns at its strategies (`interleave_search`). Without that, with bins in the order of their
loads, with counts of items of each size instead of Booleans, or asked whether L2 bins are enough, it found no fewer
bins on the instances that were tried, and more on Falkenauer's triplets.

The time is the processor's, in `solve` alone: the model is built before the clock starts.
"""

from __future__ import annotations

from collections.abc import Sequence

import beside_cp_sat
from bpplib import Instance, Outcome
from ortools.sat.python import cp_model


def first_fit_decreasing(instance: Instance) -> list[int]:
    """The bin of each item."""
    bins: list[int] = []
    free: list[int] = []
    for size in instance.sizes:
        b = next((b for b, room in enumerate(free) if room >= size), len(free))
        if b == len(free):
            free.append(instance.capacity)
        free[b] -= size
        bins.append(b)
    return bins


def martello_toth(instance: Instance) -> int:
    """L2: the large items and the bins that the middle ones need beyond theirs, the most over all limits."""
    capacity, sizes = instance.capacity, instance.sizes
    large = [size for size in sizes if 2 * size > capacity]
    bounds = [len(large)]
    for limit in {size for size in sizes if 2 * size <= capacity}:
        offered = sum(capacity - size for size in large if size <= capacity - limit)
        needed = sum(size for size in sizes if limit <= size and 2 * size <= capacity)
        bounds.append(len(large) + -(-max(0, needed - offered) // capacity))
    return max(bounds)


def build(instance: Instance, packed: Sequence[int]) -> cp_model.CpModel:
    """The model, with the bin of each item as its hint."""
    model = cp_model.CpModel()
    bins = range(max(packed) + 1)
    used = [model.new_bool_var("") for _ in bins]
    places = [[model.new_bool_var("") for _ in bins[: i + 1]] for i in range(len(packed))]
    for i, (size, place) in enumerate(zip(instance.sizes, places)):
        model.add_exactly_one(place)
        if 2 * size > instance.capacity:
            model.add(place[i] == 1)
    for b in bins:
        load = sum(size * place[b] for size, place in zip(instance.sizes, places) if b < len(place))
        model.add(load <= instance.capacity * used[b])
    for first, second in zip(used, used[1:]):
        model.add_implication(second, first)
    for i in range(len(packed) - 1):
        if instance.sizes[i] == instance.sizes[i + 1]:
            first, second = (sum(b * here for b, here in enumerate(place)) for place in places[i : i + 2])
            model.add(first <= second)
    model.add(sum(used) >= martello_toth(instance))
    model.minimize(sum(used))
    for b in bins:
        model.add_hint(used[b], 1)
    for b_of, place in zip(packed, places):
        for b, here in enumerate(place):
            model.add_hint(here, b == b_of)
    return model


def solve(instance: Instance, seconds: float) -> Outcome:
    """What CP-SAT finds and proves in so much processor time."""
    packed = first_fit_decreasing(instance)
    found, spent = beside_cp_sat.solve(build(instance, packed), seconds)
    # If not even the hint was looked at in time.
    return Outcome(*(found or (max(packed) + 1, martello_toth(instance))), spent)
