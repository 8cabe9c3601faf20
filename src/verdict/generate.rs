//! placeholder
use crate::replay::harness::Harness;
use crate::trace::{Session, Trace};

pub fn sessions(_: &Harness, trace: &Trace, from: &[usize], count: usize, _: &mut dyn rand::Rng) -> Vec<Session> {
    from.iter().take(count.min(50)).map(|&i| trace.sessions[i].clone()).collect()
}
