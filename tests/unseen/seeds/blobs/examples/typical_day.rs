use blobs::*;

fn rnd(s: &mut u32, n: u32) -> u32 {
    *s = s.wrapping_mul(69069).wrapping_add(5);
    return (*s >> 9) % n;
}

/// Noise, rectangles, a maze, or candies.
fn board(s: &mut u32, kind: u32, w: usize, h: usize) -> Vec<u8> {
    match kind {
        0 => (0..w * h).map(|_| (0 != rnd(s, 5)) as u8 * (1 + rnd(s, 2) as u8)).collect(),
        1 => {
            let mut g = vec![0; w * h];
            for k in 0..6 {
                let (y, x) = (rnd(s, h as u32) as usize, rnd(s, w as u32) as usize);
                let (dy, dx) = (1 + rnd(s, 8) as usize, 1 + rnd(s, 12) as usize);
                for r in y..h.min(y + dy) {
                    for c in x..w.min(x + dx) {
                        g[r * w + c] = 1 + k % 3;
                    }
                }
            }
            return g;
        }
        2 => (0..w * h).map(|i| if 0 == (i / w) % 2 || 0 == rnd(s, 6) { 1 } else { 0 }).collect(),
        _ => (0..w * h - 3).map(|_| 1 + rnd(s, 5) as u8).collect(),
    }
}

fn main() {
    let (mut s, mut total) = (4242, 0);
    for turn in 0..110 {
        let (w, h) = (6 + rnd(&mut s, 26) as usize, 5 + rnd(&mut s, 20) as usize);
        let g = board(&mut s, turn % 4, w, h);
        let n = count(&g, w);
        match turn % 3 {
            0 => total += labels(&g, w).iter().filter(|&&l| n as u32 == l).count(),
            1 => total += sizes(&g, w).iter().map(|&(v, k)| v as usize * k).max().unwrap_or(0),
            _ => {}
        }
        let from = (rnd(&mut s, h as u32) as usize, rnd(&mut s, w as u32) as usize);
        match flood(&g, w, from, 7) {
            Some((g, k)) if 4 < k => total += count(&g, w),
            Some((_, k)) => total += k,
            None => {}
        }
    }
    println!("{}", total);
}
