"""CP-SAT's model of bin packing, as strong as it could be made without inventing an algorithm.

Bins: as many as first fit decreasing takes, which is also the hint, variable for variable. Minimised is the number of
those in use; it is at least Martello and Toth's L2. Bins in use come first. Items above half the capacity are fixed,
each in a bin of its own, in descending order; the other bins are in descending order of their loads, since they can
be exchanged.

The model `items` has a Boolean for each item and bin; items of equal size may be exchanged, and go into bins in
ascending order. The model `sizes` has a whole number for each size and bin, how many items of that size the bin holds,
which leaves no such exchange: fewer variables, the more the sizes repeat.

The time is the processor's, in `solve` alone: the model is built before the clock starts.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Sequence

from bpplib import Instance, Outcome
from ortools.sat.python import cp_model


def first_fit_decreasing(instance: Instance) -> list[list[int]]:
    """The sizes in each bin."""
    bins: list[list[int]] = []
    free: list[int] = []
    for size in instance.sizes:
        index = next((index for index, room in enumerate(free) if room >= size), len(bins))
        if index == len(bins):
            bins.append([])
            free.append(instance.capacity)
        bins[index].append(size)
        free[index] -= size
    return bins


def martello_toth(instance: Instance) -> int:
    """L2: the largest, over all limits, of the large items and the bins that the middle ones need beyond them."""
    capacity, sizes = instance.capacity, instance.sizes
    large = [size for size in sizes if 2 * size > capacity]
    best = len(large)
    for limit in {size for size in sizes if 2 * size <= capacity}:
        offered = sum(capacity - size for size in large if size <= capacity - limit)
        needed = sum(size for size in sizes if limit <= size and 2 * size <= capacity)
        best = max(best, len(large) + -(-max(0, needed - offered) // capacity))
    return best


class Model:
    """The variables `count[kind][bin]`, how many items of a kind a bin holds, and what has to hold for them."""

    def __init__(self, instance: Instance, kinds: Sequence[tuple[int, int]]) -> None:
        """`kinds` are pairs of a size, in descending order, and how many items are of this kind."""
        self.model = cp_model.CpModel()
        packed = first_fit_decreasing(instance)
        bins, fixed = range(len(packed)), sum(2 * size > instance.capacity for size in instance.sizes)
        used = [self.model.new_bool_var(f"used {b}") for b in bins]
        count = [[self.variable(min(copies, instance.capacity // size)) for _ in bins] for size, copies in kinds]
        loads = [sum(size * count[k][b] for k, (size, _) in enumerate(kinds)) for b in bins]
        for k, (_, copies) in enumerate(kinds):
            self.model.add(sum(count[k]) == copies)
        for b in bins:
            self.model.add(loads[b] <= instance.capacity * used[b])
        self.fix_large(instance, kinds, count)
        for b in bins[fixed:-1]:
            self.model.add_implication(used[b + 1], used[b])
            self.model.add(loads[b] >= loads[b + 1])
        self.order_equals(kinds, count)
        self.model.add(sum(used) >= martello_toth(instance))
        self.model.minimize(sum(used))
        self.hint(kinds, count, used, packed, fixed)

    def variable(self, most: int) -> cp_model.IntVar:
        return self.model.new_bool_var("") if most == 1 else self.model.new_int_var(0, most, "")

    def fix_large(self, instance: Instance, kinds: Sequence[tuple[int, int]], count: list[list[cp_model.IntVar]]) -> None:
        """First fit decreasing has them in the first bins, one each, as well."""
        b = 0
        for k, (size, copies) in enumerate(kinds):
            if 2 * size > instance.capacity:
                for _ in range(copies):
                    self.model.add(count[k][b] == 1)
                    b += 1

    def order_equals(self, kinds: Sequence[tuple[int, int]], count: list[list[cp_model.IntVar]]) -> None:
        """Of two kinds of the same size, that are items, the first is in no later bin."""
        for k in range(len(kinds) - 1):
            if kinds[k][0] == kinds[k + 1][0]:
                bins = range(len(count[k]))
                self.model.add(sum(b * count[k][b] for b in bins) <= sum(b * count[k + 1][b] for b in bins))

    def hint(
        self,
        kinds: Sequence[tuple[int, int]],
        count: list[list[cp_model.IntVar]],
        used: list[cp_model.IntVar],
        packed: list[list[int]],
        fixed: int,
    ) -> None:
        """First fit decreasing's bins, those without a large item in descending order of their loads."""
        packed = packed[:fixed] + sorted(packed[fixed:], key=sum, reverse=True)
        taken = [0] * len(kinds)
        for b, sizes in enumerate(packed):
            self.model.add_hint(used[b], 1)
            left = Counter(sizes)
            for k, (size, copies) in enumerate(kinds):
                here = min(left[size], copies - taken[k])
                taken[k] += here
                left[size] -= here
                self.model.add_hint(count[k][b], here)


def solve(instance: Instance, model: str, seconds: float) -> Outcome:
    """What CP-SAT finds and proves in so much processor time."""
    if model == "items":
        kinds = [(size, 1) for size in instance.sizes]
    else:
        kinds = sorted(Counter(instance.sizes).items(), reverse=True)
    built = Model(instance, kinds).model
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    done = threading.Event()
    began = time.process_time()

    def stop_in_time() -> None:
        while not done.wait(0.02):
            if time.process_time() - began >= seconds:
                solver.stop_search()

    watch = threading.Thread(target=stop_in_time)
    watch.start()
    status = solver.solve(built)
    spent = time.process_time() - began
    done.set()
    watch.join()
    bound = round(solver.best_objective_bound)
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Outcome(round(solver.objective_value), bound, spent)
    return Outcome(len(first_fit_decreasing(instance)), martello_toth(instance), spent)
