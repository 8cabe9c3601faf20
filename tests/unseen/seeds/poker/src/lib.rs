//! Poker hands of five to seven cards, written like `AS 10D TD 9c`.

use std::cmp::Ordering;
use std::collections::HashMap;

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

#[derive(Debug, Clone, PartialEq)]
struct Card {
    value: u8,
    suit: char,
}

const VALUES: [&str; 13] = ["2", "3", "4", "5", "6", "7", "8", "9", "T", "J", "Q", "K", "A"];
const NAMES: [&str; 13] = [
    "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "jack", "queen", "king", "ace",
];

fn parse_card(text: &str) -> Result<Card, HandError> {
    let upper = text.to_uppercase().replace("10", "T");
    let chars: Vec<char> = upper.chars().collect();
    if chars.len() != 2 || !"SHDC".contains(chars[1]) {
        return Err(HandError::Card(text.to_string()));
    }
    let value = VALUES.iter().position(|v| *v == chars[0].to_string());
    match value {
        Some(i) => Ok(Card { value: i as u8 + 2, suit: chars[1] }),
        None => Err(HandError::Card(text.to_string())),
    }
}

fn parse_hand(text: &str) -> Result<Vec<Card>, HandError> {
    let cards = text.split_whitespace().map(parse_card).collect::<Result<Vec<Card>, HandError>>()?;
    if cards.len() < 5 || cards.len() > 7 {
        return Err(HandError::Count(cards.len()));
    }
    for (i, card) in cards.iter().enumerate() {
        if cards[..i].contains(card) {
            return Err(HandError::Twice(format!("{}{}", VALUES[card.value as usize - 2], card.suit)));
        }
    }
    Ok(cards)
}

/// All ways to take some of the cards, in order.
fn choose(cards: &[Card], count: usize) -> Vec<Vec<Card>> {
    if count == 0 {
        return vec![vec![]];
    }
    if cards.len() < count {
        return vec![];
    }
    let mut with: Vec<Vec<Card>> = choose(&cards[1..], count - 1)
        .into_iter()
        .map(|mut rest| {
            rest.insert(0, cards[0].clone());
            rest
        })
        .collect();
    with.extend(choose(&cards[1..], count));
    with
}

fn rank_five(cards: &[Card]) -> Rank {
    let mut counts: HashMap<u8, usize> = HashMap::new();
    cards.iter().for_each(|c| *counts.entry(c.value).or_default() += 1);
    let mut groups: Vec<(usize, u8)> = counts.into_iter().map(|(value, count)| (count, value)).collect();
    groups.sort();
    groups.reverse();
    let shape: Vec<usize> = groups.iter().map(|g| g.0).collect();
    let values: Vec<u8> = groups.iter().map(|g| g.1).collect();
    let flush = cards.iter().all(|c| c.suit == cards[0].suit);
    let straight = if values.len() < 5 {
        None
    } else if values == vec![14, 5, 4, 3, 2] {
        Some(5)
    } else if values[0] - values[4] == 4 {
        Some(values[0])
    } else {
        None
    };
    if let Some(high) = straight {
        let category = if flush { Category::StraightFlush } else { Category::Straight };
        return Rank { category, values: vec![high] };
    }
    let category = match shape.as_slice() {
        [4, 1] => Category::Four,
        [3, 2] => Category::FullHouse,
        _ if flush => Category::Flush,
        [3, 1, 1] => Category::Three,
        [2, 2, 1] => Category::TwoPair,
        [2, 1, 1, 1] => Category::Pair,
        _ => Category::HighCard,
    };
    Rank { category, values }
}

/// The best rank that five of the cards have.
pub fn rank(hand: &str) -> Result<Rank, HandError> {
    let cards = parse_hand(hand)?;
    let ranks: Vec<Rank> = choose(&cards, 5).iter().map(|five| rank_five(five)).collect();
    Ok(ranks.iter().max().unwrap().clone())
}

/// 1 when the first hand wins, -1 when the second does, 0 when they are equal.
pub fn compare(a: &str, b: &str) -> Result<i32, HandError> {
    Ok(match rank(a)?.cmp(&rank(b)?) {
        Ordering::Greater => 1,
        Ordering::Equal => 0,
        Ordering::Less => -1,
    })
}

/// The players, counted from 0, that win with the cards on the board and their own.
pub fn showdown(board: &str, players: &[String]) -> Result<Vec<usize>, HandError> {
    let mut ranks = Vec::new();
    for player in players {
        ranks.push(rank(&format!("{} {}", board, player))?);
    }
    let best = ranks.iter().max().cloned();
    Ok((0..ranks.len()).filter(|i| Some(&ranks[*i]) == best.as_ref()).collect())
}

/// A hand in words.
pub fn describe(hand: &str) -> Result<String, HandError> {
    let rank = rank(hand)?;
    let name = |i: usize| NAMES[rank.values[i] as usize - 2].to_string();
    let many = |i: usize| if name(i) == "six" { "sixes".to_string() } else { name(i) + "s" };
    Ok(match rank.category {
        Category::HighCard => format!("{} high", name(0)),
        Category::Pair => format!("pair of {}", many(0)),
        Category::TwoPair => format!("{} and {}", many(0), many(1)),
        Category::Three => format!("three {}", many(0)),
        Category::Straight => format!("straight to the {}", name(0)),
        Category::Flush => format!("flush, {} high", name(0)),
        Category::FullHouse => format!("{} full of {}", many(0), many(1)),
        Category::Four => format!("four {}", many(0)),
        Category::StraightFlush => format!("straight flush to the {}", name(0)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranks() {
        assert_eq!(rank("AS KS QS JS 10S"), Ok(Rank { category: Category::StraightFlush, values: vec![14] }));
        assert_eq!(rank("as 2d 3h 4c 5c"), Ok(Rank { category: Category::Straight, values: vec![5] }));
        assert_eq!(rank("KS KD KH 2C 2D 3C 3D"), Ok(Rank { category: Category::FullHouse, values: vec![13, 3] }));
        assert_eq!(describe("6S 6D 2H 9C JD"), Ok("pair of sixes".to_string()));
    }

    #[test]
    fn compares() {
        assert_eq!(compare("2S 2D 5H 6C 7D", "2H 2C 5D 6S 8D"), Ok(-1));
        assert_eq!(showdown("AS KS QS JS TS", &["2D 3D".to_string(), "4D 5D".to_string()]), Ok(vec![0, 1]));
    }

    #[test]
    fn errors() {
        assert_eq!(rank("1S KS QS JS TS"), Err(HandError::Card("1S".to_string())));
        assert_eq!(rank("KS QS"), Err(HandError::Count(2)));
        assert_eq!(rank("KS QS JS 10h th"), Err(HandError::Twice("TH".to_string())));
    }
}
