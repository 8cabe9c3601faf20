//! Statistics of moving windows over a series of readings.

/// The least reading of every full window.
pub fn rolling_min(values: &[i32], window: usize) -> Vec<i32> {
    if window == 0 {
        return Vec::new();
    }
    values.windows(window).map(|w| *w.iter().min().unwrap()).collect()
}

/// The greatest reading of every full window.
pub fn rolling_max(values: &[i32], window: usize) -> Vec<i32> {
    if window == 0 {
        return Vec::new();
    }
    values.windows(window).map(|w| *w.iter().max().unwrap()).collect()
}

/// The difference of greatest and least reading of every full window.
pub fn rolling_range(values: &[i32], window: usize) -> Vec<i64> {
    let low = rolling_min(values, window);
    let high = rolling_max(values, window);
    low.iter().zip(high.iter()).map(|(l, h)| *h as i64 - *l as i64).collect()
}

/// The mean of every full window, rounded towards zero.
pub fn rolling_mean(values: &[i32], window: usize) -> Vec<i32> {
    let mut result = Vec::new();
    if window == 0 {
        return result;
    }
    for start in 0..values.len() {
        if window > values.len() - start {
            break;
        }
        let mut sum: i64 = 0;
        for value in &values[start..start + window] {
            sum += *value as i64;
        }
        result.push((sum / window as i64) as i32);
    }
    result
}

/// The start of the first window whose range is at most `limit`.
pub fn first_calm(values: &[i32], window: usize, limit: i64) -> Option<usize> {
    rolling_range(values, window).iter().position(|range| *range <= limit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes() {
        assert_eq!(rolling_min(&[4, 2, 3, 9, 8], 2), vec![2, 2, 3, 8]);
        assert_eq!(rolling_max(&[4, 2, 3, 9, 8], 3), vec![4, 9, 9]);
        assert_eq!(rolling_range(&[i32::MIN, i32::MAX], 2), vec![u32::MAX as i64]);
        assert!(rolling_min(&[1], 2).is_empty());
        assert!(rolling_max(&[1], 0).is_empty());
    }

    #[test]
    fn means() {
        assert_eq!(rolling_mean(&[1, 2, 4, -9], 2), vec![1, 3, -2]);
        assert_eq!(first_calm(&[1, 9, 8, 8, 7], 3, 1), Some(1));
        assert_eq!(first_calm(&[1, 9], 2, 1), None);
    }
}
