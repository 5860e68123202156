pub(crate) fn bench(_: &mut criterion::Criterion) {}
