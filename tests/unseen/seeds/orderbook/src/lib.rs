//! The order book of one market: limit orders are matched by price, then by time.

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

#[derive(Debug, Clone)]
struct Order {
    id: u32,
    side: Side,
    price: u32,
    quantity: u32,
}

/// The open orders, in the order they came.
#[derive(Debug, Clone, Default)]
pub struct Book {
    orders: Vec<Order>,
}

impl Book {
    /// An empty book.
    pub fn new() -> Book {
        Book { orders: Vec::new() }
    }

    /// Carries out one request and tells the trades it made.
    pub fn submit(&mut self, request: &Request) -> Result<Vec<Trade>, BookError> {
        match request.clone() {
            Request::New { id, side, price, quantity } => {
                if quantity == 0 || price == 0 {
                    return Err(BookError::Zero);
                }
                if self.orders.iter().any(|order| order.id == id) {
                    return Err(BookError::Duplicate(id));
                }
                Ok(self.match_order(Order { id, side, price, quantity }))
            }
            Request::Cancel(id) => {
                if self.orders.iter().all(|order| order.id != id) {
                    return Err(BookError::Unknown(id));
                }
                self.orders.retain(|order| order.id != id);
                Ok(Vec::new())
            }
            Request::Reduce(id, quantity) => {
                match self.orders.iter_mut().find(|order| order.id == id) {
                    Some(order) => order.quantity = order.quantity.min(quantity),
                    None => return Err(BookError::Unknown(id)),
                }
                self.orders.retain(|order| order.quantity > 0);
                Ok(Vec::new())
            }
        }
    }

    /// Carries out a list of requests and tells all trades and how many requests were turned
    /// down.
    pub fn submit_all(&mut self, requests: &[Request]) -> (Vec<Trade>, usize) {
        let mut trades = Vec::new();
        let mut rejected = 0;
        for request in requests {
            match self.submit(request) {
                Ok(made) => trades.extend(made),
                Err(_) => rejected += 1,
            }
        }
        (trades, rejected)
    }

    fn match_order(&mut self, mut order: Order) -> Vec<Trade> {
        let mut trades = Vec::new();
        while order.quantity > 0 {
            // The best price of the other side; among equals the oldest comes first.
            let mut candidates: Vec<(usize, Order)> = self
                .orders
                .iter()
                .cloned()
                .enumerate()
                .filter(|(_, other)| match order.side {
                    Side::Buy => other.side == Side::Sell && other.price <= order.price,
                    Side::Sell => other.side == Side::Buy && other.price >= order.price,
                })
                .collect();
            match order.side {
                Side::Buy => candidates.sort_by_key(|(_, other)| other.price),
                Side::Sell => candidates.sort_by_key(|(_, other)| std::cmp::Reverse(other.price)),
            }
            let (index, other) = match candidates.first() {
                Some(candidate) => candidate.clone(),
                None => break,
            };
            let quantity = order.quantity.min(other.quantity);
            let (buyer, seller) = match order.side {
                Side::Buy => (order.id, other.id),
                Side::Sell => (other.id, order.id),
            };
            trades.push(Trade { buyer, seller, price: other.price, quantity });
            order.quantity -= quantity;
            self.orders[index].quantity -= quantity;
            if self.orders[index].quantity == 0 {
                self.orders.remove(index);
            }
        }
        if order.quantity > 0 {
            self.orders.push(order);
        }
        trades
    }

    /// The highest bid and the lowest offer.
    pub fn best(&self) -> (Option<u32>, Option<u32>) {
        let bid = self.depth(Side::Buy, 1).first().map(|level| level.0);
        let offer = self.depth(Side::Sell, 1).first().map(|level| level.0);
        (bid, offer)
    }

    /// The first price levels of a side, the best one first, with the quantity at each.
    pub fn depth(&self, side: Side, levels: usize) -> Vec<(u32, u64)> {
        let mut totals: Vec<(u32, u64)> = Vec::new();
        for order in self.orders.iter().filter(|order| order.side == side) {
            match totals.iter_mut().find(|level| level.0 == order.price) {
                Some(level) => level.1 += order.quantity as u64,
                None => totals.push((order.price, order.quantity as u64)),
            }
        }
        totals.sort();
        if side == Side::Buy {
            totals.reverse();
        }
        totals.into_iter().take(levels).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn matches_by_price_and_time() {
        let mut book = Book::new();
        let new = |id, side, price, quantity| Request::New { id, side, price, quantity };
        book.submit(&new(1, Side::Sell, 101, 5)).unwrap();
        book.submit(&new(2, Side::Sell, 100, 5)).unwrap();
        let trades = book.submit(&new(3, Side::Buy, 101, 7)).unwrap();
        assert_eq!(trades[0], Trade { buyer: 3, seller: 2, price: 100, quantity: 5 });
        assert_eq!(trades[1], Trade { buyer: 3, seller: 1, price: 101, quantity: 2 });
        assert_eq!(book.best(), (None, Some(101)));
        assert_eq!(book.submit(&Request::Cancel(2)), Err(BookError::Unknown(2)));
    }
}
