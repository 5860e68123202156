//! nginx's `hash ... consistent`.
//!
//! <https://github.com/nginx/nginx>, `src/http/modules/ngx_http_upstream_hash_module.c`.

use alloc::vec::Vec;

use ansatz_core::ParameterError;
use ansatz_hash::{Key, KeyHasher};

use super::{
    continuum::{Scheme, remade, require_whole, text},
    ketama_hashes::{Crc32, upper},
};
use crate::{
    Fleet, FleetError, Member, Placer, Removed,
    placers::{
        points::{MOST_POINTS, Point, Points},
        seen::distinct,
        surface::surface,
    },
};

/// The ring of nginx's `hash $key consistent`: 160 points for each unit of weight, by CRC-32.
///
/// A node is the text of a `server` directive without its parameters (`"10.0.0.1:443"`, `"backend"`,
/// `"unix:/run/app.sock"`), a key is what the first argument of `hash` evaluates to. The order of preference is that in
/// which nginx tries servers that are down or have been tried. Slots count in the order of the directives: it decides
/// between servers that share a point.
///
/// # Complexity
///
/// `locate` takes O(1) expected. A change makes the ring anew, O(P log P) for P points of 21 bytes.
///
/// # Examples
///
/// ```
/// use ansatz_placement::{Fleet, Member, systems::NginxKetama};
///
/// let servers = (1..10).map(|host| Member::new(format!("10.0.0.{host}:443")).with_weight(100.0));
/// let ring = NginxKetama::with_fleet(Fleet::with_members(servers)?)?;
/// assert_eq!(ring.locate("/81fa1d251d605775d647b5b55565e71526d4cef6"), "10.0.0.7:443");
/// # Ok::<(), ansatz_placement::FleetError>(())
/// ```
#[derive(Clone)]
pub struct NginxKetama<N, H = Crc32> {
    fleet: Fleet<N>,
    circle: Points,
    scheme: Nginx,
    hasher: H,
}

impl<N: Key> NginxKetama<N> {
    /// Servers of weight 1.
    ///
    /// # Errors
    ///
    /// [`FleetError`] if there is no server, or one twice.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::systems::NginxKetama;
    ///
    /// let ring = NginxKetama::new(["10.0.0.1:443", "10.0.0.2:443"])?;
    /// assert!(ring.locate("/index.html").ends_with(":443"));
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn new(nodes: impl IntoIterator<Item = N>) -> Result<Self, FleetError> {
        Self::with_fleet(Fleet::new(nodes)?)
    }

    /// Servers with their `weight`.
    ///
    /// # Errors
    ///
    /// [`FleetError::Parameter`] if a weight is not a whole number, or all of them need more than 2^24 points.
    ///
    /// # Examples
    ///
    /// ```
    /// use ansatz_placement::{Fleet, Member, systems::NginxKetama};
    ///
    /// let servers = [Member::new("a").with_weight(3.0), Member::new("b")];
    /// assert!(NginxKetama::with_fleet(Fleet::with_members(servers)?).is_ok());
    /// let servers = [Member::new("a").with_weight(0.5), Member::new("b")];
    /// assert!(NginxKetama::with_fleet(Fleet::with_members(servers)?).is_err());
    /// # Ok::<(), ansatz_placement::FleetError>(())
    /// ```
    pub fn with_fleet(fleet: Fleet<N>) -> Result<Self, FleetError> {
        let scheme = Nginx;
        Ok(Self { circle: scheme.checked_circle(&fleet)?, fleet, scheme, hasher: Crc32 })
    }
}

surface!(NginxKetama, "systems::NginxKetama::new([\"a\", \"b\", \"c\"])");
remade!(NginxKetama);

#[derive(Debug, Clone, Copy)]
struct Nginx;

impl Scheme for Nginx {
    fn require(&self, weight: f64, total: f64, _: usize) -> Result<(), FleetError> {
        require_whole(weight)?;
        if total * POINTS as f64 > MOST_POINTS as f64 {
            let allowed = "at most 104857 in all, 160 points each of at most 2^24";
            return Err(ParameterError::new("weight", total, allowed).into());
        }
        Ok(())
    }

    fn points<N: Key>(&self, fleet: &Fleet<N>) -> Vec<Point> {
        let mut points = Vec::new();
        for (slot, member) in fleet.members().iter().enumerate() {
            points
                .extend(chain(&text(&member.node), member.weight as usize * POINTS).map(|point| (point, slot as u32)));
        }
        // Only one server keeps a point: the first, since glibc's qsort is stable.
        points.sort_unstable();
        points.dedup_by_key(|point| point.0);
        points
    }
}

/// The points of a server: each hashes its host, a zero byte, its port and the point before.
fn chain(server: &[u8], count: usize) -> impl Iterator<Item = u64> {
    let (host, port) = host_and_port(server);
    let mut base = crc32fast::Hasher::new();
    for part in [host, &[0], port] {
        base.update(part);
    }
    let mut last = 0u32;
    (0..count).map(move |_| {
        let mut hasher = base.clone();
        hasher.update(&last.to_le_bytes());
        last = hasher.finalize();
        upper(last)
    })
}

/// A server's text in front of its port and the port's digits; both as nginx divides them.
fn host_and_port(server: &[u8]) -> (&[u8], &[u8]) {
    if let Some((prefix, path)) = server.split_at_checked(5)
        && prefix.eq_ignore_ascii_case(b"unix:")
    {
        return (path, &[]);
    }
    let digits = server.iter().rev().take_while(|byte| byte.is_ascii_digit()).count();
    match server[..server.len() - digits].split_last() {
        Some((b':', host)) => (host, &server[server.len() - digits..]),
        _ => (server, &[]),
    }
}

const POINTS: usize = 160;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn servers_are_divided_as_nginx_divides_them() {
        let both = |server| host_and_port(server);
        assert_eq!(both(b"10.0.0.1:443"), (&b"10.0.0.1"[..], &b"443"[..]));
        assert_eq!(both(b"10.0.0.1"), (&b"10.0.0.1"[..], &b""[..]));
        assert_eq!(both(b"host:"), (&b"host"[..], &b""[..]));
        assert_eq!(both(b"1234"), (&b"1234"[..], &b""[..]));
        assert_eq!(both(b"[::1]:80"), (&b"[::1]"[..], &b"80"[..]));
        assert_eq!(both(b"UNIX:/run/a:1"), (&b"/run/a:1"[..], &b""[..]));
        assert_eq!(both(b""), (&b""[..], &b""[..]));
    }
}
