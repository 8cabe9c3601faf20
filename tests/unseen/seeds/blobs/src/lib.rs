//! Blobs of equal, non-zero cells in a grid of rows of `w` cells (4-connected).
//! The last row may be short; zero width means no grid.

type Grid = Vec<Vec<u8>>;

fn grid(cells: &[u8], w: usize) -> Grid {
    match w {
        0 => return vec![],
        w => return cells.chunks(w).map(|r| r.to_vec()).collect(),
    }
}

fn at(g: &Grid, (r, c): (i64, i64)) -> Option<u8> {
    if 0 > r || 0 > c {
        return None;
    }
    return g.get(r as usize)?.get(c as usize).copied();
}

/// The cells of one blob, `seen` being marked.
fn walk(g: &Grid, seen: &mut Vec<Vec<bool>>, (r, c): (usize, usize)) -> Vec<(usize, usize)> {
    let v = g[r][c];
    let (mut todo, mut out) = (vec![(r, c)], vec![]);
    seen[r][c] = true;
    while let Some((r, c)) = todo.pop() {
        out.push((r, c));
        for (dr, dc) in [(0, 1), (1, 0), (0, -1), (-1, 0)] {
            let (nr, nc) = (r as i64 + dr, c as i64 + dc);
            match at(g, (nr, nc)) {
                Some(x) if v == x && !seen[nr as usize][nc as usize] => {
                    seen[nr as usize][nc as usize] = true;
                    todo.push((nr as usize, nc as usize));
                }
                _ => {}
            }
        }
    }
    return out;
}

fn blobs(cells: &[u8], w: usize) -> Vec<Vec<(usize, usize)>> {
    let (g, mut out) = (grid(cells, w), vec![]);
    let mut seen: Vec<Vec<bool>> = g.iter().map(|r| vec![false; r.len()]).collect();
    for (r, row) in g.iter().enumerate() {
        for (c, &v) in row.iter().enumerate() {
            if 0 != v && !seen[r][c] {
                out.push(walk(&g, &mut seen, (r, c)));
            }
        }
    }
    return out;
}

/// How many blobs there are.
pub fn count(cells: &[u8], w: usize) -> usize {
    return blobs(cells, w).len();
}

/// The number of each cell's blob, from 1 in reading order; 0 for zero cells.
pub fn labels(cells: &[u8], w: usize) -> Vec<u32> {
    let mut out = vec![0; cells.len()];
    for (n, b) in blobs(cells, w).iter().enumerate() {
        for &(r, c) in b {
            out[r * w + c] = n as u32 + 1;
        }
    }
    return out;
}

/// Value and size of each blob, in reading order.
pub fn sizes(cells: &[u8], w: usize) -> Vec<(u8, usize)> {
    let f = |b: &Vec<(usize, usize)>| match b[0] {
        (r, c) => (cells[r * w + c], b.len()),
    };
    return blobs(cells, w).iter().map(f).collect();
}

/// The cells after a flood with `v` from row `r`, column `c` (over equal cells,
/// zeros too), and how many were flooded; `None` outside the grid.
pub fn flood(cells: &[u8], w: usize, (r, c): (usize, usize), v: u8) -> Option<(Vec<u8>, usize)> {
    let (g, mut out) = (grid(cells, w), cells.to_vec());
    g.get(r)?.get(c)?;
    let mut seen: Vec<Vec<bool>> = g.iter().map(|r| vec![false; r.len()]).collect();
    let b = walk(&g, &mut seen, (r, c));
    for &(r, c) in &b {
        out[r * w + c] = v;
    }
    return Some((out, b.len()));
}

#[cfg(test)]
mod tests {
    use super::*;

    const G: [u8; 11] = [1, 1, 0, 2, 1, 0, 2, 2, 0, 3, 2];

    #[test]
    fn counts() {
        assert_eq!((3, 0, 0), (count(&G, 4), count(&G, 0), count(&[], 4)));
        assert_eq!(vec![1, 1, 0, 2, 1, 0, 2, 2, 0, 3, 2], labels(&G, 4));
        assert_eq!(vec![(1, 3), (2, 4), (3, 1)], sizes(&G, 4));
    }

    #[test]
    fn floods() {
        let (g, n) = flood(&G, 4, (0, 0), 9).unwrap();
        assert_eq!((vec![9, 9, 0, 2, 9, 0, 2, 2, 0, 3, 2], 3), (g, n));
        assert_eq!(None, flood(&G, 4, (2, 3), 9));
        assert_eq!(1, flood(&G, 4, (0, 2), 0).unwrap().1);
    }
}
