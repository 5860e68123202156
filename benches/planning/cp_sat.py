"""CP-SAT's model of a project with scarce resources: an interval for each job, a `cumulative` for each resource.

A job starts between its earliest start and what its tail leaves of the horizon, which is the makespan of the serial
scheme with the rule of the latest finish; that schedule is also the hint, variable for variable. The makespan is at
least the critical path and the work on each resource.

One worker, which takes turns at its strategies (`interleave_search`). The time is the processor's, in `solve` alone:
the model is built before the clock starts.
"""

from __future__ import annotations

from collections.abc import Sequence

import beside_cp_sat
from ortools.sat.python import cp_model
from psplib import Instance, Outcome


def order(instance: Instance) -> list[int]:
    """The jobs, each before its successors."""
    waits = [0] * len(instance.jobs)
    for job in instance.jobs:
        for successor in job.successors:
            waits[successor] += 1
    found = [job for job, count in enumerate(waits) if count == 0]
    for job in found:
        for successor in instance.jobs[job].successors:
            waits[successor] -= 1
            if waits[successor] == 0:
                found.append(successor)
    return found


def heads_and_tails(instance: Instance, jobs: Sequence[int]) -> tuple[list[int], list[int]]:
    """The least time from the start to each job's start, and from its finish to the end."""
    heads, tails = [0] * len(jobs), [0] * len(jobs)
    for job in jobs:
        for successor in instance.jobs[job].successors:
            heads[successor] = max(heads[successor], heads[job] + instance.jobs[job].duration)
    for job in reversed(jobs):
        rest = (instance.jobs[successor].duration + tails[successor] for successor in instance.jobs[job].successors)
        tails[job] = max(rest, default=0)
    return heads, tails


def serial(instance: Instance, jobs: Sequence[int]) -> list[int]:
    """The starts of jobs that are placed in this order, each at the earliest time."""
    horizon = sum(job.duration for job in instance.jobs)
    free = [list(instance.capacities) for _ in range(horizon)]
    ready, starts = [0] * len(jobs), [0] * len(jobs)
    for number in jobs:
        job, start = instance.jobs[number], ready[number]
        while any(need > room for at in range(start, start + job.duration) for need, room in zip(job.demands, free[at])):
            start += 1
        for at in range(start, start + job.duration):
            free[at] = [room - need for need, room in zip(job.demands, free[at])]
        starts[number] = start
        for successor in job.successors:
            ready[successor] = max(ready[successor], start + job.duration)
    return starts


def solve(instance: Instance, seconds: float) -> Outcome:
    """What CP-SAT finds and proves in so much processor time."""
    jobs = instance.jobs
    heads, tails = heads_and_tails(instance, order(instance))
    # A job's tail is less than that of any job that it waits for, unless it has no duration; ties are in order.
    ranks = {job: rank for rank, job in enumerate(order(instance))}
    hint = serial(instance, sorted(ranks, key=lambda job: (-tails[job], ranks[job])))
    horizon = max(start + job.duration for start, job in zip(hint, jobs))
    work = (
        -(-sum(job.duration * job.demands[k] for job in jobs) // capacity)
        for k, capacity in enumerate(instance.capacities)
        if capacity > 0
    )
    bound = max(instance.path, *work)

    model = cp_model.CpModel()
    starts = [
        model.new_int_var(head, horizon - tail - job.duration, "") for head, tail, job in zip(heads, tails, jobs)
    ]
    intervals = [model.new_fixed_size_interval_var(start, job.duration, "") for start, job in zip(starts, jobs)]
    makespan = model.new_int_var(bound, horizon, "")
    for start, job in zip(starts, jobs):
        model.add(start + job.duration <= makespan)
        for successor in job.successors:
            model.add(start + job.duration <= starts[successor])
    for k, capacity in enumerate(instance.capacities):
        users = [number for number, job in enumerate(jobs) if job.demands[k] > 0 and job.duration > 0]
        model.add_cumulative([intervals[user] for user in users], [jobs[user].demands[k] for user in users], capacity)
    model.minimize(makespan)
    for variable, value in zip([*starts, makespan], [*hint, horizon]):
        model.add_hint(variable, value)

    found, spent = beside_cp_sat.solve(model, seconds)
    # If not even the hint was looked at in time.
    return Outcome(*(found or (horizon, bound)), spent)
