use roman::{from_roman, longest_numeral, sum_of_numerals, to_roman};

struct Dice {
    state: u64,
}

impl Dice {
    fn roll(&mut self, sides: u32) -> u32 {
        self.state = self.state.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(0x1405_7B7E_F767_814F);
        u32::try_from(self.state >> 33).unwrap_or(0) % sides
    }
}

const MISPRINTS: [&str; 10] =
    ["IIII", "VIIII", "MIM", "", "LLX", "1984", "XVIIII", "MMXXl", "Q", "MDCCCCX"];

fn chapter_line(dice: &mut Dice) -> String {
    let mut line = String::new();
    let names = ["Louis", "Henry", "Chapter", "Act", "pope Pius", "Apollo", "vol.", "and the MIX of"];
    for _ in 0..(1 + dice.roll(9)) {
        let name = names[usize::try_from(dice.roll(8)).unwrap_or(0)];
        let numeral = to_roman(1 + dice.roll(45)).unwrap_or_default();
        line += &format!("{name} {numeral}, ");
    }
    line
}

fn main() {
    let mut dice = Dice { state: 0x00C0_FFEE };
    let mut checked = 0_u64;
    let mut refused = 0_u32;
    for copyright in 0..650_u32 {
        let number = match copyright % 5 {
            0 => 1 + dice.roll(60),
            1 | 2 => 1_850 + dice.roll(180),
            3 => dice.roll(4_100),
            _ => 1 + dice.roll(3_999),
        };
        let Some(numeral) = to_roman(number) else {
            refused += 1;
            continue;
        };
        let written = match dice.roll(9) {
            0 => numeral.to_lowercase(),
            1 => MISPRINTS[usize::try_from(dice.roll(10)).unwrap_or(0)].to_owned(),
            _ => numeral,
        };
        match from_roman(&written) {
            Some(read) => checked += u64::from(read),
            None => refused += 1,
        }
        if copyright % 6 == 0 {
            let (sum, count) = sum_of_numerals(&chapter_line(&mut dice));
            checked += sum;
            refused += u32::from(count == 0);
        }
        if copyright % 20 == 7 {
            let longest = longest_numeral(number, number + dice.roll(60));
            checked += u64::from(longest.is_some_and(|numeral| numeral.len() > 10));
        }
    }
    println!("checked {checked}, refused {refused}");
}
