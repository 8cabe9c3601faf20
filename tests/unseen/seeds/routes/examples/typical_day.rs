use routes::Table;

/// Makes up traffic and route announcements.
struct World {
    state: u64,
    known: Vec<(u32, u8)>,
}

impl World {
    fn new() -> Self {
        World { state: 0x9E3779B97F4A7C15, known: Vec::new() }
    }

    fn random(&mut self) -> u32 {
        self.state ^= self.state >> 12;
        self.state ^= self.state << 25;
        self.state ^= self.state >> 27;
        (self.state.wrapping_mul(0x2545F4914F6CDD1D) >> 32) as u32
    }

    fn announce(&mut self) -> (u32, u8) {
        let length = [8, 12, 16, 16, 20, 22, 24, 24, 24, 24, 28, 32][self.random() as usize % 12];
        let network = match self.random() % 3 {
            0 if !self.known.is_empty() => {
                let inside = self.random() as usize % self.known.len();
                self.known[inside].0 | (self.random() >> self.known[inside].1.min(31))
            }
            _ => 0x0A000000 | (self.random() >> 6),
        };
        let network = if length < 32 { network >> (32 - length) << (32 - length) } else { network };
        self.known.push((network, length));
        (network, length)
    }

    fn packet(&mut self) -> u32 {
        match self.random() % 8 {
            0 => self.random(),
            _ => {
                let inside = self.random() as usize % self.known.len();
                let (network, length) = self.known[inside];
                network | (self.random() >> 1) >> (length.max(1) - 1)
            }
        }
    }
}

fn main() {
    let mut world = World::new();
    let mut table = Table::new();
    let mut sent = 0u64;
    table.add(0, 0, 1);
    for hour in 0..24u32 {
        for _ in 0..(if hour == 0 { 90 } else { 5 }) {
            let (network, length) = world.announce();
            table.add(network, length, 100 + world.random() % 16);
        }
        if hour % 4 == 3 {
            let gone = world.random() as usize % world.known.len();
            let (network, length) = world.known.swap_remove(gone);
            sent += table.remove(network, length).unwrap_or(0) as u64;
        }
        for packet in 0..70 {
            let address = world.packet();
            if packet % 10 == 0 {
                let [a, b, c, d] = address.to_be_bytes();
                sent += table.lookup_text(&format!("{}.{}.{}.{}", a, b, c, d)).unwrap_or(0) as u64;
            } else {
                sent += table.lookup(address).unwrap_or(0) as u64;
            }
            if packet % 35 == 0 {
                sent += table.trace(address).len() as u64;
            }
        }
    }
    sent += table.lookup_text("not an address").unwrap_or(0) as u64;
    println!("{} routes, {} sent", table.len(), sent);
}
