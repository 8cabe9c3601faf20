//! The calendar of a simulation: what happens when.

/// Something that is due at a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub time: u64,
    pub id: u32,
}

/// Events waiting to happen. Of events at the same time, the one scheduled first comes first.
#[derive(Default)]
pub struct EventQueue {
    waiting: Vec<Event>,
}

impl EventQueue {
    /// An empty queue.
    pub fn new() -> EventQueue {
        EventQueue::default()
    }

    /// Schedules events, in this order.
    pub fn schedule(&mut self, events: &[(u64, u32)]) {
        for &(time, id) in events {
            self.waiting.push(Event { time, id });
        }
    }

    /// Where the next event is kept.
    fn next_index(&self) -> Option<usize> {
        if self.waiting.is_empty() {
            return None;
        }
        let mut best = 0;
        for i in 1..self.waiting.len() {
            if self.waiting[i].time < self.waiting[best].time {
                best = i;
            }
        }
        Some(best)
    }

    /// The time of the next event.
    pub fn next_time(&self) -> Option<u64> {
        self.next_index().map(|i| self.waiting[i].time)
    }

    /// Takes the next event out.
    pub fn pop(&mut self) -> Option<Event> {
        let index = self.next_index()?;
        Some(self.waiting.remove(index))
    }

    /// Takes out all events that are due at `now`, in order, and returns their ids.
    pub fn advance(&mut self, now: u64) -> Vec<u32> {
        let mut due = Vec::new();
        while let Some(time) = self.next_time() {
            if time > now {
                break;
            }
            if let Some(event) = self.pop() {
                due.push(event.id);
            }
        }
        due
    }

    /// How many events wait.
    pub fn len(&self) -> usize {
        self.waiting.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_order_of_time() {
        let mut queue = EventQueue::new();
        queue.schedule(&[(5, 1), (3, 2), (9, 3), (3, 4)]);
        assert_eq!(queue.next_time(), Some(3));
        assert_eq!(queue.pop(), Some(Event { time: 3, id: 2 }));
        assert_eq!(queue.advance(5), [4, 1]);
        assert_eq!(queue.len(), 1);
    }

    #[test]
    fn an_empty_queue() {
        let mut queue = EventQueue::new();
        assert_eq!((queue.pop(), queue.next_time(), queue.len()), (None, None, 0));
        assert!(queue.advance(100).is_empty());
    }
}
