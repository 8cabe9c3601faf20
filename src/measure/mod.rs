//! How much faster: paired times to a ratio with an interval. Knows times and nothing else: neither what ran, nor
//! whether it was right.

use serde::{Deserialize, Serialize};

/// A ratio of seed time to candidate time (above 1 is faster) with the bounds of an interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Interval {
    /// Geometric mean of the ratios.
    pub point: f64,
    /// Lower bound.
    pub low: f64,
    /// Upper bound.
    pub high: f64,
}

/// Two-sided confidence of an interval, as the normal quantile that belongs to it.
#[derive(Debug, Clone, Copy)]
pub struct Confidence(f64);

impl Confidence {
    /// 99 %: what is reported.
    pub const REPORT: Confidence = Confidence(2.575_829);
    /// 99.99 %: what decides.
    pub const EMIT: Confidence = Confidence(3.890_592);

    /// The same confidence when `looks` candidates were looked at (Bonferroni). The normal quantile grows by less than
    /// this bound: for small p, z(p/k)² ≤ z(p)² + 2 ln k.
    pub fn corrected(self, looks: usize) -> Confidence {
        Confidence((self.0 * self.0 + 2.0 * (looks.max(1) as f64).ln()).sqrt())
    }

    /// Quantile of Student's t with `freedom` degrees (Abramowitz and Stegun, 26.7.5).
    fn t(self, freedom: f64) -> f64 {
        let z = self.0;
        let g1 = (z.powi(3) + z) / 4.0;
        let g2 = (5.0 * z.powi(5) + 16.0 * z.powi(3) + 3.0 * z) / 96.0;
        let g3 = (3.0 * z.powi(7) + 19.0 * z.powi(5) + 17.0 * z.powi(3) - 15.0 * z) / 384.0;
        let g4 = (79.0 * z.powi(9) + 776.0 * z.powi(7) + 1482.0 * z.powi(5) - 1920.0 * z.powi(3) - 945.0 * z) / 92160.0;
        z + g1 / freedom + g2 / freedom.powi(2) + g3 / freedom.powi(3) + g4 / freedom.powi(4)
    }
}

impl Interval {
    /// Exactly 1: nothing changes, or it was counted and repeats exactly.
    pub const fn exact(ratio: f64) -> Interval {
        Interval { point: ratio, low: ratio, high: ratio }
    }

    /// Student's interval of the mean of log ratios, one for each relink. Fewer than two ratios bound nothing.
    pub fn of(log_ratios: &[f64], confidence: Confidence) -> Interval {
        let n = log_ratios.len() as f64;
        if log_ratios.len() < 2 {
            let point = log_ratios.first().copied().unwrap_or(0.0).exp();
            return Interval { point, low: 0.0, high: f64::INFINITY };
        }
        let mean = log_ratios.iter().sum::<f64>() / n;
        let half = confidence.t(n - 1.0) * deviation(log_ratios) / n.sqrt();
        Interval { point: mean.exp(), low: (mean - half).exp(), high: (mean + half).exp() }
    }
}

/// What may be said of two that were compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Called {
    /// The second is faster.
    Faster,
    /// The second is slower.
    Slower,
    /// They may be equal.
    Neither,
}

impl Interval {
    /// What may be said where identical copies differ by up to `floor`.
    pub fn called(self, floor: f64) -> Called {
        match self {
            Interval { low, .. } if low > floor => Called::Faster,
            Interval { high, .. } if high < 1.0 / floor => Called::Slower,
            _ => Called::Neither,
        }
    }
}

/// Standard deviation of a sample of at least two.
fn deviation(sample: &[f64]) -> f64 {
    let n = sample.len() as f64;
    let mean = sample.iter().sum::<f64>() / n;
    (sample.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// The middle value; the mean of the two middle ones of an even number; 0 of none.
pub fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    match (sorted.len(), sorted.len() / 2) {
        (0, _) => 0.0,
        (n, middle) if n % 2 == 1 => sorted[middle],
        (_, middle) => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}

/// The noise floor: how far from 1 the reported interval of `relinks` comparisons of identical copies may reach on this
/// machine, estimated from the log ratios of some of them. At least 1.001.
pub fn noise_floor(identical: &[f64], relinks: usize) -> f64 {
    if identical.len() < 2 {
        return 1.001;
    }
    let half = Confidence::REPORT.t(relinks.max(2) as f64 - 1.0) * spread(identical) / (relinks as f64).sqrt();
    half.exp().max(1.001)
}

/// The smallest true ratio that `relinks` comparisons show in nine of ten runs: that the lower bound of their interval lies
/// above `floor`, given the log ratios of some identical copies.
pub fn smallest_effect(identical: &[f64], relinks: usize, floor: f64, confidence: Confidence) -> f64 {
    /// Normal quantile of nine in ten.
    const POWER: f64 = 1.281_552;
    let relinks = relinks.max(2) as f64;
    let error = spread(identical) / relinks.sqrt();
    floor * ((confidence.t(relinks - 1.0) + POWER) * error).exp()
}

/// Deviation of log ratios of identical copies: about zero, not about their mean, because the true ratio is known.
fn spread(identical: &[f64]) -> f64 {
    (identical.iter().map(|x| x * x).sum::<f64>() / identical.len().max(1) as f64).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_interval_is_students() {
        // t(0.995, 9) = 3.2498; sd of 0..9 = 3.0277; half = 3.2498 * 3.0277 / sqrt(10) = 3.1116
        let sample: Vec<f64> = (0..10).map(f64::from).collect();
        let interval = Interval::of(&sample, Confidence::REPORT);
        assert!((interval.high.ln() - 4.5 - 3.1116).abs() < 0.01, "{interval:?}");
        assert!((interval.point.ln() - 4.5).abs() < 1e-9);
    }

    #[test]
    fn the_stricter_bound_is_wider_and_widens_with_every_look() {
        let sample = [0.1, 0.12, 0.08, 0.11, 0.09, 0.1];
        let low = |c| Interval::of(&sample, c).low;
        assert!(low(Confidence::EMIT) < low(Confidence::REPORT));
        assert!(low(Confidence::EMIT.corrected(3)) < low(Confidence::EMIT));
    }

    #[test]
    fn within_the_floor_nothing_is_said() {
        let of = |low, high| Interval { point: 1.0, low, high }.called(1.01);
        assert_eq!([of(1.02, 1.03), of(1.005, 1.02)], [Called::Faster, Called::Neither]);
        assert_eq!([of(0.9, 0.98), of(0.9, 0.995)], [Called::Slower, Called::Neither]);
    }

    #[test]
    fn one_ratio_bounds_nothing() {
        assert_eq!(Interval::of(&[0.5], Confidence::REPORT).low, 0.0);
    }

    #[test]
    fn a_wider_spread_of_identical_copies_raises_the_floor() {
        assert!(noise_floor(&[0.01, -0.02, 0.015], 20) > noise_floor(&[0.001, -0.002, 0.0015], 20));
        assert!(noise_floor(&[0.0, 0.0], 20) >= 1.001);
    }

    #[test]
    fn more_relinks_and_less_noise_show_smaller_effects() {
        let effect = |spread: f64, relinks| smallest_effect(&[spread, -spread], relinks, 1.001, Confidence::EMIT);
        assert!(effect(0.01, 60) < effect(0.01, 20));
        assert!(effect(0.001, 20) < effect(0.01, 20));
        // t(0.99995, 59) = 4.17; (4.17 + 1.28) * 0.01 / sqrt(60) = 0.7 %, and the floor.
        assert!((effect(0.01, 60) - 1.008).abs() < 0.0005, "{}", effect(0.01, 60));
    }
}
