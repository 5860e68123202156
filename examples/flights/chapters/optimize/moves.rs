//! Round tours and the moves between them: 2-opt and or-opt, each with the change of the length that it makes.
//!
//! G. A. Croes, *A method for solving traveling-salesman problems*, Operations Research 6 (1958); I. Or, *Traveling
//! salesman-type combinatorial problems and their relation to the logistics of regional blood banking* (Northwestern, 1976).

use core::ops::Range;

use ansatz_optimize::Landscape;
use ansatz_random::{Stream, below};

use super::airports::Distances;

/// All round tours through some airports, at least four; a tour is an order of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tours<'a>(pub(super) &'a Distances);

/// A step from one tour to another. Places count from 0 and do not go round the end.
#[derive(Debug, Clone)]
pub(super) enum Move {
    /// 2-opt: the airports at these places are visited backwards.
    Reverse(Range<usize>),
    /// Or-opt: a short stretch changes places with the one beside it, and may be turned round.
    Shift { short: Range<usize>, past: Range<usize>, turned: bool },
}

impl Landscape for Tours<'_> {
    type State = Vec<usize>;
    type Move = Move;

    fn cost(&self, tour: &Vec<usize>) -> f64 {
        let next = tour.iter().cycle().skip(1);
        tour.iter().zip(next).map(|(from, to)| self.0.miles(*from, *to)).sum()
    }

    /// Either kind with the same odds; a move and its way back are about as many airports, and have the same odds too.
    fn propose(&self, tour: &Vec<usize>, rng: &mut Stream) -> Move {
        let count = tour.len();
        if draw(2, rng) == 0 {
            let len = 1 + draw_small(count - 2, rng);
            let begin = draw(count - len + 1, rng);
            return Move::Reverse(begin..begin + len);
        }
        let len = 1 + draw(longest(count), rng);
        let past = draw_small(count - len - 1, rng);
        let begin = draw(count - len - past + 1, rng);
        shift(begin, len, past, [draw(2, rng) == 0, draw(2, rng) == 0])
    }

    fn change(&self, tour: &Vec<usize>, step: &Move) -> f64 {
        let miles = |from, to| self.0.miles(from, to);
        match step {
            // The whole tour backwards is the same tour.
            Move::Reverse(all) if all.len() == tour.len() => 0.0,
            Move::Reverse(places) => {
                let ((first, last), (before, after)) = (ends(tour, places), around(tour, places));
                miles(before, last) + miles(first, after) - miles(before, first) - miles(last, after)
            }
            Move::Shift { short, past, turned } => {
                let (before, after) = around(tour, &(short.start.min(past.start)..short.end.max(past.end)));
                let ((a, b), (c, d)) = (ends(tour, short), ends(tour, past));
                let (first, last) = if *turned { (b, a) } else { (a, b) };
                if short.start < past.start {
                    miles(before, c) + miles(d, first) + miles(last, after)
                        - miles(before, a)
                        - miles(b, c)
                        - miles(d, after)
                } else {
                    miles(before, first) + miles(last, c) + miles(d, after)
                        - miles(before, c)
                        - miles(d, a)
                        - miles(b, after)
                }
            }
        }
    }

    fn apply(&self, tour: &mut Vec<usize>, step: Move) {
        match step {
            Move::Reverse(places) => tour[places].reverse(),
            Move::Shift { short, past, turned } => {
                if turned {
                    tour[short.clone()].reverse();
                }
                if short.start < past.start {
                    tour[short.start..past.end].rotate_left(short.len());
                } else {
                    tour[past.start..short.end].rotate_left(past.len());
                }
            }
        }
    }
}

impl Tours<'_> {
    /// From the first airport always on to the nearest that is left.
    pub(super) fn nearest_neighbour(self) -> Vec<usize> {
        let mut tour: Vec<usize> = (0..self.0.len()).collect();
        for next in 1..tour.len() {
            let from = self.0.from(tour[next - 1]);
            let nearest = (next..tour.len()).min_by(|a, b| from[tour[*a]].total_cmp(&from[tour[*b]]));
            tour.swap(next, nearest.unwrap_or(next));
        }
        tour
    }

    /// Makes moves that shorten the tour until there is none; how many.
    pub(super) fn descend(self, tour: &mut Vec<usize>) -> usize {
        let (mut made, mut barren) = (0, 0);
        while barren < 2 {
            let before = made;
            for step in moves(tour.len()) {
                if self.change(tour, &step) < -NOISE {
                    self.apply(tour, step);
                    made += 1;
                }
            }
            barren = if made == before { barren + 1 } else { 0 };
            // A stretch that went round the end stands in the middle next time.
            let half = tour.len() / 2;
            tour.rotate_left(half);
        }
        made
    }

    /// How many moves there are from a tour, and how many of them shorten it.
    pub(super) fn shortening(self, tour: &[usize]) -> (usize, usize) {
        let mut tour = tour.to_vec();
        let (mut count, mut shorten) = (0, 0);
        for _ in 0..2 {
            count += moves(tour.len()).count();
            shorten += moves(tour.len()).filter(|step| self.change(&tour, step) < -NOISE).count();
            let half = tour.len() / 2;
            tour.rotate_left(half);
        }
        (count, shorten)
    }
}

/// All moves of a tour through so many airports, but for or-opt of stretches that go round its end.
fn moves(count: usize) -> impl Iterator<Item = Move> {
    let reversals = (0..count).flat_map(move |first| (first + 2..=count).map(move |end| Move::Reverse(first..end)));
    let stretches = (1..=longest(count)).flat_map(move |len| (1..count - len).map(move |past| (len, past)));
    let places = stretches.flat_map(move |(len, past)| (0..=count - len - past).map(move |begin| (begin, len, past)));
    let ways = [[false, false], [false, true], [true, false], [true, true]];
    reversals.chain(places.flat_map(move |(begin, len, past)| ways.map(|way| shift(begin, len, past, way))))
}

/// Two stretches from `begin` on, of `len` and of `past` airports, the short one first or last.
fn shift(begin: usize, len: usize, past: usize, [forward, turned]: [bool; 2]) -> Move {
    let end = begin + len + past;
    if forward {
        Move::Shift { short: begin..begin + len, past: begin + len..end, turned }
    } else {
        Move::Shift { short: end - len..end, past: begin..end - len, turned }
    }
}

/// An index below `bound`.
fn draw(bound: usize, rng: &mut Stream) -> usize {
    below(rng, bound as u64) as usize
}

/// From 1 to `most`, rather small: what is near on a good tour is near on the map.
fn draw_small(most: usize, rng: &mut Stream) -> usize {
    1 + draw(1 + draw(most, rng), rng)
}

/// The longest stretch that is shifted: one airport more has to stay where it is, and one to be passed.
fn longest(count: usize) -> usize {
    LONGEST.min(count - 2)
}

/// The first and the last airport of a stretch.
fn ends(tour: &[usize], places: &Range<usize>) -> (usize, usize) {
    (tour[places.start], tour[places.end - 1])
}

/// The airports before and after a stretch.
fn around(tour: &[usize], places: &Range<usize>) -> (usize, usize) {
    let last = tour.len() - 1;
    (tour[places.start.checked_sub(1).unwrap_or(last)], tour[if places.end > last { 0 } else { places.end }])
}

/// Airports in a shifted stretch, as in Or's thesis.
const LONGEST: usize = 3;
/// Miles. A change adds up six distances of at most 12,451 miles: its rounding error is below 6 x 6 x 12,451 x 2^-53.
const NOISE: f64 = 5e-11;

#[cfg(test)]
mod tests {
    use ansatz_random::shuffle;

    use super::{
        super::airports::tests::{anywhere, at},
        *,
    };

    #[test]
    fn a_move_changes_the_length_by_what_it_says_and_keeps_all_airports() {
        for count in [4, 5, 6, 7, 20] {
            let distances = Distances::between(&anywhere(count, 3));
            let tours = Tours(&distances);
            let mut tour: Vec<usize> = (0..count).collect();
            shuffle(&mut Stream::new(1, 0), &mut tour);
            let mut check = |step: Move| {
                let mut after = tour.clone();
                tours.apply(&mut after, step.clone());
                let change = tours.cost(&after) - tours.cost(&tour);
                // Each sum of up to 2 x 20 distances of 12,451 miles is off by less than 40 x 40 x 12,451 x 2^-53.
                assert!((tours.change(&tour, &step) - change).abs() < 1e-8, "{step:?} of {tour:?}");
                tour = after;
                let mut sorted = tour.clone();
                sorted.sort_unstable();
                assert!(sorted.into_iter().eq(0..count));
            };
            moves(count).for_each(&mut check);
            let order: Vec<usize> = (0..count).collect();
            (0..2_000).for_each(|index| check(tours.propose(&order, &mut Stream::new(2, index))));
        }
    }

    #[test]
    fn a_descent_ends_where_no_move_shortens_the_tour() {
        let distances = Distances::between(&anywhere(40, 3));
        let tours = Tours(&distances);
        let mut tour = tours.nearest_neighbour();
        let before = tours.cost(&tour);
        assert!(tours.shortening(&tour).1 > 0);
        assert!(tours.descend(&mut tour) > 0 && tours.cost(&tour) < before);
        assert_eq!(tours.shortening(&tour).1, 0);
        assert_eq!(tours.descend(&mut tour), 0);
    }

    #[test]
    fn airports_on_a_meridian_are_visited_up_and_down() {
        let on = |place: usize| at((place * 7 % 11) as f64, 0.0);
        let distances = Distances::between(&(0..11).map(on).collect::<Vec<_>>());
        let tours = Tours(&distances);
        let mut tour: Vec<usize> = (0..11).collect();
        tours.descend(&mut tour);
        // Latitudes 0 to 10, there and back: two legs over one place in the same direction would be exchanged.
        let farthest = on(0).miles_to(&on(3));
        assert!((tours.cost(&tour) - 2.0 * farthest).abs() < 1e-8, "{tour:?}");
    }
}
