//! Rendezvous hashing beside `hrw`, and with weights that all differ.

use ansatz_placement::{Fleet, Member, Rendezvous};
use criterion::Criterion;

use crate::input::{FastHash, SIZES, group, keys, locate, nodes};

pub(crate) fn bench(criterion: &mut Criterion) {
    let keys = keys(10_000);
    for count in SIZES {
        let names = nodes(count);
        let mut even = group(criterion, &format!("rendezvous/locate/{count}"));
        let ours = Rendezvous::new(names.clone()).unwrap();
        locate(&mut even, "ansatz", &keys, |key| ours.locate(key));
        let theirs = hrw::Rendezvous::from_nodes_and_hasher(names.clone(), FastHash);
        locate(&mut even, "hrw", &keys, |key| theirs.pick_top(&key));
        even.finish();
        let members =
            names.iter().zip(1..).map(|(name, weight)| Member::new(name.clone()).with_weight(f64::from(weight)));
        let weighted = Rendezvous::with_fleet(Fleet::with_members(members).unwrap());
        let mut group = group(criterion, &format!("rendezvous/locate_weighted/{count}"));
        locate(&mut group, "ansatz", &keys, |key| weighted.locate(key));
    }
}
