//! Counts the visits of each page of a web site, one table a day.
//!
//! ```sh
//! cargo run -p hash_table --example visits -- corpora/urls.txt [DAYS] [PAGES]
//! ```
//!
//! The keys (URLs, file paths, user agents) are the lines of the file. The order of the visits
//! is drawn from them, always the same: each day has its own pages, of which many were there the
//! day before; a few pages are popular and most are not; some links are dead; now and then a
//! page is taken down. PAGES bounds the pages of a day.

use std::{env, error::Error, fs};

use hash_table::Table;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let file = arguments.next().ok_or("usage: visits FILE [DAYS] [PAGES]")?;
    let days: usize = arguments.next().as_deref().unwrap_or("40").parse()?;
    let most: usize = arguments.next().as_deref().unwrap_or("1000").parse()?;

    let text = fs::read_to_string(&file).map_err(|error| format!("{file}: {error}"))?;
    let mut dice = Dice(1);
    let mut pages: Vec<&str> = text.lines().collect();
    dice.shuffle(&mut pages);
    if most < 10 || most > pages.len() / 2 {
        return Err(format!("{file} has pages for days of 10 to {}", pages.len() / 2).into());
    }
    let new_a_day = pages.len() / 50;

    for day in 0..days {
        // Some days are quiet, some are busy.
        let size = most / 10 + dice.below(most - most / 10);

        // The window moves by a few pages a day, so that the days overlap.
        pages.rotate_left(new_a_day);
        count_day(day, &pages[..size], &pages[size..], &mut dice);
    }
    Ok(())
}

/// Counts one day's visits: `pages` are on the site, `elsewhere` are not.
fn count_day(day: usize, pages: &[&str], elsewhere: &[&str], dice: &mut Dice) {
    let mut table = Table::new(pages.len().clamp(64, 1024));
    let mut order = pages.to_vec();
    dice.shuffle(&mut order);
    for page in &order {
        table.put(page, 0);
    }

    dice.shuffle(&mut order);
    let mut dead = 0;
    let mut removed = 0;
    for _ in 0..pages.len() * 3 / 4 {
        match dice.below(20) {
            0 => removed += u64::from(table.remove(order[dice.popular(order.len())]).is_some()),
            1 | 2 => dead += u64::from(table.get(elsewhere[dice.below(elsewhere.len())]).is_none()),
            3..6 => {
                let page = order[dice.popular(order.len())];
                let visits = table.get(page).unwrap_or(0);
                table.put(page, visits + 1);
            }
            _ => {
                if table.get(order[dice.popular(order.len())]).is_none() {
                    dead += 1;
                }
            }
        }
    }
    println!("day {day}: {} pages, {removed} taken down, {dead} dead links", table.len());
}

/// A small source of numbers that look random and are the same in each run.
struct Dice(u64);

impl Dice {
    /// A number below `bound`, all equally likely.
    fn below(&mut self, bound: usize) -> usize {
        // Knuth's linear congruential generator; its high bits are the good ones.
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) % bound as u64) as usize
    }

    /// A number below `bound`, small ones more likely, as popularity is.
    fn popular(&mut self, bound: usize) -> usize {
        let limit = self.below(bound) + 1;
        self.below(limit)
    }

    /// Puts `items` into another order (Fisher and Yates).
    fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, self.below(index + 1));
        }
    }
}
