//! Sorts a column of numbers as it stands in several orders, and prints the median and the percentiles at the ends.
//!
//! ```sh
//! cargo run -p sort_many --example ranking -- corpora/file_sizes.txt [ORDERS] [NUMBERS]
//! ```
//!
//! The numbers are the lines of the file. The first order is that of the file; in the others, each number changes places with
//! one that is drawn, as records do that come from several sources. NUMBERS is how many there are in each.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: ranking FILE [ORDERS] [NUMBERS]")?;
    let orders: usize = arguments.next().as_deref().unwrap_or("6").parse()?;
    let count: usize = arguments.next().as_deref().unwrap_or("9900").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut numbers: Vec<u32> = text.lines().take(count).map(str::parse).collect::<Result<_, _>>()?;
    let mut state: u64 = 1;
    for order in 0..orders {
        let mut sorted = numbers.clone();
        sort_many::sort(&mut sorted);
        let at = |percent: usize| sorted[sorted.len() * percent / 100];
        println!("order {order}: {} {} {}", at(1), at(50), at(99));

        for place in (1..numbers.len()).rev() {
            // Knuth's linear congruential generator; its high bits are the good ones.
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            numbers.swap(place, (state >> 33) as usize % (place + 1));
        }
    }
    Ok(())
}
