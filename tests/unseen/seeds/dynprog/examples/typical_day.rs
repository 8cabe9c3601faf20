use dynprog::*;

fn next(state: &mut u32, limit: u32) -> u32 {
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    *state % limit
}

fn main() {
    let mut state: u32 = 2463534242;
    let mut total: u64 = 0;
    let mut letters: usize = 0;
    let mut job: usize = 0;
    while job < 150 {
        // A product of matrices, often with repeated sizes.
        let n: usize = 2 + next(&mut state, 28) as usize;
        let mut dims: Vec<u16> = Vec::new();
        while dims.len() < n {
            let dim: u16 = match job % 3 {
                0 => 8 * (1 + next(&mut state, 16)) as u16,
                1 => 1 + next(&mut state, 300) as u16,
                _ => [64, 128, 256, 10, 1][next(&mut state, 5) as usize],
            };
            dims.push(dim);
        }
        total += chain_cost(&dims);
        if job % 2 == 0 {
            letters += chain_order(&dims).len();
        }
        // Parcels for a van.
        let count: usize = 4 + next(&mut state, 30) as usize;
        let mut weights: Vec<u32> = Vec::new();
        let mut values: Vec<u32> = Vec::new();
        let mut i: usize = 0;
        while i < count {
            let weight: u32 = 1 + next(&mut state, 60);
            weights.push(weight);
            if job % 5 == 0 {
                values.push(weight);
            } else {
                values.push(weight / 2 + next(&mut state, 500));
            }
            i += 1;
        }
        let capacity: usize = 40 + next(&mut state, 500) as usize;
        total += sack_value(&weights, &values, capacity);
        if job % 3 != 1 {
            let items: Vec<usize> = sack_items(&weights, &values, capacity);
            let mut k: usize = 0;
            while k < items.len() {
                total += values[items[k]] as u64;
                k += 1;
            }
        }
        job += 1;
    }
    println!("total {} letters {}", total, letters);
}
