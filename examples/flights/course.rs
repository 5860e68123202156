//! How something developed over the stream.

/// At most [`MOST`] points, evenly spread over however many are offered.
#[derive(Debug)]
pub(crate) struct Course<T> {
    points: Vec<T>,
    stride: u64,
    offered: u64,
}

impl<T> Course<T> {
    pub(crate) fn new() -> Self {
        Self { points: Vec::new(), stride: 1, offered: 0 }
    }

    /// Offers a point, which is computed only if it is kept.
    pub(crate) fn offer(&mut self, point: impl FnOnce() -> T) {
        if self.offered.is_multiple_of(self.stride) {
            if self.points.len() == MOST {
                self.stride *= 2;
                let mut index = 0;
                self.points.retain(|_| {
                    index += 1;
                    index % 2 == 1
                });
            }
            self.points.push(point());
        }
        self.offered += 1;
    }

    pub(crate) fn points(&self) -> &[T] {
        &self.points
    }
}

/// A chart of 860 pixels shows no more, and an even number halves without a remainder.
const MOST: usize = 256;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_course_is_thinned_evenly() {
        let mut course = Course::new();
        for i in 0..100_000u32 {
            course.offer(|| i);
        }
        let points = course.points();
        assert!((MOST / 2..=MOST).contains(&points.len()));
        let stride = points[1] - points[0];
        assert!(points.windows(2).all(|pair| pair[1] - pair[0] == stride));
        assert!(100_000 - points[points.len() - 1] <= stride);
    }
}
