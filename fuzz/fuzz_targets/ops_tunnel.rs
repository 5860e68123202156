//! A tunnel whose coins, scores and observations are any: it is open when a plain count of its audits says so, and what it
//! says of wrong answers holds together.
#![cfg_attr(feature = "libfuzzer", no_main)]

use core::convert::Infallible;

use ansatz_quantum::{Decision, ErrorBudget, Passage, Ticket, Tunnel, TunnelConfig};
use ansatz_random::rand_core::TryRng;

ansatz_fuzz::target!(|data| run(data));

/// The kind of budget, its size, delta, the audit; then a byte for each operation.
fn run(data: &[u8]) {
    let Some((&[kind, size, delta, audit], operations)) = data.split_first_chunk::<4>() else { return };
    let budget = match kind % 2 {
        0 => ErrorBudget::Count(u64::from(size) * u64::from(size)),
        _ => ErrorBudget::Share(f64::from(size) / 256.0),
    };
    let config = TunnelConfig::default().threshold(f64::from(kind / 2) / 128.0);
    let config = if audit == 0 { config } else { config.audit(f64::from(audit) / 256.0) };
    let Ok(mut tunnel) = Tunnel::with_config(budget, f64::from(delta) / 500.0, config) else { return };
    let mut tickets: Vec<(Ticket, u32)> = Vec::new();
    let mut horizon = Horizon::default();
    for &operation in operations {
        let passage = tunnel.passage();
        if let Some(closes) = tunnel.closes_at() {
            assert_eq!(passage == Passage::Closed, horizon.caught >= closes);
            assert_eq!(passage == Passage::Open, horizon.caught + horizon.outstanding < closes);
        }
        let argument = operation / 8;
        match operation % 8 {
            coin @ 0..=3 => match tunnel.decide(f64::from(argument) / 31.0, &mut Coin(coin)) {
                Decision::Jump => assert!(passage == Passage::Open && coin > 0),
                Decision::Audit(ticket) => {
                    assert!(passage == Passage::Open && coin < 3);
                    horizon.audits += 1;
                    horizon.outstanding += 1;
                    tickets.push((ticket, horizon.number));
                }
                Decision::Compute(ticket) => tunnel.observe(ticket, argument % 8 > 0).expect("of no audit"),
            },
            7 => {
                tunnel.renew();
                horizon = Horizon { number: horizon.number + 1, ..Horizon::default() };
            }
            right if !tickets.is_empty() => {
                let (ticket, number) = tickets.swap_remove(usize::from(argument) % tickets.len());
                tunnel.observe(ticket, right > 4).expect("once");
                if number == horizon.number {
                    horizon.outstanding -= 1;
                    horizon.caught += u64::from(right == 4);
                }
            }
            _ => {}
        }
        horizon.check(&tunnel);
    }
}

/// What is known of the audits since the last renewal.
#[derive(Default)]
struct Horizon {
    number: u32,
    audits: u64,
    caught: u64,
    outstanding: u64,
}

impl Horizon {
    fn check(&self, tunnel: &Tunnel) {
        let counters = tunnel.counters();
        assert_eq!((counters.audits, counters.caught), (self.audits, self.caught));
        let (wrong, saving, jumps) = (tunnel.wrong_jumps(), tunnel.saving(), counters.jumps as f64);
        assert!(0.0 <= wrong.value && wrong.value <= wrong.upper && wrong.upper <= jumps, "{wrong:?} of {jumps}");
        assert!(0.0 <= saving.lower && saving.lower <= saving.value && saving.upper <= jumps, "{saving:?} of {jumps}");
    }
}

/// A coin that is known: the least number, one of two between, the largest.
struct Coin(u8);

impl TryRng for Coin {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        Ok((self.try_next_u64()? >> 32) as u32)
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        Ok([0, 1 << 60, 1 << 63, u64::MAX][usize::from(self.0)])
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        bytes.fill(self.0);
        Ok(())
    }
}
