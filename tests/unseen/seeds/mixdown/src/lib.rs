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

/// Keeps a value within the range of a sample.
fn clip(value: i64) -> i16 {
    if value > i16::MAX as i64 {
        i16::MAX
    } else if value < i16::MIN as i64 {
        i16::MIN
    } else {
        value as i16
    }
}

/// The sample of a track at a time of the mixture, with its gain, in hundredths.
fn sample_at(track: &Track, time: usize) -> i64 {
    if track.muted || time < track.delay as usize {
        return 0;
    }
    match track.samples.get(time - track.delay as usize) {
        Some(sample) => *sample as i64 * track.gain as i64,
        None => 0,
    }
}

/// Adds up all tracks. The result ends with the last one, muted or not.
pub fn mix(tracks: &[Track]) -> Vec<i16> {
    let length = tracks.iter().map(|t| t.delay as usize + t.samples.len()).max().unwrap_or(0);
    let mut mixture = Vec::new();
    for time in 0..length {
        let sum: i64 = tracks.iter().map(|track| sample_at(track, time)).sum();
        mixture.push(clip(sum / 100));
    }
    mixture
}

/// The largest distance from zero.
pub fn peak(samples: &[i16]) -> u16 {
    samples.iter().map(|s| s.unsigned_abs()).max().unwrap_or(0)
}

/// Scales so that the peak becomes the one given; silence stays.
pub fn normalize(samples: &[i16], target: u16) -> Vec<i16> {
    let mut result = Vec::new();
    for sample in samples {
        if peak(samples) == 0 {
            result.push(0);
        } else {
            let scaled = *sample as i64 * target as i64;
            result.push(clip(scaled / peak(samples) as i64));
        }
    }
    result
}

/// The mean distance from zero for each block of samples; the last may be shorter. There are no
/// blocks of size 0.
pub fn loudness(samples: &[i16], block: usize) -> Vec<u16> {
    if block == 0 {
        return Vec::new();
    }
    let mut result = Vec::new();
    let mut rest = samples.to_vec();
    while !rest.is_empty() {
        let tail = rest.split_off(block.min(rest.len()));
        let sum: u64 = rest.iter().map(|s| s.unsigned_abs() as u64).sum();
        result.push((sum / rest.len() as u64) as u16);
        rest = tail;
    }
    result
}

/// Takes left and right apart, which alternate; an odd last sample is a left one.
pub fn split_stereo(samples: &[i16]) -> (Vec<i16>, Vec<i16>) {
    let mut left = Vec::new();
    let mut right = Vec::new();
    for (i, sample) in samples.iter().enumerate() {
        if i % 2 == 0 {
            left.push(*sample);
        } else {
            right.push(*sample);
        }
    }
    (left, right)
}

/// Fades in over the first samples and out over the last ones.
pub fn fade(samples: &[i16], steps: u16) -> Vec<i16> {
    let steps = steps as usize;
    samples
        .iter()
        .enumerate()
        .map(|(i, sample)| {
            let from_end = samples.len() - 1 - i;
            let level = i.min(from_end).min(steps) as i64;
            if steps == 0 { *sample } else { clip(*sample as i64 * level / steps as i64) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mixes() {
        let track = |samples: &[i16], gain, delay| Track { samples: samples.to_vec(), gain, delay, muted: false };
        let tracks = [track(&[100, -100, 30000], 50, 0), track(&[1000, 20000], 100, 1)];
        assert_eq!(mix(&tracks), vec![50, 950, 32767]);
        assert_eq!(normalize(&[5, -10, 0], 1000), vec![500, -1000, 0]);
        assert_eq!(loudness(&[1, -3, 8], 2), vec![2, 8]);
        assert_eq!(split_stereo(&[1, 2, 3]), (vec![1, 3], vec![2]));
        assert_eq!(fade(&[10, 10, 10, 10], 2), vec![0, 5, 5, 0]);
        assert_eq!(peak(&[3, i16::MIN]), 32768);
    }
}
