//! Where the airports are, and how far from each other.

use std::{collections::BTreeMap, error::Error};

use ansatz_examples::{
    csv::excerpt,
    rows::{Rows, TableError},
};

/// An airport and its place on Earth.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::chapters) struct Airport {
    pub(super) code: String,
    /// In degrees, north positive.
    pub(in crate::chapters) latitude: f64,
    /// In degrees, east positive.
    pub(in crate::chapters) longitude: f64,
}

impl Airport {
    /// Statute miles along the great circle of a sphere: by the haversine, which is exact for near places too.
    pub(super) fn miles_to(&self, other: &Self) -> f64 {
        let [north, east] = [other.latitude - self.latitude, other.longitude - self.longitude];
        let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
        let cosines = self.latitude.to_radians().cos() * other.latitude.to_radians().cos();
        2.0 * RADIUS * (half(north) + cosines * half(east)).clamp(0.0, 1.0).sqrt().asin()
    }

    /// Places on the great circle to another airport, one for each degree of the way and both ends: longitude and latitude.
    pub(super) fn way_to(&self, other: &Self) -> Vec<(f64, f64)> {
        let (from, to) = (self.direction(), other.direction());
        let angle = self.miles_to(other) / RADIUS;
        let steps = angle.to_degrees().ceil().max(1.0);
        let place = |step: u32| {
            let part = f64::from(step) / steps;
            // Of two airports at one place there is nothing in between.
            let weight = |part: f64| if angle > 0.0 { (part * angle).sin() / angle.sin() } else { part };
            let [x, y, z] = core::array::from_fn(|axis| weight(1.0 - part) * from[axis] + weight(part) * to[axis]);
            (y.atan2(x).to_degrees(), z.atan2(x.hypot(y)).to_degrees())
        };
        (0..=steps as u32).map(place).collect()
    }

    /// The unit vector from the centre of the Earth.
    fn direction(&self) -> [f64; 3] {
        let (latitude, longitude) = (self.latitude.to_radians(), self.longitude.to_radians());
        [latitude.cos() * longitude.cos(), latitude.cos() * longitude.sin(), latitude.sin()]
    }
}

/// The airports of which the place is known, by their codes.
pub(in crate::chapters) fn known() -> Result<BTreeMap<String, Airport>, Box<dyn Error>> {
    read(AIRPORTS).map_err(|error| format!("airports.csv: {error}").into())
}

fn read(text: &str) -> Result<BTreeMap<String, Airport>, TableError> {
    let mut rows = Rows::new(text.as_bytes(), ["faa", "lat", "lon"])?;
    let mut airports = BTreeMap::new();
    while rows.read(|_, [code, latitude, longitude]| {
        let (latitude, longitude) = (degrees("lat", latitude, 90.0)?, degrees("lon", longitude, 180.0)?);
        let airport = Airport { code: code.to_owned(), latitude, longitude };
        let is_new = airports.insert(code.to_owned(), airport).is_none();
        if is_new { Ok(()) } else { Err(format!("`faa` {code:?} is there already")) }
    })? {}
    rows.require_whole()?;
    Ok(airports)
}

fn degrees(name: &str, field: &str, most: f64) -> Result<f64, String> {
    match field.parse::<f64>() {
        Ok(number) if number.abs() <= most => Ok(number),
        _ => Err(format!("`{name}` is {:?}, expected degrees in -{most}..={most}", excerpt(field))),
    }
}

/// The miles between each two of some airports.
#[derive(Debug, Clone)]
pub(super) struct Distances {
    len: usize,
    miles: Vec<f64>,
}

impl Distances {
    pub(super) fn between(airports: &[Airport]) -> Self {
        let miles = airports.iter().flat_map(|from| airports.iter().map(|to| from.miles_to(to))).collect();
        Self { len: airports.len(), miles }
    }

    /// How many airports there are.
    pub(super) fn len(&self) -> usize {
        self.len
    }

    pub(super) fn miles(&self, from: usize, to: usize) -> f64 {
        self.miles[from * self.len + to]
    }

    /// The miles from one airport to all.
    pub(super) fn from(&self, from: usize) -> &[f64] {
        &self.miles[from * self.len..][..self.len]
    }

    pub(super) fn memory_bytes(&self) -> usize {
        self.miles.capacity() * size_of::<f64>()
    }
}

/// The airports of the example's own data; README.md beside it says where they come from.
const AIRPORTS: &str = include_str!("../../../data/airports.csv");
/// The mean radius of the Earth, (2a + b) / 3 of the ellipsoid WGS 84, in statute miles of 1.609344 km.
const RADIUS: f64 = 6_371.008_8 / 1.609_344;

#[cfg(test)]
pub(super) mod tests {
    use std::{collections::BTreeSet, fs::File, io::BufReader, path::Path};

    use ansatz_examples::csv::{Records, unpacked};
    use ansatz_random::{Stream, below};

    use super::*;

    /// So many places anywhere on Earth.
    pub(in super::super) fn anywhere(count: usize, seed: u64) -> Vec<Airport> {
        let mut rng = Stream::new(seed, 0);
        let mut degrees = |most: u64| below(&mut rng, 2_000 * most) as f64 / 1_000.0 - most as f64;
        (0..count).map(|_| at(degrees(90), degrees(180))).collect()
    }

    pub(in super::super) fn at(latitude: f64, longitude: f64) -> Airport {
        Airport { code: String::new(), latitude, longitude }
    }

    #[test]
    fn distances_are_those_of_a_sphere() {
        let quarter = core::f64::consts::FRAC_PI_2 * RADIUS;
        let pole = at(90.0, 0.0);
        assert!((pole.miles_to(&at(0.0, 77.0)) - quarter).abs() < 1e-9);
        assert!((at(0.0, -170.0).miles_to(&at(0.0, 100.0)) - quarter).abs() < 1e-9);
        // At the other side of the Earth an error of some 2^-51 in the haversine becomes its root in the angle.
        assert!((at(10.0, 20.0).miles_to(&at(-10.0, -160.0)) - 2.0 * quarter).abs() < 1e-3);
        assert_eq!(at(10.0, 20.0).miles_to(&at(10.0, 20.0)), 0.0);
    }

    #[test]
    fn a_way_leads_from_one_to_the_other_by_steps_of_one_length() {
        let (from, to) = (at(40.0, -74.0), at(21.3, -157.9));
        let way: Vec<Airport> = from.way_to(&to).into_iter().map(|(lon, lat)| at(lat, lon)).collect();
        let ends = [&from, &way[0], &way[way.len() - 1], &to];
        assert!(ends[0].miles_to(ends[1]) < 1e-6 && ends[2].miles_to(ends[3]) < 1e-6);
        let step = from.miles_to(&to) / (way.len() - 1) as f64;
        assert!(way.windows(2).all(|pair| (pair[0].miles_to(&pair[1]) - step).abs() < 1e-6));
        // From a place to itself too there is a way.
        assert!(from.way_to(&from).iter().all(|&(lon, lat)| from.miles_to(&at(lat, lon)) < 1e-6));
    }

    #[test]
    fn every_distance_of_the_flights_agrees() {
        let airports = known().unwrap();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/flights.csv.gz");
        let mut records = Records::new(unpacked(BufReader::new(File::open(path).unwrap())).unwrap());
        records.advance().unwrap().unwrap().unwrap();
        let columns = records.columns(["origin", "dest", "distance"]).unwrap();
        // On the ellipsoid WGS 84 a way is the integral of sqrt(M^2 dlat^2 + N^2 cos^2 lat dlon^2), where both radii of
        // curvature, M and N, are between those of the meridian at the equator, a (1 - e^2) = 6335.44 km, and at the pole,
        // a^2 / b = 6399.59 km. On the sphere both are 6371.01 km. So every way, and the shortest too, is in these ratios.
        let (least, most) = (6_335.44 / 6_371.01, 6_399.60 / 6_371.01);
        let mut pairs = BTreeSet::new();
        while let Some(record) = records.advance().unwrap() {
            record.unwrap();
            let [from, to, miles] = columns.map(|column| records.field(column));
            let (exact, miles) = (airports[from].miles_to(&airports[to]), miles.parse::<f64>().unwrap());
            // It is rounded to a whole mile.
            let allowed = least * exact - 0.5..=most * exact + 0.5;
            assert!(allowed.contains(&miles), "{from}-{to}: {miles} miles, {exact} by the coordinates");
            pairs.insert([from, to].map(str::to_owned));
        }
        let served: BTreeSet<_> = pairs.iter().flatten().collect();
        assert_eq!((pairs.len(), served.len(), airports.len()), (224, 107, 107));
    }

    #[test]
    fn what_is_wrong_with_a_table_is_said_with_its_line() {
        let message = |text: &str| read(text).unwrap_err().to_string();
        assert!(message("faa,lat\n").ends_with("line 1: column lon"));
        for (rows, expected) in [
            ("A,1\n", "line 2: 2 fields where the header has 3"),
            ("A,1,2\nB,91,2\n", "line 3: `lat` is \"91\", expected degrees in -90..=90"),
            ("A,1,NaN\n", "line 2: `lon` is \"NaN\", expected degrees in -180..=180"),
            ("A,1,2\nA,1,2\n", "line 3: `faa` \"A\" is there already"),
        ] {
            let message = message(&format!("faa,lat,lon\n{rows}"));
            assert!(message.ends_with(expected), "{message}");
        }
    }
}
