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

    /// The pixel at a place, or none outside.
    fn get(&self, x: i64, y: i64) -> Option<u8> {
        if x < 0 || y < 0 || x >= self.width as i64 || y >= self.height as i64 {
            None
        } else {
            self.pixels.get(y as usize * self.width + x as usize).copied()
        }
    }
}

/// The rounded mean of the pixels around a place that lie in the picture.
fn mean_around(picture: &Picture, x: usize, y: usize, radius: usize) -> u8 {
    let reach = radius as i64;
    let mut sum = 0u64;
    let mut count = 0u64;
    for dy in -reach..=reach {
        for dx in -reach..=reach {
            if let Some(pixel) = picture.get(x as i64 + dx, y as i64 + dy) {
                sum += pixel as u64;
                count += 1;
            }
        }
    }
    if count == 0 {
        return 0;
    }
    ((sum + count / 2) / count) as u8
}

/// Each pixel becomes the mean of the square around it. The radius is at most 32.
pub fn blur(picture: &Picture, radius: u8) -> Picture {
    let radius = radius.min(32) as usize;
    let mut pixels = Vec::new();
    for y in 0..picture.height {
        for x in 0..picture.width {
            pixels.push(mean_around(picture, x, y, radius));
        }
    }
    Picture { width: picture.width, height: picture.height, pixels }
}

/// Makes edges stronger: adds so many percent of the difference to the blurred picture.
pub fn sharpen(picture: &Picture, radius: u8, percent: u8) -> Picture {
    let soft = blur(picture, radius);
    let pixels = picture
        .pixels
        .iter()
        .zip(soft.pixels.iter())
        .map(|(&pixel, &mean)| {
            let difference = pixel as i32 - mean as i32;
            (pixel as i32 + difference * percent as i32 / 100).clamp(0, 255) as u8
        })
        .collect();
    Picture { width: picture.width, height: picture.height, pixels }
}

/// Black and white: 255 where a pixel is at least as light as the mean around it less `offset`.
pub fn binarize(picture: &Picture, radius: u8, offset: u8) -> Picture {
    let radius = radius.min(32) as usize;
    let mut result = picture.clone();
    for y in 0..picture.height {
        for x in 0..picture.width {
            let mean = mean_around(picture, x, y, radius);
            let pixel = picture.get(x as i64, y as i64).unwrap_or(0);
            let light = pixel as i32 >= mean as i32 - offset as i32;
            if let Some(place) = result.pixels.get_mut(y * picture.width + x) {
                *place = if light { 255 } else { 0 };
            }
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blurs() {
        let picture = Picture::new(3, 2, vec![0, 30, 60, 90, 120, 150]).unwrap();
        assert_eq!(blur(&picture, 0), picture);
        assert_eq!(blur(&picture, 1).pixels, vec![60, 75, 90, 60, 75, 90]);
        assert_eq!(blur(&picture, 200).pixels, vec![75; 6]);
        assert_eq!(sharpen(&picture, 1, 100).pixels, vec![0, 0, 30, 120, 165, 210]);
        assert_eq!(binarize(&picture, 1, 0).pixels, vec![0, 0, 0, 255, 255, 255]);
        assert_eq!(Picture::new(2, 2, vec![0; 3]), None);
    }
}
