//! The ledger of a warehouse.

use std::collections::VecDeque;

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
struct Item {
    name: String,
    on_hand: u64,
    reserved: u64,
    value: u64,
    /// Quantities and unit costs, the oldest first.
    lots: VecDeque<(u32, u32)>,
}

impl Item {
    fn available(&self) -> u64 {
        self.on_hand - self.reserved
    }

    /// Takes from the oldest lots and tells what it cost.
    fn consume(&mut self, quantity: u32) -> u64 {
        let mut left = quantity;
        let mut cost = 0;
        while left > 0 {
            let Some(lot) = self.lots.front_mut() else { break };
            let part = left.min(lot.0);
            lot.0 -= part;
            left -= part;
            cost += part as u64 * lot.1 as u64;
            if lot.0 == 0 {
                self.lots.pop_front();
            }
        }
        self.on_hand -= (quantity - left) as u64;
        self.value -= cost;
        cost
    }
}

#[derive(Debug, Clone)]
struct Order {
    name: String,
    /// Items by number and quantities.
    parts: Vec<(u32, u32)>,
}

/// A warehouse; goods that came first go first.
#[derive(Debug, Clone, Default)]
pub struct Warehouse {
    items: Vec<Item>,
    /// Numbers of the items by name.
    sorted: Vec<u32>,
    orders: Vec<Order>,
    value: u64,
}

impl Warehouse {
    pub fn new() -> Self {
        Warehouse::default()
    }

    fn find(&self, item: &str) -> Result<usize, usize> {
        self.sorted
            .binary_search_by(|&i| self.items[i as usize].name.as_str().cmp(item))
            .map(|place| self.sorted[place] as usize)
    }

    fn item(&self, item: &str) -> Option<&Item> {
        self.find(item).ok().map(|i| &self.items[i])
    }

    /// Goods come in. Tells how many of the item there are now.
    pub fn receive(&mut self, item: &str, quantity: u32, unit_cost: u32) -> Result<u64, StockError> {
        if quantity == 0 {
            return Err(StockError::Zero);
        }
        let i = match self.find(item) {
            Ok(i) => i,
            Err(place) => {
                self.sorted.insert(place, self.items.len() as u32);
                let name = item.to_string();
                self.items.push(Item { name, on_hand: 0, reserved: 0, value: 0, lots: VecDeque::new() });
                self.items.len() - 1
            }
        };
        let item = &mut self.items[i];
        let cost = quantity as u64 * unit_cost as u64;
        item.on_hand += quantity as u64;
        item.value += cost;
        self.value += cost;
        item.lots.push_back((quantity, unit_cost));
        Ok(item.on_hand)
    }

    pub fn on_hand(&self, item: &str) -> u64 {
        self.item(item).map_or(0, |item| item.on_hand)
    }

    /// What is there and not reserved.
    pub fn available(&self, item: &str) -> u64 {
        self.item(item).map_or(0, Item::available)
    }

    fn check(&self, item: &str, quantity: u32) -> Result<usize, StockError> {
        if quantity == 0 {
            return Err(StockError::Zero);
        }
        let Ok(i) = self.find(item) else { return Err(StockError::UnknownItem(item.to_string())) };
        let available = self.items[i].available();
        if available < quantity as u64 {
            return Err(StockError::NotEnough(available));
        }
        Ok(i)
    }

    /// Takes goods that nobody reserved and tells what they cost.
    pub fn take(&mut self, item: &str, quantity: u32) -> Result<u64, StockError> {
        let i = self.check(item, quantity)?;
        let cost = self.items[i].consume(quantity);
        self.value -= cost;
        Ok(cost)
    }

    /// Keeps goods for an order.
    pub fn reserve(&mut self, order: &str, item: &str, quantity: u32) -> Result<(), StockError> {
        let i = self.check(item, quantity)?;
        self.items[i].reserved += quantity as u64;
        let part = (i as u32, quantity);
        match self.orders.iter_mut().rev().find(|o| o.name == order) {
            Some(order) => order.parts.push(part),
            None => self.orders.push(Order { name: order.to_string(), parts: vec![part] }),
        }
        Ok(())
    }

    fn end(&mut self, order: &str) -> Result<Order, StockError> {
        match self.orders.iter().position(|o| o.name == order) {
            Some(place) => {
                let order = self.orders.swap_remove(place);
                for &(i, quantity) in &order.parts {
                    self.items[i as usize].reserved -= quantity as u64;
                }
                Ok(order)
            }
            None => Err(StockError::UnknownOrder(order.to_string())),
        }
    }

    /// Gives the goods of an order free and tells how many reservations it had.
    pub fn cancel(&mut self, order: &str) -> Result<usize, StockError> {
        Ok(self.end(order)?.parts.len())
    }

    /// Sends the goods of an order and tells what they cost.
    pub fn ship(&mut self, order: &str) -> Result<u64, StockError> {
        let order = self.end(order)?;
        let mut cost = 0;
        for (i, quantity) in order.parts {
            cost += self.items[i as usize].consume(quantity);
        }
        self.value -= cost;
        Ok(cost)
    }

    /// What all goods cost.
    pub fn value(&self) -> u64 {
        self.value
    }

    /// All items that ever came in, by name.
    pub fn report(&self) -> Vec<Line> {
        self.sorted
            .iter()
            .map(|&i| {
                let item = &self.items[i as usize];
                Line { item: item.name.clone(), on_hand: item.on_hand, reserved: item.reserved, value: item.value }
            })
            .collect()
    }

    /// The items, by name, of which less than so many are available.
    pub fn low(&self, limit: u64) -> Vec<String> {
        let items = self.sorted.iter().map(|&i| &self.items[i as usize]);
        items.filter(|item| item.available() < limit).map(|item| item.name.clone()).collect()
    }
}
