//! Small planning problems solved by dynamic programming.

/// Tables of the least cost and best split for each range of matrices.
fn chain_tables(dims: &[u16]) -> (Vec<Vec<u64>>, Vec<Vec<usize>>) {
    let n: usize = dims.len() - 1;
    let mut cost: Vec<Vec<u64>> = vec![vec![0; n]; n];
    let mut split: Vec<Vec<usize>> = vec![vec![0; n]; n];
    for len in 2..=n {
        for i in 0..=(n - len) {
            let j: usize = i + len - 1;
            cost[i][j] = u64::MAX;
            for k in i..j {
                let outer: u64 = dims[i] as u64 * dims[k + 1] as u64 * dims[j + 1] as u64;
                let total: u64 = cost[i][k] + cost[k + 1][j] + outer;
                if total < cost[i][j] {
                    cost[i][j] = total;
                    split[i][j] = k;
                }
            }
        }
    }
    (cost, split)
}

/// Least number of multiplications for a product of matrices, the i-th being
/// dims[i] x dims[i + 1].
pub fn chain_cost(dims: &[u16]) -> u64 {
    if dims.len() < 3 {
        return 0;
    }
    let (cost, _split) = chain_tables(dims);
    cost[0][dims.len() - 2]
}

fn parens(split: &Vec<Vec<usize>>, i: usize, j: usize) -> String {
    if i == j {
        return format!("M{}", i + 1);
    }
    let k: usize = split[i][j];
    format!("({} {})", parens(split, i, k), parens(split, k + 1, j))
}

/// A cheapest order of multiplication, such as "((M1 M2) M3)".
pub fn chain_order(dims: &[u16]) -> String {
    if dims.len() < 2 {
        return String::new();
    }
    let (_cost, split) = chain_tables(dims);
    parens(&split, 0, dims.len() - 2)
}

/// Best values for the first i items in a sack of each size.
fn sack_table(weights: &[u32], values: &[u32], capacity: usize) -> Vec<Vec<u64>> {
    let n: usize = weights.len().min(values.len());
    let mut best: Vec<Vec<u64>> = vec![vec![0; capacity + 1]; n + 1];
    for i in 1..=n {
        let weight: usize = weights[i - 1] as usize;
        for c in 0..=capacity {
            best[i][c] = best[i - 1][c];
            if weight <= c && best[i - 1][c - weight] + values[i - 1] as u64 > best[i][c] {
                best[i][c] = best[i - 1][c - weight] + values[i - 1] as u64;
            }
        }
    }
    best
}

/// Greatest total value of items that fit in a sack, each used at most once.
pub fn sack_value(weights: &[u32], values: &[u32], capacity: usize) -> u64 {
    let n: usize = weights.len().min(values.len());
    sack_table(weights, values, capacity)[n][capacity]
}

/// Places of the items of a best sack, in ascending order.
pub fn sack_items(weights: &[u32], values: &[u32], capacity: usize) -> Vec<usize> {
    let best: Vec<Vec<u64>> = sack_table(weights, values, capacity);
    let mut items: Vec<usize> = Vec::new();
    let mut left: usize = capacity;
    let mut i: usize = best.len() - 1;
    while i > 0 {
        if best[i][left] != best[i - 1][left] {
            items.push(i - 1);
            left -= weights[i - 1] as usize;
        }
        i -= 1;
    }
    items.reverse();
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn test_chain() {
        assert_eq!(chain_cost(&[10, 30, 5, 60]), 4500);
        assert_eq!(chain_order(&[10, 30, 5, 60]), "((M1 M2) M3)");
        assert_eq!(chain_order(&[40, 20, 30, 10, 30]), "((M1 (M2 M3)) M4)");
        assert_eq!(chain_cost(&[7]), 0);
    }

    #[test]
    fn test_sack() {
        assert_eq!(sack_value(&[1, 3, 4, 5], &[1, 4, 5, 7], 7), 9);
        assert_eq!(sack_items(&[1, 3, 4, 5], &[1, 4, 5, 7], 7), vec![1, 2]);
        assert_eq!(sack_value(&[], &[], 5), 0);
    }
}
