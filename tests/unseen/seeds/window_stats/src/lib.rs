//! Figures over windows of a series of readings.

/// The mean of each window of `width` neighbouring readings, rounded towards zero. Empty if the
/// width is zero or there are too few readings.
pub fn moving_average(readings: &[i32], width: usize) -> Vec<i32> {
    let mut means = Vec::new();
    if width == 0 || width > readings.len() {
        return means;
    }
    for start in 0..=readings.len() - width {
        let mut sum: i64 = 0;
        for i in start..start + width {
            sum += readings[i] as i64;
        }
        means.push((sum / width as i64) as i32);
    }
    means
}

/// The window of `width` readings with the largest sum: where it starts, and its sum. The
/// earliest of several.
pub fn peak(readings: &[i32], width: usize) -> Option<(usize, i64)> {
    if width == 0 || width > readings.len() {
        return None;
    }
    let mut best: Option<(usize, i64)> = None;
    for start in 0..=readings.len() - width {
        let mut sum: i64 = 0;
        for i in start..start + width {
            sum += readings[i] as i64;
        }
        match best {
            Some((_, highest)) if highest >= sum => {}
            _ => best = Some((start, sum)),
        }
    }
    best
}

/// In how many windows the mean is above `threshold`.
pub fn windows_above(readings: &[i32], width: usize, threshold: i32) -> usize {
    let mut count = 0;
    for mean in moving_average(readings, width) {
        if mean > threshold {
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn averages() {
        assert_eq!(moving_average(&[1, 2, 3, 4, 10], 2), [1, 2, 3, 7]);
        assert_eq!(moving_average(&[-3, -4], 2), [-3]);
        assert!(moving_average(&[1, 2], 3).is_empty());
        assert!(moving_average(&[1, 2], 0).is_empty());
    }

    #[test]
    fn peaks() {
        assert_eq!(peak(&[1, 5, 5, 1, 5, 5], 2), Some((1, 10)));
        assert_eq!(peak(&[], 1), None);
    }

    #[test]
    fn above() {
        assert_eq!(windows_above(&[1, 2, 3, 4, 10], 2, 2), 2);
    }
}
