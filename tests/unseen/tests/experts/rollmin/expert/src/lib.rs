//! Statistics of moving windows over a series of readings.

/// The best value of every full window by halving: the best of a window of 2n is that of two windows of n.
#[inline(always)]
fn rolling(values: &[i32], window: usize, best: impl Fn(i32, i32) -> i32) -> Vec<i32> {
    if window == 0 || window > values.len() {
        return Vec::new();
    }
    let mut level = values.to_vec();
    let mut size = 1;
    while size * 2 <= window {
        for i in 0..level.len() - size {
            level[i] = best(level[i], level[i + size]);
        }
        level.truncate(level.len() - size);
        size *= 2;
    }
    let shift = window - size;
    if shift > 0 {
        let length = level.len() - shift;
        for i in 0..length {
            level[i] = best(level[i], level[i + shift]);
        }
        level.truncate(length);
    }
    level
}

/// The least reading of every full window.
pub fn rolling_min(values: &[i32], window: usize) -> Vec<i32> {
    rolling(values, window, |a, b| a.min(b))
}

/// The greatest reading of every full window.
pub fn rolling_max(values: &[i32], window: usize) -> Vec<i32> {
    rolling(values, window, |a, b| a.max(b))
}

/// The difference of greatest and least reading of every full window.
pub fn rolling_range(values: &[i32], window: usize) -> Vec<i64> {
    let low = rolling_min(values, window);
    let high = rolling_max(values, window);
    low.iter().zip(high.iter()).map(|(l, h)| *h as i64 - *l as i64).collect()
}

/// The mean of every full window, rounded towards zero.
pub fn rolling_mean(values: &[i32], window: usize) -> Vec<i32> {
    if window == 0 || window > values.len() {
        return Vec::new();
    }
    let mut sum: i64 = values[..window].iter().map(|v| *v as i64).sum();
    let mut result = Vec::with_capacity(values.len() - window + 1);
    let mean = |sum: i64| match (i32::try_from(sum), i32::try_from(window)) {
        (Ok(sum), Ok(window)) => sum / window,
        _ => (sum / window as i64) as i32,
    };
    result.push(mean(sum));
    for (old, new) in values.iter().zip(&values[window..]) {
        sum += *new as i64 - *old as i64;
        result.push(mean(sum));
    }
    result
}

/// The start of the first window whose range is at most `limit`.
pub fn first_calm(values: &[i32], window: usize, limit: i64) -> Option<usize> {
    let low = rolling_min(values, window);
    let high = rolling_max(values, window);
    low.iter().zip(high.iter()).position(|(l, h)| *h as i64 - *l as i64 <= limit)
}
