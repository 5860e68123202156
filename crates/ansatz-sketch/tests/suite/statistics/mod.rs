//! Published bounds, held over at least 400 seeds.

mod count_min;
