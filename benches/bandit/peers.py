#!/usr/bin/env python3
"""MABWiser's LinUCB and Vowpal Wabbit's contextual bandits on the same rounds as ours: time a round, and what they earn.

    python3.11 -m venv venv && venv/bin/pip install -r benches/bandit/requirements.txt
    venv/bin/python benches/bandit/peers.py --write rounds.csv
    venv/bin/python benches/bandit/peers.py rounds.csv
    cargo run --release -p ansatz-benches --bin bandit_table -- linear --log rounds.csv

One thread. A line of the file is a round: its 32 features, then what each of the ten arms would have paid. A policy is told
the reward of the arm that it pulls and no other. A line of the output says
`policy rounds microseconds_per_round reward_per_round`; a round is a decision and what is learnt from it, in processor time.

MABWiser inverts the matrix of the arm that has learnt. Vowpal Wabbit learns by gradient steps, has no confidence widths for
these models, and explores by chance; each arm is a line of its own, whose features are crossed with the round's. It is given
text, which is how a program in Python feeds it. Its models without `_adf` and its RegCB earned less than a fifth of this.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from pathlib import Path

# Before the libraries are loaded that read it.
os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"

import numpy

ARMS = 10
FEATURES = 32
NOISE = 0.1
# Of both LinUCBs: two and a half times the noise.
ALPHA = 0.25


def main() -> None:
    options = parse()
    if options.write:
        write(options.write, options.rounds, options.seed)
    if not options.log:
        return
    table = numpy.loadtxt(options.log, delimiter=",")
    contexts, rewards = table[:, :FEATURES].copy(), table[:, FEATURES:].copy()
    print("policy rounds microseconds_per_round reward_per_round")
    for name, play in POLICIES.items():
        if options.policy in (None, name):
            start = time.process_time()
            earned = play(contexts, rewards)
            spent = time.process_time() - start
            print(f"{name} {len(contexts)} {1e6 * spent / len(contexts):.2f} {earned / len(contexts):.5f}", flush=True)
    best = rewards.sum(axis=0).max() / len(rewards)
    print(f"# one arm always: {best:.5f} at most; an arm at random: {rewards.mean():.5f}")


def mabwiser(contexts: numpy.ndarray, rewards: numpy.ndarray) -> float:
    from mabwiser.mab import MAB, LearningPolicy

    policy = MAB(list(range(ARMS)), LearningPolicy.LinUCB(alpha=ALPHA, l2_lambda=1.0))
    # It wants a history to begin with: each arm once.
    first = numpy.arange(ARMS)
    policy.fit(first, rewards[first, first], contexts[:ARMS])
    earned = rewards[first, first].sum()
    for row in range(ARMS, len(contexts)):
        context = contexts[row : row + 1]
        arm = policy.predict(context)
        reward = rewards[row, arm]
        policy.partial_fit(numpy.array([arm]), numpy.array([reward]), context)
        earned += reward
    return earned


def vowpal_wabbit(exploration: str) -> Callable[[numpy.ndarray, numpy.ndarray], float]:
    def play(contexts: numpy.ndarray, rewards: numpy.ndarray) -> float:
        import vowpalwabbit

        workspace = vowpalwabbit.Workspace(f"--cb_explore_adf {exploration} -q sa --ignore_linear s --noconstant --quiet")
        rng = numpy.random.default_rng(1)
        earned = 0.0
        arms = [f"|a arm{arm}" for arm in range(ARMS)]
        for context, paid in zip(contexts, rewards):
            shared = "shared |s " + described(context)
            chances = workspace.predict("\n".join([shared, *arms]))
            arm = drawn(chances, rng)
            labelled = arms.copy()
            labelled[arm] = f"0:{-paid[arm]}:{chances[arm]} {arms[arm]}"
            workspace.learn("\n".join([shared, *labelled]))
            earned += paid[arm]
        workspace.finish()
        return earned

    return play


def described(context: numpy.ndarray) -> str:
    return " ".join(f"{place}:{value:.6f}" for place, value in enumerate(context.tolist()))


def drawn(chances: list[float], rng: numpy.random.Generator) -> int:
    left = rng.random() * sum(chances)
    for arm, chance in enumerate(chances):
        left -= chance
        if left < 0.0:
            return arm
    return len(chances) - 1


def write(file: Path, rounds: int, seed: int) -> None:
    rng = numpy.random.default_rng(seed)
    weights, contexts = directions(rng, ARMS), directions(rng, rounds)
    rewards = contexts @ weights.T + NOISE * rng.standard_normal((rounds, ARMS))
    numpy.savetxt(file, numpy.hstack([contexts, rewards]), delimiter=",", fmt="%.17g")


def directions(rng: numpy.random.Generator, count: int) -> numpy.ndarray:
    points = rng.standard_normal((count, FEATURES))
    return points / numpy.linalg.norm(points, axis=1, keepdims=True)


# What earned most of the settings that were tried: scales of 10 to 1,000, rates of 0.1 to 2.
POLICIES = {
    "mabwiser-linucb": mabwiser,
    "vw-squarecb": vowpal_wabbit("--squarecb --gamma_scale 1000"),
    "vw-epsilon-0.05": vowpal_wabbit("--epsilon 0.05 --cb_type mtr -l 2"),
}


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("log", nargs="?", type=Path, help="the rounds")
    parser.add_argument("--policy", choices=POLICIES, help="one alone: all of them")
    parser.add_argument("--write", type=Path, metavar="FILE", help="draw rounds and write them there")
    parser.add_argument("--rounds", type=int, default=10_000, help="rounds to write: 10000")
    parser.add_argument("--seed", type=int, default=1, help="of what is written: 1")
    return parser.parse_args()


if __name__ == "__main__":
    main()
