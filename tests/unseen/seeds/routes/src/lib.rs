//! A routing table with longest-prefix match over IPv4 addresses.

/// One prefix and where it leads.
#[derive(Clone, Debug)]
struct Route {
    network: u32,
    length: u8,
    hop: u32,
}

impl Route {
    fn new(network: u32, length: u8, hop: u32) -> Self {
        Route { network: network & Self::mask(length), length, hop }
    }

    fn mask(length: u8) -> u32 {
        if length == 0 {
            0
        } else {
            u32::MAX << (32 - length)
        }
    }

    fn covers(&self, address: u32) -> bool {
        address & Self::mask(self.length) == self.network
    }

    fn is_for(&self, network: u32, length: u8) -> bool {
        self.length == length && self.network == network & Self::mask(length)
    }
}

/// Routes by prefix; the longest prefix that covers an address decides.
#[derive(Clone, Debug, Default)]
pub struct Table {
    routes: Vec<Route>,
}

impl Table {
    /// A table without routes.
    pub fn new() -> Self {
        Table { routes: Vec::new() }
    }

    /// Adds a route or changes its hop; false if the length is above 32.
    pub fn add(&mut self, network: u32, length: u8, hop: u32) -> bool {
        if length > 32 {
            return false;
        }
        self.remove(network, length);
        self.routes.push(Route::new(network, length, hop));
        true
    }

    /// Removes a route and returns its hop, if it is known.
    pub fn remove(&mut self, network: u32, length: u8) -> Option<u32> {
        if length > 32 {
            return None;
        }
        let place = self.routes.iter().position(|route| route.is_for(network, length))?;
        Some(self.routes.remove(place).hop)
    }

    fn best(&self, address: u32) -> Option<&Route> {
        self.routes.iter().filter(|route| route.covers(address)).max_by_key(|route| route.length)
    }

    /// The hop for an address.
    pub fn lookup(&self, address: u32) -> Option<u32> {
        self.best(address).map(|route| route.hop)
    }

    /// The hop for an address such as "10.0.0.1"; `None` also if it is malformed.
    pub fn lookup_text(&self, address: &str) -> Option<u32> {
        let parts: Vec<&str> = address.split('.').collect();
        if parts.len() != 4 {
            return None;
        }
        let mut number = 0;
        for part in parts {
            number = number << 8 | part.parse::<u8>().ok()? as u32;
        }
        self.lookup(number)
    }

    /// All prefixes that cover an address with their hops, the longest first.
    pub fn trace(&self, address: u32) -> Vec<(u32, u8, u32)> {
        let mut found: Vec<&Route> = self.routes.iter().filter(|route| route.covers(address)).collect();
        found.sort_by(|a, b| b.length.cmp(&a.length));
        found.iter().map(|route| (route.network, route.length, route.hop)).collect()
    }

    /// The number of routes.
    pub fn len(&self) -> usize {
        self.routes.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn longest_prefix_wins() {
        let mut table = Table::new();
        assert!(table.add(0x0A000000, 8, 1) && table.add(0x0A010203, 16, 2) && table.add(0, 0, 9));
        assert_eq!(table.lookup(0x0A01FFFF), Some(2));
        assert_eq!(table.lookup_text("10.2.0.1"), Some(1));
        assert_eq!(table.trace(0x0A010000), [(0x0A010000, 16, 2), (0x0A000000, 8, 1), (0, 0, 9)]);
        assert_eq!(table.remove(0x0A01FFFF, 16), Some(2));
        assert_eq!((table.lookup_text("10.1.0.0"), table.lookup_text("10.256.0.0"), table.len()), (Some(1), None, 2));
    }

    #[test]
    fn routes_are_replaced() {
        let mut table = Table::new();
        assert!(table.add(7, 32, 1) && table.add(7, 32, 2) && !table.add(7, 33, 3));
        assert_eq!((table.lookup(7), table.lookup(8), table.len()), (Some(2), None, 1));
    }
}
