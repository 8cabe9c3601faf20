//! Small planning problems solved by dynamic programming.

use std::fmt::Write;

/// Least costs of all ranges: `by_row[i * n + j]` and, transposed,
/// `by_col[j * n + i]`, so that the inner loop reads two plain slices.
struct Chain<T> {
    n: usize,
    by_row: Vec<T>,
    by_col: Vec<T>,
}

macro_rules! chain {
    ($name:ident, $order:ident, $t:ty) => {
        fn $name(dims: &[u16]) -> Chain<$t> {
            let n = dims.len() - 1;
            let dims: Vec<$t> = dims.iter().map(|&d| d as $t).collect();
            let mut by_row = vec![0 as $t; n * n];
            let mut by_col = vec![0 as $t; n * n];
            for j in 1..n {
                for i in (0..j).rev() {
                    let outer = dims[i] * dims[j + 1];
                    let left = &by_row[i * n + i..i * n + j];
                    let right = &by_col[j * n + i + 1..j * n + j + 1];
                    let middle = &dims[i + 1..j + 1];
                    let least = left
                        .iter()
                        .zip(right)
                        .zip(middle)
                        .map(|((&l, &r), &m)| l + r + m * outer)
                        .fold(<$t>::MAX, |a, b| if b < a { b } else { a });
                    by_row[i * n + j] = least;
                    by_col[j * n + i] = least;
                }
            }
            Chain { n, by_row, by_col }
        }

        fn $order(chain: &Chain<$t>, dims: &[u16], i: usize, j: usize, out: &mut String) {
            if i == j {
                let _ = write!(out, "M{}", i + 1);
                return;
            }
            let n = chain.n;
            let outer = dims[i] as $t * dims[j + 1] as $t;
            let least = chain.by_row[i * n + j];
            let mut k = i;
            while k + 1 < j
                && chain.by_row[i * n + k] + chain.by_col[j * n + k + 1] + dims[k + 1] as $t * outer
                    != least
            {
                k += 1;
            }
            out.push('(');
            $order(chain, dims, i, k, out);
            out.push(' ');
            $order(chain, dims, k + 1, j, out);
            out.push(')');
        }
    };
}

chain!(chain_small, order_small, u32);
chain!(chain_large, order_large, u64);

/// Whether no sum the tables can hold exceeds 32 bits.
fn is_small(dims: &[u16]) -> bool {
    let max = dims.iter().copied().max().unwrap_or(0) as u128;
    max * max * max * (dims.len() as u128) < u32::MAX as u128
}

/// Least number of multiplications for a product of matrices, the i-th being
/// dims[i] x dims[i + 1].
pub fn chain_cost(dims: &[u16]) -> u64 {
    if dims.len() < 3 {
        return 0;
    }
    let last = dims.len() - 2;
    if is_small(dims) {
        chain_small(dims).by_row[last] as u64
    } else {
        chain_large(dims).by_row[last]
    }
}

/// A cheapest order of multiplication, such as "((M1 M2) M3)".
pub fn chain_order(dims: &[u16]) -> String {
    if dims.len() < 2 {
        return String::new();
    }
    let mut out = String::with_capacity(dims.len() * 6);
    if is_small(dims) {
        order_small(&chain_small(dims), dims, 0, dims.len() - 2, &mut out);
    } else {
        order_large(&chain_large(dims), dims, 0, dims.len() - 2, &mut out);
    }
    out
}

/// The row of the table after one more item, from the row before.
#[inline(always)]
fn next_row<T: Copy + Ord + std::ops::Add<Output = T>>(old: &[T], new: &mut [T], weight: usize, value: T) {
    if weight >= old.len() {
        new.copy_from_slice(old);
        return;
    }
    new[..weight].copy_from_slice(&old[..weight]);
    for ((slot, &without), &with) in new[weight..].iter_mut().zip(&old[weight..]).zip(old) {
        *slot = without.max(with + value);
    }
}

trait Cell: Copy + Ord + Default + std::ops::Add<Output = Self> + Into<u64> {
    fn of(value: u32) -> Self;
}

impl Cell for u32 {
    fn of(value: u32) -> u32 {
        value
    }
}

impl Cell for u64 {
    fn of(value: u32) -> u64 {
        value as u64
    }
}

fn value_by_rows<T: Cell>(weights: &[u32], values: &[u32], capacity: usize) -> u64 {
    let mut old = vec![T::default(); capacity + 1];
    let mut new = old.clone();
    // What the items after this one weigh bounds which cells still matter.
    let mut rest: usize = weights.iter().map(|&w| w as usize).sum();
    for (&weight, &value) in weights.iter().zip(values) {
        let weight = weight as usize;
        rest -= weight;
        if weight > capacity {
            continue;
        }
        // Later items reach no cell below this one.
        let low = capacity.saturating_sub(rest);
        let from = low.max(weight);
        new[low..from].copy_from_slice(&old[low..from]);
        let with = &old[from - weight..=capacity - weight];
        for ((slot, &without), &with) in new[from..].iter_mut().zip(&old[from..]).zip(with) {
            *slot = without.max(with + T::of(value));
        }
        std::mem::swap(&mut old, &mut new);
    }
    old[capacity].into()
}

fn items_by_table<T: Cell>(weights: &[u32], values: &[u32], capacity: usize) -> Vec<usize> {
    let n = weights.len();
    let width = capacity + 1;
    let mut table = vec![T::default(); (n + 1) * width];
    for i in 0..n {
        let (old, new) = table[i * width..(i + 2) * width].split_at_mut(width);
        next_row(old, new, weights[i] as usize, T::of(values[i]));
    }
    let mut items = Vec::with_capacity(n);
    let mut left = capacity;
    for i in (0..n).rev() {
        if table[(i + 1) * width + left] != table[i * width + left] {
            items.push(i);
            left -= weights[i] as usize;
        }
    }
    items.reverse();
    items
}

/// The common length of both lists, all weights and all values.
fn totals<'a>(weights: &'a [u32], values: &'a [u32]) -> (&'a [u32], &'a [u32], u64, u64) {
    let n = weights.len().min(values.len());
    let (weights, values) = (&weights[..n], &values[..n]);
    let sum = |list: &[u32]| list.iter().map(|&x| x as u64).sum();
    (weights, values, sum(weights), sum(values))
}

/// Greatest total value of items that fit in a sack, each used at most once.
pub fn sack_value(weights: &[u32], values: &[u32], capacity: usize) -> u64 {
    let (weights, values, weight, value) = totals(weights, values);
    if weight <= capacity as u64 {
        value
    } else if value <= u32::MAX as u64 {
        value_by_rows::<u32>(weights, values, capacity)
    } else {
        value_by_rows::<u64>(weights, values, capacity)
    }
}

/// Places of the items of a best sack, in ascending order.
pub fn sack_items(weights: &[u32], values: &[u32], capacity: usize) -> Vec<usize> {
    let (weights, values, weight, value) = totals(weights, values);
    if weight <= capacity as u64 {
        (0..values.len()).filter(|&i| values[i] > 0).collect()
    } else if value <= u32::MAX as u64 {
        items_by_table::<u32>(weights, values, capacity)
    } else {
        items_by_table::<u64>(weights, values, capacity)
    }
}
