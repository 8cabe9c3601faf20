//! A routing table with longest-prefix match over IPv4 addresses.

/// The longest prefix of a stretch of addresses; `NONE` where there is none.
#[derive(Clone, Copy, Debug)]
struct Owner {
    length: i8,
    hop: u32,
}

const NONE: Owner = Owner { length: -1, hop: 0 };

/// Routes by prefix; the longest prefix that covers an address decides.
///
/// The address space is kept cut into stretches with one best route each, so
/// that a lookup is one binary search; the routes themselves are kept sorted
/// by length and network for changes and traces.
#[derive(Clone, Debug)]
pub struct Table {
    starts: Vec<u32>,
    owners: Vec<Owner>,
    /// By prefix length: `(network, hop)`, sorted.
    routes: [Vec<(u32, u32)>; 33],
    used: u64,
}

impl Default for Table {
    fn default() -> Self {
        Table::new()
    }
}

fn mask(length: u8) -> u32 {
    u32::MAX.checked_shl(32 - length as u32).unwrap_or(0)
}

impl Table {
    /// A table without routes.
    pub fn new() -> Self {
        Table { starts: vec![0], owners: vec![NONE], routes: std::array::from_fn(|_| Vec::new()), used: 0 }
    }

    /// The place of the stretch that starts at `start`, which is made if need be.
    fn cut(&mut self, start: u32) -> usize {
        let place = self.starts.partition_point(|&s| s < start);
        if self.starts.get(place) != Some(&start) {
            self.starts.insert(place, start);
            self.owners.insert(place, self.owners[place - 1]);
        }
        place
    }

    /// The stretches of a prefix.
    fn stretch(&mut self, network: u32, length: u8) -> std::ops::Range<usize> {
        let from = self.cut(network);
        let to = match (network | !mask(length)).checked_add(1) {
            Some(next) => self.cut(next),
            None => self.starts.len(),
        };
        from..to
    }

    /// Adds a route, or changes its hop if the prefix is known; the bits behind
    /// the prefix are ignored. False if the length is above 32.
    pub fn add(&mut self, network: u32, length: u8, hop: u32) -> bool {
        if length > 32 {
            return false;
        }
        let network = network & mask(length);
        let routes = &mut self.routes[length as usize];
        match routes.binary_search_by_key(&network, |route| route.0) {
            Ok(place) => routes[place].1 = hop,
            Err(place) => routes.insert(place, (network, hop)),
        }
        self.used |= 1 << length;
        let stretch = self.stretch(network, length);
        for owner in &mut self.owners[stretch] {
            if owner.length <= length as i8 {
                *owner = Owner { length: length as i8, hop };
            }
        }
        true
    }

    /// Removes a route and returns its hop, if it is known.
    pub fn remove(&mut self, network: u32, length: u8) -> Option<u32> {
        if length > 32 {
            return None;
        }
        let network = network & mask(length);
        let routes = &mut self.routes[length as usize];
        let place = routes.binary_search_by_key(&network, |route| route.0).ok()?;
        let (_, hop) = routes.remove(place);
        if routes.is_empty() {
            self.used &= !(1 << length);
        }
        let mut heir = NONE;
        self.covering(network, (1 << length) - 1, |_, length, hop| {
            heir = Owner { length: length as i8, hop };
            false
        });
        let stretch = self.stretch(network, length);
        for owner in &mut self.owners[stretch] {
            if owner.length == length as i8 {
                *owner = heir;
            }
        }
        Some(hop)
    }

    /// Visits the routes over an address whose lengths are in the set `lengths`,
    /// longest first, until `visit` returns false.
    fn covering(&self, address: u32, lengths: u64, mut visit: impl FnMut(u32, u8, u32) -> bool) {
        let mut left = self.used & lengths;
        while left != 0 {
            let length = left.ilog2() as u8;
            left ^= 1 << length;
            let network = address & mask(length);
            let routes = &self.routes[length as usize];
            if let Ok(place) = routes.binary_search_by_key(&network, |route| route.0) {
                if !visit(network, length, routes[place].1) {
                    return;
                }
            }
        }
    }

    /// The hop for an address.
    pub fn lookup(&self, address: u32) -> Option<u32> {
        let owner = self.owners[self.starts.partition_point(|&start| start <= address) - 1];
        (owner.length >= 0).then_some(owner.hop)
    }

    /// The hop for an address such as "10.0.0.1"; `None` also if it is malformed.
    pub fn lookup_text(&self, address: &str) -> Option<u32> {
        let mut number = 0;
        let mut parts = address.split('.');
        for _ in 0..4 {
            number = number << 8 | parts.next()?.parse::<u8>().ok()? as u32;
        }
        if parts.next().is_some() {
            return None;
        }
        self.lookup(number)
    }

    /// All prefixes that cover an address with their hops, the longest first.
    pub fn trace(&self, address: u32) -> Vec<(u32, u8, u32)> {
        let mut found = Vec::new();
        self.covering(address, u64::MAX, |network, length, hop| {
            found.push((network, length, hop));
            true
        });
        found
    }

    /// The number of routes.
    pub fn len(&self) -> usize {
        self.routes.iter().map(Vec::len).sum()
    }
}
