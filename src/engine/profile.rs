//! placeholder

use crate::operators::Weights;
use crate::report::ProfileLine;

pub fn weights(lines: &[ProfileLine]) -> Weights {
    Weights::new(lines.iter().map(|l| (l.name.clone(), l.share)))
}
