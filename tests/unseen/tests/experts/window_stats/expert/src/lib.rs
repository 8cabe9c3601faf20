//! Running sums.

fn sums(readings: &[i32], width: usize) -> impl Iterator<Item = i64> + '_ {
    let fits = width != 0 && width <= readings.len();
    let (head, tail) = if fits { readings.split_at(width) } else { (&readings[..0], &readings[..0]) };
    let first: i64 = head.iter().map(|&x| i64::from(x)).sum();
    let mut sum = first;
    let rest = tail.iter().zip(readings).map(move |(&new, &old)| {
        sum += i64::from(new) - i64::from(old);
        sum
    });
    fits.then_some(first).into_iter().chain(rest)
}

pub fn moving_average(readings: &[i32], width: usize) -> Vec<i32> {
    let mut means = Vec::with_capacity((readings.len() + 1).saturating_sub(width));
    let divisor = width as i64;
    means.extend(sums(readings, width).map(|sum| (sum / divisor) as i32));
    means
}

pub fn peak(readings: &[i32], width: usize) -> Option<(usize, i64)> {
    let mut best: Option<(usize, i64)> = None;
    sums(readings, width).enumerate().for_each(|(start, sum)| match best {
        Some((_, highest)) if highest >= sum => {}
        _ => best = Some((start, sum)),
    });
    best
}

pub fn windows_above(readings: &[i32], width: usize, threshold: i32) -> usize {
    // trunc(sum / width) > threshold, without a division
    let (w, t) = (width as i128, i128::from(threshold));
    let least = if t >= 0 { (t + 1) * w } else { t * w + 1 };
    let Ok(least) = i64::try_from(least) else {
        return 0;
    };
    let mut count = 0;
    sums(readings, width).for_each(|sum| count += usize::from(sum >= least));
    count
}
