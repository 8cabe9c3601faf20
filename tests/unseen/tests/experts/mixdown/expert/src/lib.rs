//! Mixing of sound tracks with samples of 16 bits.

/// One voice of a mixture.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    pub samples: Vec<i16>,
    /// How loud, in percent.
    pub gain: u16,
    /// How many samples later it begins.
    pub delay: u16,
    pub muted: bool,
}

/// Adds up all tracks. The result ends with the last one, muted or not.
pub fn mix(tracks: &[Track]) -> Vec<i16> {
    let length = tracks.iter().map(|t| t.delay as usize + t.samples.len()).max().unwrap_or(0);
    let heard = |track: &&Track| !track.muted && track.gain > 0;
    let gains: u64 = tracks.iter().filter(heard).map(|track| track.gain as u64).sum();
    if gains <= 65535 {
        // No sum is outside of 32 bits.
        let mut sums = vec![0i32; length];
        for track in tracks.iter().filter(heard) {
            let gain = track.gain as i32;
            for (sum, &sample) in sums[track.delay as usize..].iter_mut().zip(&track.samples) {
                *sum += sample as i32 * gain;
            }
        }
        sums.iter().map(|&sum| (sum / 100).clamp(-32768, 32767) as i16).collect()
    } else {
        let mut sums = vec![0i64; length];
        for track in tracks.iter().filter(heard) {
            let gain = track.gain as i64;
            for (sum, &sample) in sums[track.delay as usize..].iter_mut().zip(&track.samples) {
                *sum += sample as i64 * gain;
            }
        }
        sums.iter().map(|&sum| (sum / 100).clamp(-32768, 32767) as i16).collect()
    }
}

/// The largest distance from zero.
pub fn peak(samples: &[i16]) -> u16 {
    let mut low = 0i16;
    let mut high = 0i16;
    for &sample in samples {
        low = low.min(sample);
        high = high.max(sample);
    }
    low.unsigned_abs().max(high as u16)
}

/// Scales so that the peak becomes the one given; silence stays.
pub fn normalize(samples: &[i16], target: u16) -> Vec<i16> {
    let peak = peak(samples) as i32;
    if peak == 0 {
        return vec![0; samples.len()];
    }
    // At most 32768 * 65535, which fits.
    let target = target as i32;
    samples.iter().map(|&s| (s as i32 * target / peak).clamp(-32768, 32767) as i16).collect()
}

/// The mean distance from zero for each block of samples; the last may be shorter. There are no
/// blocks of size 0.
pub fn loudness(samples: &[i16], block: usize) -> Vec<u16> {
    if block == 0 {
        return Vec::new();
    }
    samples
        .chunks(block)
        .map(|chunk| {
            // 32 bits hold the sum of a part of this size.
            let sum: u64 = chunk
                .chunks(65536)
                .map(|part| part.iter().map(|s| s.unsigned_abs() as u32).sum::<u32>() as u64)
                .sum();
            (sum / chunk.len() as u64) as u16
        })
        .collect()
}

/// Takes left and right apart, which alternate; an odd last sample is a left one.
pub fn split_stereo(samples: &[i16]) -> (Vec<i16>, Vec<i16>) {
    let pairs = samples.chunks_exact(2);
    let mut left = Vec::with_capacity(samples.len() / 2 + 1);
    left.extend(pairs.clone().map(|pair| pair[0]));
    left.extend_from_slice(pairs.remainder());
    (left, pairs.map(|pair| pair[1]).collect())
}

/// Fades in over the first samples and out over the last ones.
pub fn fade(samples: &[i16], steps: u16) -> Vec<i16> {
    let mut result = samples.to_vec();
    if steps == 0 {
        return result;
    }
    let steps = steps as i32;
    let length = samples.len();
    let rising = (steps as usize).min(length.div_ceil(2));
    for (level, sample) in result[..rising].iter_mut().enumerate() {
        *sample = (*sample as i32 * level as i32 / steps) as i16;
    }
    let falling = (steps as usize).min(length / 2);
    for (level, sample) in result[length - falling..].iter_mut().rev().enumerate() {
        *sample = (*sample as i32 * level as i32 / steps) as i16;
    }
    result
}
