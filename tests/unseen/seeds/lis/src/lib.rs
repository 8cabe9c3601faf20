//! Longest increasing subsequences.

/// For each value, the length of the longest strictly increasing subsequence that ends with it.
fn lengths(values: &[i32]) -> Vec<usize> {
    let mut lengths = vec![1; values.len()];
    for i in 0..values.len() {
        for j in 0..i {
            if values[j] < values[i] && lengths[j] + 1 > lengths[i] {
                lengths[i] = lengths[j] + 1;
            }
        }
    }
    lengths
}

/// The length of the longest strictly increasing subsequence.
pub fn longest(values: &[i32]) -> usize {
    lengths(values).into_iter().max().unwrap_or(0)
}

/// How few values must be removed to leave a strictly increasing sequence.
pub fn removals(values: &[i32]) -> usize {
    values.len() - longest(values)
}

/// How many values could be the last of a longest increasing subsequence.
pub fn possible_ends(values: &[i32]) -> usize {
    let lengths = lengths(values);
    let longest = lengths.iter().copied().max().unwrap_or(0);
    lengths.iter().filter(|&&length| length == longest).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_known_sequences() {
        assert_eq!(longest(&[10, 9, 2, 5, 3, 7, 101, 18]), 4);
        assert_eq!(longest(&[7, 7, 7]), 1);
        assert_eq!(longest(&[]), 0);
    }

    #[test]
    fn removals_and_ends() {
        assert_eq!(removals(&[1, 2, 9, 3, 4]), 1);
        assert_eq!(possible_ends(&[10, 9, 2, 5, 3, 7, 101, 18]), 2);
        assert_eq!(possible_ends(&[]), 0);
    }
}
