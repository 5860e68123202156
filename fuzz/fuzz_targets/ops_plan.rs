//! A plan under any sequence of events: every part has one owner, and no node more moves than its limit.
#![cfg_attr(feature = "libfuzzer", no_main)]

use ansatz_placement::{Balance, Execution, Fleet, Layout, Plan};

ansatz_fuzz::target!(|data| run(data));

/// The first bytes are the layout; then each is an event.
fn run(data: &[u8]) {
    let Some((head, events)) = data.split_at_checked(20) else { return };
    let owners = |shift: u8| head.iter().map(move |byte| usize::from(byte >> shift) % 3);
    let old = Fleet::new([0u8, 1, 2]).map_err(Into::into).and_then(|fleet| Layout::slots(fleet, owners(0)));
    let new = Fleet::new([1u8, 2, 3]).map_err(Into::into).and_then(|fleet| Layout::slots(fleet, owners(4)));
    let (Ok(old), Ok(new)) = (old, new) else { panic!("a layout is refused") };
    let old = old.with_bytes(head.iter().map(|&byte| u64::from(byte) * u64::from(head[0] & 1) + 1)).expect("as many");
    let plan = Plan::between(&old, &new, &Balance::within(0.1)).expect("the layouts fit");
    let mut execution = plan.execute(usize::from(head[1]) % 3 + 1).expect("the limit is not 0");
    for &event in events {
        let id = usize::from(event / 8);
        let before: Vec<u8> = (0..20).map(|part| *execution.owner_of(part)).collect();
        let was_done = match event % 8 {
            0..=2 => {
                let _ = execution.start(id);
                false
            }
            3 | 4 => execution.done(id).is_ok(),
            5 => {
                let _ = execution.failed(id);
                false
            }
            6 => {
                let _ = execution.abandon(id);
                false
            }
            _ => {
                let bytes = execution.to_bytes();
                execution = Execution::from_bytes(&bytes).expect("it reads what it writes");
                false
            }
        };
        // All that is ready may start at once, and a layout of it all says the same.
        let mut ahead = execution.clone();
        execution.ready().into_iter().for_each(|id| ahead.start(id).expect("it is ready"));
        let layout = execution.layout();
        assert!((0..20).all(|part| layout.owner(part) == execution.owner_of(part)));
        let changed = (0..20).filter(|&part| *execution.owner_of(part) != before[part]).count();
        assert_eq!(changed, usize::from(was_done));
    }
}
