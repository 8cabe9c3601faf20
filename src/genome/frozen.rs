//! Where the seed may not be edited. Must not know how that was found out.

use std::ops::Range;
use std::sync::Arc;

/// A span of a file of the seed.
pub type Place = (Arc<str>, Range<usize>);

/// What no edit may touch.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Frozen {
    /// What no input reaches: nothing can judge a change there.
    pub unreached: Vec<Place>,
    /// Blocks that only made-up input reaches. A change within one can only do harm. Together with what is around it, as where a
    /// function is written anew, it may go, because made-up input judges that; but only by a rule, as a person wrote it, and not by
    /// chance.
    pub idle: Vec<Place>,
}

impl Frozen {
    /// Whether an edit in the place of `range` of a file is forbidden; an empty range is an insertion. `by_rule`: a rule made it,
    /// and nothing changed it since.
    pub fn forbids(&self, file: &str, range: &Range<usize>, by_rule: bool) -> bool {
        let covered =
            |place: &Range<usize>| range.start <= place.start && place.end <= range.end && range.len() > place.len();
        let mut idle = self.idle.iter().filter(|place| over(place, file, range));
        self.is_unreached(file, range) || idle.any(|(_, place)| !by_rule || !covered(place))
    }

    /// Whether no input reaches some of a range.
    pub fn is_unreached(&self, file: &str, range: &Range<usize>) -> bool {
        self.unreached.iter().any(|place| over(place, file, range))
    }
}

fn over((of, place): &Place, file: &str, range: &Range<usize>) -> bool {
    **of == *file && range.start < place.end && place.start < range.end.max(range.start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_idle_block_goes_only_together_with_what_is_around_it_and_by_a_rule() {
        let frozen = Frozen { unreached: vec![("a".into(), 40..50)], idle: vec![("a".into(), 10..20)] };
        let forbidden = |range| frozen.forbids("a", &range, true);
        assert!(forbidden(12..15) && forbidden(12..12) && forbidden(10..20) && forbidden(5..15) && forbidden(15..25));
        assert!(!forbidden(5..20) && !forbidden(10..25) && !forbidden(5..10) && !forbidden(20..20));
        assert!(forbidden(0..60) && forbidden(49..60), "what nothing reaches stays whatever is around it");
        assert!(!frozen.forbids("b", &(12..15), false) && frozen.forbids("a", &(5..20), false));
    }
}
