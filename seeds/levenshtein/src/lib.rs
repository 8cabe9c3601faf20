//! The edit distance between two strings.
//!
//! ```
//! assert_eq!(levenshtein::distance("kitten", "sitting"), 3);
//! ```

/// Returns the Levenshtein distance between `a` and `b`: the smallest number of characters to
/// insert, delete or replace that turns one into the other.
///
/// Characters are `char`s, so that an accented letter counts as one.
pub fn distance(a: &str, b: &str) -> usize {
    let a: Vec<char> = a.chars().collect();
    let b: Vec<char> = b.chars().collect();

    // matrix[i][j] is the distance between the first i characters of a and the first j of b.
    let mut matrix = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in matrix[0].iter_mut().enumerate() {
        *cell = j;
    }

    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let cost = if a[i - 1] == b[j - 1] { 0 } else { 1 };
            let delete = matrix[i - 1][j] + 1;
            let insert = matrix[i][j - 1] + 1;
            let replace = matrix[i - 1][j - 1] + cost;
            matrix[i][j] = delete.min(insert).min(replace);
        }
    }

    matrix[a.len()][b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_strings_have_no_distance() {
        assert_eq!(distance("", ""), 0);
        assert_eq!(distance("same", "same"), 0);
    }

    #[test]
    fn the_distance_to_the_empty_string_is_the_length() {
        assert_eq!(distance("", "word"), 4);
        assert_eq!(distance("word", ""), 4);
    }

    #[test]
    fn each_kind_of_edit_costs_one() {
        assert_eq!(distance("cat", "cats"), 1);
        assert_eq!(distance("cats", "cat"), 1);
        assert_eq!(distance("cat", "cut"), 1);
    }

    #[test]
    fn edits_add_up() {
        assert_eq!(distance("kitten", "sitting"), 3);
        assert_eq!(distance("saturday", "sunday"), 3);
        assert_eq!(distance("flaw", "lawn"), 2);
    }

    #[test]
    fn the_distance_is_the_same_in_both_directions() {
        let words = ["", "a", "ab", "ba", "abc", "stream", "master", "maestro"];
        for a in words {
            for b in words {
                assert_eq!(distance(a, b), distance(b, a), "{a:?} and {b:?}");
            }
        }
    }

    #[test]
    fn an_accented_letter_is_one_character() {
        assert_eq!(distance("naïve", "naive"), 1);
        assert_eq!(distance("日本語", "日本"), 1);
    }
}
