//! Softening and sharpening of grey pictures, one byte a pixel, row by row.

/// A grey picture.
#[derive(Debug, Clone, PartialEq)]
pub struct Picture {
    width: usize,
    height: usize,
    pixels: Vec<u8>,
}

impl Picture {
    /// A picture of these pixels; none if their number does not fit the size.
    pub fn new(width: usize, height: usize, pixels: Vec<u8>) -> Option<Picture> {
        if width.checked_mul(height)? != pixels.len() {
            return None;
        }
        Some(Picture { width, height, pixels })
    }

    /// The pixels row by row.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }
}

fn add(sums: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in sums.iter_mut().zip(row) {
        *sum += pixel as u32;
    }
}

fn subtract(sums: &mut [u32], row: &[u8]) {
    for (sum, &pixel) in sums.iter_mut().zip(row) {
        *sum -= pixel as u32;
    }
}

/// A number by which division by `count` is a multiplication and a shift by 40. The sums are
/// at most 65 * 65 * 256, which is below 2^21, and the counts are below 2^13, so it is exact.
fn reciprocal(count: u32) -> u64 {
    (1u64 << 40) / count as u64 + 1
}

#[inline]
fn mean(sum: u32, count: u32, reciprocal: u64) -> u8 {
    (((sum + count / 2) as u64 * reciprocal) >> 40) as u8
}

fn means(picture: &Picture, radius: u8) -> Vec<u8> {
    let radius = radius.min(32) as usize;
    let (width, height) = (picture.width, picture.height);
    if width == 0 || height == 0 {
        return Vec::new();
    }
    let pixels = &picture.pixels[..];
    if radius == 0 {
        return pixels.to_vec();
    }
    let row = |y: usize| &pixels[y * width..(y + 1) * width];
    let mut result = vec![0u8; width * height];
    // The sums of the columns, with zeros at both sides.
    let mut padded = vec![0u32; width + 2 * radius + 1];
    let mut rows = 0u32;
    for y in 0..radius.min(height) {
        add(&mut padded[radius..radius + width], row(y));
        rows += 1;
    }
    for (y, out) in result.chunks_exact_mut(width).enumerate() {
        let sums = &mut padded[radius..radius + width];
        if y + radius < height {
            add(sums, row(y + radius));
            rows += 1;
        }
        if y > radius {
            subtract(sums, row(y - radius - 1));
            rows -= 1;
        }
        let mut sum: u32 = padded[..2 * radius].iter().sum();
        let leaving = &padded[..width];
        let entering = &padded[2 * radius..2 * radius + width];
        // Where the window is whole the count stays.
        let whole = if width > 2 * radius { radius..width - radius } else { width..width };
        for x in 0..whole.start.min(width) {
            sum += entering[x];
            let count = ((x + radius + 1).min(width) - x.saturating_sub(radius)) as u32 * rows;
            out[x] = mean(sum, count, reciprocal(count));
            sum -= leaving[x];
        }
        if whole.start < whole.end {
            let count = (2 * radius + 1) as u32 * rows;
            let factor = reciprocal(count);
            for ((place, &new), &old) in
                out[whole.clone()].iter_mut().zip(&entering[whole.clone()]).zip(&leaving[whole.clone()])
            {
                sum += new;
                *place = mean(sum, count, factor);
                sum -= old;
            }
            for x in whole.end..width {
                sum += entering[x];
                let count = (width - (x - radius)) as u32 * rows;
                out[x] = mean(sum, count, reciprocal(count));
                sum -= leaving[x];
            }
        }
    }
    result
}

/// Each pixel becomes the mean of the square around it. The radius is at most 32.
pub fn blur(picture: &Picture, radius: u8) -> Picture {
    Picture { width: picture.width, height: picture.height, pixels: means(picture, radius) }
}

/// Makes edges stronger: adds so many percent of the difference to the blurred picture.
pub fn sharpen(picture: &Picture, radius: u8, percent: u8) -> Picture {
    let mut pixels = means(picture, radius);
    for (place, &pixel) in pixels.iter_mut().zip(&picture.pixels) {
        let difference = pixel as i32 - *place as i32;
        *place = (pixel as i32 + difference * percent as i32 / 100).clamp(0, 255) as u8;
    }
    Picture { width: picture.width, height: picture.height, pixels }
}

/// Black and white: 255 where a pixel is at least as light as the mean around it less `offset`.
pub fn binarize(picture: &Picture, radius: u8, offset: u8) -> Picture {
    let mut pixels = means(picture, radius);
    for (place, &pixel) in pixels.iter_mut().zip(&picture.pixels) {
        *place = if pixel as i32 + offset as i32 >= *place as i32 { 255 } else { 0 };
    }
    Picture { width: picture.width, height: picture.height, pixels }
}
