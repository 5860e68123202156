//! Points that fill a cube evenly, however many of them are taken.
//!
//! I. M. Sobol, *On the distribution of points in a cube and the approximate evaluation of integrals*, USSR Computational
//! Mathematics and Mathematical Physics 7 (1967); the order by Gray code of I. A. Antonov and V. M. Saleev (1979); nested
//! uniform scrambling of A. B. Owen, *Randomly permuted (t,m,s)-nets and (t,s)-sequences* (1995), by hashing as in B.
//! Burley, *Practical hash-based Owen scrambling*, Journal of Computer Graphics Techniques 9 (2020).

use alloc::{vec, vec::Vec};

use ansatz_core::{ParameterError, require_range};
use ansatz_random::{Stream, rand_core::Rng};

use super::joe_kuo::{MOST_DIMENSIONS, directions};

/// Sobol points in up to 1,111 dimensions: a (t, s)-sequence in base 2 with the direction numbers of Joe and Kuo.
///
/// Of the first 2^k points, each coordinate has one in each of 2^k equal parts, and pairs of coordinates spread well too.
/// Take powers of two of them, and all from the first on: leaving the first out, or thinning, loses that.
///
/// I. M. Sobol, *On the distribution of points in a cube and the approximate evaluation of integrals*, USSR Computational
/// Mathematics and Mathematical Physics 7 (1967); S. Joe and F. Y. Kuo, *Constructing Sobol sequences with better
/// two-dimensional projections*, SIAM Journal on Scientific Computing 30 (2008); scrambled as in A. B. Owen, *Randomly
/// permuted (t,m,s)-nets and (t,s)-sequences* (1995), by the hashing of B. Burley, *Practical hash-based Owen scrambling*,
/// Journal of Computer Graphics Techniques 9 (2020).
///
/// # Examples
///
/// ```
/// use ansatz_optimize::Sobol;
///
/// let sobol = Sobol::new(2)?;
/// assert_eq!([0, 1, 2, 3].map(|index| sobol.point(index)), [[0.0, 0.0], [0.5, 0.5], [0.75, 0.25], [0.25, 0.75]]);
///
/// // Scrambled: as even, but each point is uniform on the cube, and no point is a corner.
/// let scrambled = Sobol::scrambled(2, 42)?;
/// assert!(scrambled.points(16).filter(|point| point[0] < 0.25).count() == 4);
/// # Ok::<(), ansatz_core::ParameterError>(())
/// ```
///
/// # Accuracy
///
/// Coordinates are multiples of 2^-32; there are 2^32 points.
///
/// # Complexity
///
/// About 16 d steps for a point, d for the next one of [`points`](Self::points); 132 d bytes.
#[derive(Debug, Clone, PartialEq)]
pub struct Sobol {
    directions: Vec<[u32; 32]>,
    /// What each coordinate is scrambled by; none for the points as they are.
    scrambling: Vec<u32>,
}

impl Sobol {
    /// The points as they are published.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 1,111 dimensions.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Sobol;
    ///
    /// assert_eq!(Sobol::new(3)?.point(1), [0.5; 3]);
    /// assert_eq!(Sobol::new(1_112).unwrap_err().to_string(), "`dimensions` is 1112, allowed: 1..=1111");
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn new(dimensions: usize) -> Result<Self, ParameterError> {
        require_range("dimensions", dimensions, 1..=MOST_DIMENSIONS)?;
        Ok(Self { directions: directions(dimensions), scrambling: Vec::new() })
    }

    /// The points with the digits of each coordinate permuted at random, level by level: still a (t, s)-sequence.
    ///
    /// # Errors
    ///
    /// [`ParameterError`] unless there are 1 to 1,111 dimensions.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_optimize::Sobol;
    ///
    /// assert_eq!(Sobol::scrambled(3, 1)?, Sobol::scrambled(3, 1)?);
    /// assert_ne!(Sobol::scrambled(3, 1)?.point(0), Sobol::scrambled(3, 2)?.point(0));
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn scrambled(dimensions: usize, seed: u64) -> Result<Self, ParameterError> {
        let mut rng = Stream::new(seed, 0);
        let plain = Self::new(dimensions)?;
        Ok(Self { scrambling: plain.directions.iter().map(|_| rng.next_u32()).collect(), ..plain })
    }

    /// The number of coordinates.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Sobol::new(3)?.dimensions(), 3);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn dimensions(&self) -> usize {
        self.directions.len()
    }

    /// The point with this index, each coordinate at least 0 and below 1.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(ansatz_optimize::Sobol::new(1)?.point(5), [0.875]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn point(&self, index: u32) -> Vec<f64> {
        let mut point = vec![0.0; self.dimensions()];
        self.write_point(index, &mut point);
        point
    }

    /// Writes the point with this index; the shorter of the point and the dimensions says how many coordinates.
    ///
    /// # Examples
    ///
    /// ```
    /// let mut point = [0.0; 2];
    /// ansatz_optimize::Sobol::new(2)?.write_point(2, &mut point);
    /// assert_eq!(point, [0.75, 0.25]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn write_point(&self, index: u32, point: &mut [f64]) {
        let gray = index ^ (index >> 1);
        for (dimension, (coordinate, directions)) in point.iter_mut().zip(&self.directions).enumerate() {
            let mut digits = 0;
            let mut bits = gray;
            while bits != 0 {
                digits ^= directions[bits.trailing_zeros() as usize];
                bits &= bits - 1;
            }
            *coordinate = self.coordinate(dimension, digits);
        }
    }

    /// The first points, in the order of their indices: each from the one before it, in d steps.
    ///
    /// # Examples
    ///
    /// ```
    /// let first: Vec<_> = ansatz_optimize::Sobol::new(1)?.points(4).flatten().collect();
    /// assert_eq!(first, [0.0, 0.5, 0.75, 0.25]);
    /// # Ok::<(), ansatz_core::ParameterError>(())
    /// ```
    pub fn points(&self, count: u32) -> impl Iterator<Item = Vec<f64>> {
        let mut digits = vec![0; self.dimensions()];
        (0..count).map(move |index| {
            // The Gray codes of neighbours differ in one bit, which 0 has no neighbour for.
            let changed = index.trailing_zeros() as usize;
            let dimensions = digits.iter_mut().zip(&self.directions).enumerate();
            let coordinates = dimensions.map(|(dimension, (digits, directions))| {
                *digits ^= directions.get(changed).copied().unwrap_or(0);
                self.coordinate(dimension, *digits)
            });
            coordinates.collect()
        })
    }

    /// The number that these binary digits, or what they are scrambled to, stand for.
    #[inline]
    fn coordinate(&self, dimension: usize, digits: u32) -> f64 {
        let digits = self.scrambling.get(dimension).map_or(digits, |by| scramble(digits, *by));
        f64::from(digits) / 4_294_967_296.0
    }
}

/// Flips each digit or not, by a hash of the digits above it: with the digits in reverse, sums and products carry only
/// that way.
///
/// The steps and constants are N. Vegdahl's, *Building a better LK hash* (2021).
fn scramble(digits: u32, by: u32) -> u32 {
    let mut x = digits.reverse_bits();
    x ^= x.wrapping_mul(0x3d20_adea);
    x = x.wrapping_add(by);
    x = x.wrapping_mul((by >> 16) | 1);
    x ^= x.wrapping_mul(0x0552_6c56);
    x ^= x.wrapping_mul(0x53a2_2864);
    x.reverse_bits()
}
