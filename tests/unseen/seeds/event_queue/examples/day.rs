//! A day of simulations: arrivals are planned in batches, time goes on in steps.
use event_queue::EventQueue;

struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11
    }

    /// From `low` to below `high`.
    fn range(&mut self, low: usize, high: usize) -> usize {
        low + (self.next() % (high - low) as u64) as usize
    }
}

fn main() {
    let mut random = Random(0x31415926);
    let mut total = 0;
    for i in 0..80 {
        let mut queue = EventQueue::new();
        let mut now = 1000 * i as u64;
        let spread = [20, 300, 5000][i % 3];
        let mut id = 0;
        let mut plan = |queue: &mut EventQueue, random: &mut Random, now: u64, count: usize| {
            let batch: Vec<(u64, u32)> = (0..count)
                .map(|_| {
                    id += 1;
                    (now + random.range(0, spread) as u64, id)
                })
                .collect();
            queue.schedule(&batch);
        };
        let start = random.range(20, 250);
        plan(&mut queue, &mut random, now, start);
        for _ in 0..random.range(4, 12) {
            now += random.range(0, spread / 4) as u64;
            total += queue.advance(now).len();
            let more = random.range(0, 20);
            plan(&mut queue, &mut random, now, more);
            for _ in 0..random.range(0, 4) {
                total += queue.pop().map_or(0, |event| event.id as usize);
            }
            total += queue.next_time().unwrap_or(0) as usize + queue.len();
        }
        total += queue.advance(now + spread as u64).len();
    }
    println!("{total}");
}