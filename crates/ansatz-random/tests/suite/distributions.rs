//! Values that `rand_distr` draws from a stream, so that a release of it that draws others is noticed here.
//!
//! They were printed by `rand_distr` 0.6.0. Its mathematics may be the platform's, hence the tolerance, which any other
//! sequence of draws misses by far.

use ansatz_random::Stream;
use rand_distr::{
    Beta, Binomial, Distribution, Exp, Gamma, Geometric, LogNormal, Normal, Pareto, Poisson, Uniform, Weibull, Zipf,
};

fn assert_draws(what: &str, distribution: &impl Distribution<f64>, expected: [f64; 4]) {
    let mut stream = Stream::new(2013, 1);
    for (position, expected) in expected.into_iter().enumerate() {
        let drawn = distribution.sample(&mut stream);
        assert!((drawn - expected).abs() <= 1e-12 * expected.abs(), "{what}, draw {position}: {drawn}, was {expected}");
    }
}

fn assert_counts(what: &str, distribution: &impl Distribution<u64>, expected: [u64; 4]) {
    let mut stream = Stream::new(2013, 1);
    assert_eq!(expected.map(|_| distribution.sample(&mut stream)), expected, "{what}");
}

#[test]
fn light_tails_are_pinned() {
    let uniform = [0.064_781_393_615_879_87, 0.696_142_141_705_453, 0.783_734_282_592_817_1, 0.865_565_203_640_408];
    assert_draws("Uniform", &Uniform::new(0.0, 1.0).unwrap(), uniform);
    let normal = [-1.546_300_804_064_208, 0.670_762_838_835_034_7, 0.397_603_569_647_971_06, 1.379_161_869_367_470_3];
    assert_draws("Normal", &Normal::new(0.0, 1.0).unwrap(), normal);
    let exp = [0.138_818_523_775_272_8, 1.397_116_733_618_797, 0.358_077_880_503_485_2, 2.056_903_304_618_15];
    assert_draws("Exp", &Exp::new(1.0).unwrap(), exp);
    let gamma = [0.594_559_094_911_340_1, 2.806_201_053_422_09, 0.847_312_317_564_532, 7.393_747_018_414_762];
    assert_draws("Gamma", &Gamma::new(2.5, 1.0).unwrap(), gamma);
    let beta = [0.104_029_355_849_459_9, 0.607_649_394_680_971_9, 0.241_734_456_534_362_12, 0.264_081_128_280_145_9];
    assert_draws("Beta", &Beta::new(2.0, 3.0).unwrap(), beta);
}

#[test]
fn heavy_tails_are_pinned() {
    let log_normal = [0.213_034_574_667_228_9, 1.955_728_657_509_516, 1.488_253_923_920_075_6, 3.971_571_536_400_069];
    assert_draws("LogNormal", &LogNormal::new(0.0, 1.0).unwrap(), log_normal);
    let pareto = [6.199_640_056_371_093, 1.273_116_216_242_229_4, 1.176_397_529_403_848_5, 1.101_032_505_088_957_6];
    assert_draws("Pareto", &Pareto::new(1.0, 1.5).unwrap(), pareto);
    let weibull = [1.956_539_830_702_863, 0.508_120_550_671_379_3, 0.390_139_106_303_092_7, 0.275_205_088_686_546_5];
    assert_draws("Weibull", &Weibull::new(1.0, 1.5).unwrap(), weibull);
    assert_draws("Zipf", &Zipf::new(1e6, 1.1).unwrap(), [1.0, 4_146.0, 4.0, 893_964.0]);
}

#[test]
fn counts_are_pinned() {
    assert_counts("Uniform", &Uniform::new(0, 1_000).unwrap(), [64, 696, 783, 865]);
    assert_draws("Poisson", &Poisson::new(20.0).unwrap(), [13.0, 21.0, 26.0, 14.0]);
    assert_counts("Binomial", &Binomial::new(1_000, 0.3).unwrap(), [283, 291, 295, 296]);
    assert_counts("Geometric", &Geometric::new(0.01).unwrap(), [171, 84, 81, 54]);
}
