//! The ledger of a warehouse.

#[derive(Debug, Clone, PartialEq)]
pub enum StockError {
    /// A quantity of nothing.
    Zero,
    /// An item that never came in.
    UnknownItem(String),
    /// There is only so much.
    NotEnough(u64),
    /// An order without reservations.
    UnknownOrder(String),
}

/// What there is of an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub item: String,
    pub on_hand: u64,
    pub reserved: u64,
    pub value: u64,
}

#[derive(Debug, Clone)]
struct Lot {
    item: String,
    quantity: u32,
    unit_cost: u32,
}

#[derive(Debug, Clone)]
struct Reservation {
    order: String,
    item: String,
    quantity: u32,
}

/// A warehouse; goods that came first go first.
#[derive(Debug, Clone, Default)]
pub struct Warehouse {
    items: Vec<String>,
    lots: Vec<Lot>,
    reservations: Vec<Reservation>,
}

impl Warehouse {
    pub fn new() -> Self {
        Warehouse { items: Vec::new(), lots: Vec::new(), reservations: Vec::new() }
    }

    /// Goods come in. Tells how many of the item there are now.
    pub fn receive(&mut self, item: &str, quantity: u32, unit_cost: u32) -> Result<u64, StockError> {
        if quantity == 0 {
            return Err(StockError::Zero);
        }
        if !self.items.contains(&item.to_string()) {
            self.items.push(item.to_string());
        }
        self.lots.push(Lot { item: item.to_string(), quantity, unit_cost });
        Ok(self.on_hand(item))
    }

    pub fn on_hand(&self, item: &str) -> u64 {
        self.lots.iter().filter(|lot| lot.item == item).map(|lot| lot.quantity as u64).sum()
    }

    fn reserved(&self, item: &str) -> u64 {
        self.reservations.iter().filter(|r| r.item == item).map(|r| r.quantity as u64).sum()
    }

    /// What is there and not reserved.
    pub fn available(&self, item: &str) -> u64 {
        self.on_hand(item) - self.reserved(item)
    }

    fn check(&self, item: &str, quantity: u32) -> Result<(), StockError> {
        if quantity == 0 {
            return Err(StockError::Zero);
        }
        if !self.items.contains(&item.to_string()) {
            return Err(StockError::UnknownItem(item.to_string()));
        }
        if self.available(item) < quantity as u64 {
            return Err(StockError::NotEnough(self.available(item)));
        }
        Ok(())
    }

    /// Takes from the oldest lots and tells what it cost.
    fn consume(&mut self, item: &str, quantity: u32) -> u64 {
        let mut left = quantity;
        let mut cost = 0;
        for lot in self.lots.iter_mut() {
            if lot.item == item && left > 0 {
                let part = left.min(lot.quantity);
                lot.quantity -= part;
                left -= part;
                cost += part as u64 * lot.unit_cost as u64;
            }
        }
        self.lots.retain(|lot| lot.quantity > 0);
        cost
    }

    /// Takes goods that nobody reserved and tells what they cost.
    pub fn take(&mut self, item: &str, quantity: u32) -> Result<u64, StockError> {
        self.check(item, quantity)?;
        Ok(self.consume(item, quantity))
    }

    /// Keeps goods for an order.
    pub fn reserve(&mut self, order: &str, item: &str, quantity: u32) -> Result<(), StockError> {
        self.check(item, quantity)?;
        self.reservations.push(Reservation { order: order.to_string(), item: item.to_string(), quantity });
        Ok(())
    }

    /// Gives the goods of an order free and tells how many reservations it had.
    pub fn cancel(&mut self, order: &str) -> Result<usize, StockError> {
        let before = self.reservations.len();
        self.reservations.retain(|r| r.order != order);
        let gone = before - self.reservations.len();
        if gone == 0 {
            return Err(StockError::UnknownOrder(order.to_string()));
        }
        Ok(gone)
    }

    /// Sends the goods of an order and tells what they cost.
    pub fn ship(&mut self, order: &str) -> Result<u64, StockError> {
        let mine: Vec<Reservation> = self.reservations.iter().filter(|r| r.order == order).cloned().collect();
        if mine.is_empty() {
            return Err(StockError::UnknownOrder(order.to_string()));
        }
        let mut cost = 0;
        for reservation in &mine {
            cost += self.consume(&reservation.item, reservation.quantity);
        }
        self.reservations.retain(|r| r.order != order);
        Ok(cost)
    }

    /// What all goods cost.
    pub fn value(&self) -> u64 {
        self.lots.iter().map(|lot| lot.quantity as u64 * lot.unit_cost as u64).sum()
    }

    /// All items that ever came in, by name.
    pub fn report(&self) -> Vec<Line> {
        let mut names = self.items.clone();
        names.sort();
        let mut lines = Vec::new();
        for name in names {
            let lots: Vec<&Lot> = self.lots.iter().filter(|lot| lot.item == name).collect();
            lines.push(Line {
                on_hand: self.on_hand(&name),
                reserved: self.reserved(&name),
                value: lots.iter().map(|lot| lot.quantity as u64 * lot.unit_cost as u64).sum(),
                item: name,
            });
        }
        lines
    }

    /// The items, by name, of which less than so many are available.
    pub fn low(&self, limit: u64) -> Vec<String> {
        let mut names: Vec<String> = self.items.iter().filter(|i| self.available(i) < limit).cloned().collect();
        names.sort();
        names
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn first_in_first_out() {
        let mut w = Warehouse::new();
        assert_eq!(w.receive("bolt", 10, 5), Ok(10));
        assert_eq!(w.receive("bolt", 10, 7), Ok(20));
        assert_eq!(w.take("bolt", 12), Ok(64));
        assert_eq!(w.value(), 56);
        assert_eq!(w.take("bolt", 9), Err(StockError::NotEnough(8)));
        assert_eq!(w.take("nut", 1), Err(StockError::UnknownItem("nut".to_string())));
    }

    #[test]
    fn orders() {
        let mut w = Warehouse::new();
        w.receive("nut", 10, 2).unwrap();
        w.receive("bolt", 4, 3).unwrap();
        assert_eq!(w.reserve("A1", "nut", 6), Ok(()));
        assert_eq!(w.reserve("A1", "bolt", 1), Ok(()));
        assert_eq!(w.reserve("A2", "nut", 6), Err(StockError::NotEnough(4)));
        assert_eq!(w.available("nut"), 4);
        assert_eq!(w.low(4), vec!["bolt"]);
        assert_eq!(w.ship("A1"), Ok(15));
        assert_eq!(w.cancel("A1"), Err(StockError::UnknownOrder("A1".to_string())));
        assert_eq!(w.report()[1], Line { item: "nut".to_string(), on_hand: 4, reserved: 0, value: 8 });
    }
}
