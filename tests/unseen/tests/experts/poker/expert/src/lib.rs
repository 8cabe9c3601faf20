//! Poker hands of five to seven cards, written like `AS 10D TD 9c`.

use std::cmp::Ordering;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    HighCard,
    Pair,
    TwoPair,
    Three,
    Straight,
    Flush,
    FullHouse,
    Four,
    StraightFlush,
}

/// What a hand is worth: the category, then the values that decide within it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Rank {
    pub category: Category,
    pub values: Vec<u8>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum HandError {
    /// Not a card.
    Card(String),
    /// Not five to seven cards but so many.
    Count(usize),
    /// A card that is there twice.
    Twice(String),
}

/// A rank without memory of its own; unused values are 0.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Score {
    category: Category,
    values: [u8; 5],
}

const VALUES: &[u8; 13] = b"23456789TJQKA";
const SUITS: &[u8; 4] = b"SHDC";
const NAMES: [&str; 13] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "jack", "queen", "king", "ace",
];
const MANY: [&str; 13] = [
    "twos", "threes", "fours", "fives", "sixes", "sevens", "eights", "nines", "tens", "jacks", "queens", "kings",
    "aces",
];

/// Value from 2 and suit from 0.
fn parse_card(text: &str) -> Option<(u8, u8)> {
    if !text.is_ascii() {
        return parse_odd_card(text);
    }
    let (value, suit) = match *text.as_bytes() {
        [value, suit] => (value, suit),
        [b'1', b'0', suit] => (b'T', suit),
        _ => return None,
    };
    let value = match value {
        b'2'..=b'9' => value - b'0',
        b'T' | b't' => 10,
        b'J' | b'j' => 11,
        b'Q' | b'q' => 12,
        b'K' | b'k' => 13,
        b'A' | b'a' => 14,
        _ => return None,
    };
    let suit = match suit {
        b'S' | b's' => 0,
        b'H' | b'h' => 1,
        b'D' | b'd' => 2,
        b'C' | b'c' => 3,
        _ => return None,
    };
    Some((value, suit))
}

/// Letters beyond ASCII may become ASCII as capitals.
#[cold]
fn parse_odd_card(text: &str) -> Option<(u8, u8)> {
    let upper = text.to_uppercase();
    if upper.is_ascii() { parse_card(&upper) } else { None }
}

/// For each suit the values as bits.
fn parse_into<'a>(texts: impl Iterator<Item = &'a str>) -> Result<[u16; 4], HandError> {
    let mut suits = [0u16; 4];
    let mut count = 0;
    let mut twice = None;
    for text in texts {
        let Some((value, suit)) = parse_card(text) else { return Err(HandError::Card(text.to_string())) };
        let bit = 1 << value;
        if suits[suit as usize] & bit != 0 && twice.is_none() {
            twice = Some((value, suit));
        }
        suits[suit as usize] |= bit;
        count += 1;
    }
    if !(5..=7).contains(&count) {
        return Err(HandError::Count(count));
    }
    if let Some((value, suit)) = twice {
        let mut text = String::with_capacity(2);
        text.push(VALUES[value as usize - 2] as char);
        text.push(SUITS[suit as usize] as char);
        return Err(HandError::Twice(text));
    }
    Ok(suits)
}

fn highest(mask: u16) -> u8 {
    (15 - mask.leading_zeros()) as u8
}

/// The highest card of a straight.
fn straight(mask: u16) -> Option<u8> {
    let mask = mask | (mask >> 14 & 1) << 1;
    let runs = mask & mask << 1 & mask << 2 & mask << 3 & mask << 4;
    (runs != 0).then(|| highest(runs))
}

/// Writes the highest values of a mask from a place on.
fn fill(values: &mut [u8], mut mask: u16) {
    for value in values {
        *value = highest(mask);
        mask &= !(1 << *value);
    }
}

fn score(suits: &[u16; 4]) -> Score {
    let [a, b, c, d] = *suits;
    let all = a | b | c | d;
    let mut values = [0; 5];
    let flush = suits.iter().find(|suit| suit.count_ones() >= 5);
    if let Some(&suit) = flush {
        if let Some(high) = straight(suit) {
            values[0] = high;
            return Score { category: Category::StraightFlush, values };
        }
    }
    let fours = a & b & c & d;
    if fours != 0 {
        values[0] = highest(fours);
        values[1] = highest(all & !(1 << values[0]));
        return Score { category: Category::Four, values };
    }
    let threes = (a & b & (c | d)) | (c & d & (a | b));
    let twos = (a & b) | (c & d) | ((a | b) & (c | d));
    if threes != 0 {
        values[0] = highest(threes);
        let second = twos & !(1 << values[0]);
        if second != 0 {
            values[1] = highest(second);
            return Score { category: Category::FullHouse, values };
        }
    }
    if let Some(&suit) = flush {
        fill(&mut values, suit);
        return Score { category: Category::Flush, values };
    }
    if let Some(high) = straight(all) {
        values = [high, 0, 0, 0, 0];
        return Score { category: Category::Straight, values };
    }
    if threes != 0 {
        let rest = all & !(1 << values[0]);
        fill(&mut values[1..3], rest);
        return Score { category: Category::Three, values };
    }
    if twos == 0 {
        fill(&mut values, all);
        return Score { category: Category::HighCard, values };
    }
    values[0] = highest(twos);
    let rest = twos & !(1 << values[0]);
    if rest == 0 {
        fill(&mut values[1..4], all & !twos);
        return Score { category: Category::Pair, values };
    }
    values[1] = highest(rest);
    values[2] = highest(all & !(1 << values[0]) & !(1 << values[1]));
    Score { category: Category::TwoPair, values }
}

fn score_of(hand: &str) -> Result<Score, HandError> {
    Ok(score(&parse_into(hand.split_whitespace())?))
}

/// The best rank that five of the cards have.
pub fn rank(hand: &str) -> Result<Rank, HandError> {
    let score = score_of(hand)?;
    let length = score.values.iter().position(|&v| v == 0).unwrap_or(5);
    Ok(Rank { category: score.category, values: score.values[..length].to_vec() })
}

/// 1 when the first hand wins, -1 when the second does, 0 when they are equal.
pub fn compare(a: &str, b: &str) -> Result<i32, HandError> {
    Ok(match score_of(a)?.cmp(&score_of(b)?) {
        Ordering::Greater => 1,
        Ordering::Equal => 0,
        Ordering::Less => -1,
    })
}

/// The players, counted from 0, that win with the cards on the board and their own.
pub fn showdown(board: &str, players: &[String]) -> Result<Vec<usize>, HandError> {
    let mut best: Option<Score> = None;
    let mut winners = Vec::with_capacity(2);
    for (i, player) in players.iter().enumerate() {
        let cards = parse_into(board.split_whitespace().chain(player.split_whitespace()))?;
        let score = score(&cards);
        let order = best.map_or(Ordering::Greater, |best| score.cmp(&best));
        if order == Ordering::Greater {
            winners.clear();
            best = Some(score);
        }
        if order != Ordering::Less {
            winners.push(i);
        }
    }
    Ok(winners)
}

/// A hand in words.
pub fn describe(hand: &str) -> Result<String, HandError> {
    let score = score_of(hand)?;
    let name = |i: usize| NAMES[score.values[i] as usize - 2];
    let many = |i: usize| MANY[score.values[i] as usize - 2];
    Ok(match score.category {
        Category::HighCard => [name(0), " high"].concat(),
        Category::Pair => ["pair of ", many(0)].concat(),
        Category::TwoPair => [many(0), " and ", many(1)].concat(),
        Category::Three => ["three ", many(0)].concat(),
        Category::Straight => ["straight to the ", name(0)].concat(),
        Category::Flush => ["flush, ", name(0), " high"].concat(),
        Category::FullHouse => [many(0), " full of ", many(1)].concat(),
        Category::Four => ["four ", many(0)].concat(),
        Category::StraightFlush => ["straight flush to the ", name(0)].concat(),
    })
}
