//! The order book of one market: limit orders are matched by price, then by time.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::hash::{BuildHasherDefault, Hasher};

/// Which side an order is on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Side {
    Buy,
    Sell,
}

/// What a participant asks for.
#[derive(Debug, Clone, PartialEq)]
pub enum Request {
    /// A new order with its number, limit and quantity.
    New { id: u32, side: Side, price: u32, quantity: u32 },
    /// Takes the rest of an order out.
    Cancel(u32),
    /// Makes the remaining quantity smaller; it never grows. Nothing left takes the order out.
    Reduce(u32, u32),
}

/// A part of an order that was carried out at the price of the older order.
#[derive(Debug, Clone, PartialEq)]
pub struct Trade {
    pub buyer: u32,
    pub seller: u32,
    pub price: u32,
    pub quantity: u32,
}

/// Why a request was turned down.
#[derive(Debug, Clone, PartialEq)]
pub enum BookError {
    /// An order with this number is in the book already.
    Duplicate(u32),
    /// No order with this number is in the book.
    Unknown(u32),
    /// The quantity or the price is zero.
    Zero,
}

/// Spreads order numbers over the table.
#[derive(Default, Clone)]
struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        for &byte in bytes {
            self.write_u32(byte as u32);
        }
    }
    fn write_u32(&mut self, value: u32) {
        let mixed = (self.0 ^ value as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        self.0 = mixed ^ (mixed >> 32);
    }
}

/// The orders at one price, the oldest first.
#[derive(Debug, Clone, Default)]
struct Level {
    total: u64,
    queue: VecDeque<(u32, u32)>,
}

/// The open orders by side and price.
#[derive(Debug, Clone, Default)]
pub struct Book {
    bids: BTreeMap<u32, Level>,
    offers: BTreeMap<u32, Level>,
    places: HashMap<u32, (Side, u32), BuildHasherDefault<Spread>>,
}

impl Book {
    /// An empty book.
    pub fn new() -> Book {
        Book::default()
    }

    /// Carries out one request and tells the trades it made.
    pub fn submit(&mut self, request: &Request) -> Result<Vec<Trade>, BookError> {
        let mut trades = Vec::new();
        self.carry_out(request, &mut trades)?;
        Ok(trades)
    }

    fn carry_out(&mut self, request: &Request, trades: &mut Vec<Trade>) -> Result<(), BookError> {
        match *request {
            Request::New { id, side, price, quantity } => {
                if quantity == 0 || price == 0 {
                    return Err(BookError::Zero);
                }
                if self.places.contains_key(&id) {
                    return Err(BookError::Duplicate(id));
                }
                self.match_order(id, side, price, quantity, trades);
                Ok(())
            }
            Request::Cancel(id) => self.shrink(id, 0),
            Request::Reduce(id, quantity) => self.shrink(id, quantity),
        }
    }

    /// Carries out a list of requests and tells all trades and how many requests were turned
    /// down.
    pub fn submit_all(&mut self, requests: &[Request]) -> (Vec<Trade>, usize) {
        let mut trades = Vec::new();
        let mut rejected = 0;
        for request in requests {
            if self.carry_out(request, &mut trades).is_err() {
                rejected += 1;
            }
        }
        (trades, rejected)
    }

    fn shrink(&mut self, id: u32, quantity: u32) -> Result<(), BookError> {
        let &(side, price) = self.places.get(&id).ok_or(BookError::Unknown(id))?;
        let levels = match side {
            Side::Buy => &mut self.bids,
            Side::Sell => &mut self.offers,
        };
        let Some(level) = levels.get_mut(&price) else { return Ok(()) };
        let Some(at) = level.queue.iter().position(|order| order.0 == id) else { return Ok(()) };
        let order = &mut level.queue[at];
        if quantity < order.1 {
            level.total -= (order.1 - quantity) as u64;
            order.1 = quantity;
        }
        if order.1 == 0 {
            level.queue.remove(at);
            self.places.remove(&id);
            if level.queue.is_empty() {
                levels.remove(&price);
            }
        }
        Ok(())
    }

    fn match_order(
        &mut self,
        id: u32,
        side: Side,
        price: u32,
        mut quantity: u32,
        trades: &mut Vec<Trade>,
    ) {
        while quantity > 0 {
            let best = match side {
                Side::Buy => self.offers.first_entry().filter(|level| *level.key() <= price),
                Side::Sell => self.bids.last_entry().filter(|level| *level.key() >= price),
            };
            let Some(mut entry) = best else { break };
            let at_price = *entry.key();
            let level = entry.get_mut();
            while let Some(other) = level.queue.front_mut() {
                let part = quantity.min(other.1);
                let (buyer, seller) = match side {
                    Side::Buy => (id, other.0),
                    Side::Sell => (other.0, id),
                };
                trades.push(Trade { buyer, seller, price: at_price, quantity: part });
                quantity -= part;
                other.1 -= part;
                level.total -= part as u64;
                if other.1 == 0 {
                    self.places.remove(&other.0);
                    level.queue.pop_front();
                }
                if quantity == 0 {
                    break;
                }
            }
            if level.queue.is_empty() {
                entry.remove();
            }
        }
        if quantity > 0 {
            self.places.insert(id, (side, price));
            let levels = match side {
                Side::Buy => &mut self.bids,
                Side::Sell => &mut self.offers,
            };
            let level = levels.entry(price).or_default();
            level.total += quantity as u64;
            level.queue.push_back((id, quantity));
        }
    }

    /// The highest bid and the lowest offer.
    pub fn best(&self) -> (Option<u32>, Option<u32>) {
        (self.bids.keys().next_back().copied(), self.offers.keys().next().copied())
    }

    /// The first price levels of a side, the best one first, with the quantity at each.
    pub fn depth(&self, side: Side, levels: usize) -> Vec<(u32, u64)> {
        let level = |(&price, level): (&u32, &Level)| (price, level.total);
        match side {
            Side::Buy => self.bids.iter().rev().take(levels).map(level).collect(),
            Side::Sell => self.offers.iter().take(levels).map(level).collect(),
        }
    }
}
