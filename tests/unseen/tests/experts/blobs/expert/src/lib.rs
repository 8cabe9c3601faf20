//! Blobs of equal, non-zero cells in a grid of rows of `w` cells (4-connected).
//! The last row may be short; zero width means no grid.

/// The smallest provisional label that is joined with `x`, halving paths.
#[inline(always)]
fn root(parent: &mut [u32], mut x: u32) -> u32 {
    while parent[x as usize] != x {
        let up = parent[parent[x as usize] as usize];
        parent[x as usize] = up;
        x = up;
    }
    x
}

/// One pass over the cells: each cell's provisional label, the union-find
/// forest of the labels (roots are the smallest, 0 stands for zero cells) and
/// the number of trees without that of 0.
fn provisional(cells: &[u8], w: usize) -> (Vec<u32>, Vec<u32>, usize) {
    let mut out = vec![0u32; cells.len()];
    let mut parent = vec![0u32];
    let mut trees = 0;
    if w == 0 {
        return (out, parent, trees);
    }
    for start in (0..cells.len()).step_by(w) {
        let end = (start + w).min(cells.len());
        let row = &cells[start..end];
        let (done, rest) = out.split_at_mut(start);
        let above_from = start.saturating_sub(w);
        let above = &cells[above_from..start];
        let above_labels = &done[above_from..];
        let labels = &mut rest[..row.len()];
        let has_above = start > 0;
        let mut c = 0;
        while c < row.len() {
            let v = row[c];
            let from = c;
            c += 1;
            while c < row.len() && row[c] == v {
                c += 1;
            }
            if v == 0 {
                continue;
            }
            // The run takes the label of the first equal cell above and is
            // joined with those of the others.
            let mut label = 0;
            if has_above {
                let mut last = 0;
                for (&x, &l) in above[from..c].iter().zip(&above_labels[from..c]) {
                    if x == v && l != last {
                        last = l;
                        if label == 0 {
                            label = root(&mut parent, l);
                        } else {
                            let other = root(&mut parent, l);
                            if other != label {
                                let (low, high) = (label.min(other), label.max(other));
                                parent[high as usize] = low;
                                label = low;
                                trees -= 1;
                            }
                        }
                    }
                }
            }
            if label == 0 {
                label = parent.len() as u32;
                parent.push(label);
                trees += 1;
            }
            labels[from..c].fill(label);
        }
    }
    (out, parent, trees)
}

/// Final labels by provisional ones: as roots are smallest and labels are given
/// in reading order, so are the final ones.
fn finals(mut parent: Vec<u32>) -> Vec<u32> {
    let mut next = 0;
    for i in 1..parent.len() {
        parent[i] = if parent[i] == i as u32 {
            next += 1;
            next
        } else {
            parent[parent[i] as usize]
        };
    }
    parent
}

/// How many blobs there are.
pub fn count(cells: &[u8], w: usize) -> usize {
    provisional(cells, w).2
}

/// The number of each cell's blob, from 1 in reading order; 0 for zero cells.
pub fn labels(cells: &[u8], w: usize) -> Vec<u32> {
    let (mut out, parent, _) = provisional(cells, w);
    let finals = finals(parent);
    for label in &mut out {
        *label = finals[*label as usize];
    }
    out
}

/// Value and size of each blob, in reading order.
pub fn sizes(cells: &[u8], w: usize) -> Vec<(u8, usize)> {
    let (out, parent, trees) = provisional(cells, w);
    let finals = finals(parent);
    let mut found = vec![(0, 0); trees + 1];
    for (&label, &value) in out.iter().zip(cells) {
        let entry = &mut found[finals[label as usize] as usize];
        *entry = (value, entry.1 + 1);
    }
    found.remove(0);
    found
}

/// The cells after a flood with `v` from row `r`, column `c` (over equal cells,
/// zeros too), and how many were flooded; `None` outside the grid.
pub fn flood(cells: &[u8], w: usize, (r, c): (usize, usize), v: u8) -> Option<(Vec<u8>, usize)> {
    if c >= w {
        return None;
    }
    let start = r.checked_mul(w)?.checked_add(c)?;
    let old = *cells.get(start)?;
    let mut out = cells.to_vec();
    let mut flooded = 0;
    if old == v {
        // Cells need another mark: flood with some other value, then put it back.
        let (_, n) = flood(cells, w, (r, c), !v)?;
        return Some((out, n));
    }
    let mut todo = vec![start];
    while let Some(i) = todo.pop() {
        if out[i] != old {
            continue;
        }
        let row = i - i % w;
        let row_end = (row + w).min(out.len());
        let from = out[row..i].iter().rposition(|&x| x != old).map_or(row, |p| row + p + 1);
        let to = out[i..row_end].iter().position(|&x| x != old).map_or(row_end, |p| i + p);
        out[from..to].fill(v);
        flooded += to - from;
        let mut seed = |from: usize, to: usize| {
            let mut inside = false;
            for (at, &x) in (from..to).zip(&out[from..to]) {
                if x == old && !inside {
                    todo.push(at);
                }
                inside = x == old;
            }
        };
        if row > 0 {
            seed(from - w, to - w);
        }
        if row + w < cells.len() {
            seed((from + w).min(cells.len()), (to + w).min(cells.len()));
        }
    }
    Some((out, flooded))
}
