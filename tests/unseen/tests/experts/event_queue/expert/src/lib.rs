//! A binary heap by time and number.

use std::cmp::Reverse;
use std::collections::binary_heap::{BinaryHeap, PeekMut};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    pub time: u64,
    pub id: u32,
}

#[derive(Default)]
pub struct EventQueue {
    heap: BinaryHeap<Reverse<(u64, u32, u32)>>,
    count: u32,
}

impl EventQueue {
    pub fn new() -> EventQueue {
        EventQueue::default()
    }

    pub fn schedule(&mut self, events: &[(u64, u32)]) {
        let start = self.count;
        self.heap.extend(events.iter().zip(start..).map(|(&(time, id), n)| Reverse((time, n, id))));
        self.count += events.len() as u32;
    }

    pub fn next_time(&self) -> Option<u64> {
        self.heap.peek().map(|Reverse(event)| event.0)
    }

    pub fn pop(&mut self) -> Option<Event> {
        self.heap.pop().map(|Reverse((time, _, id))| Event { time, id })
    }

    pub fn advance(&mut self, now: u64) -> Vec<u32> {
        let mut due = Vec::new();
        while let Some(top) = self.heap.peek_mut() {
            if top.0 .0 > now {
                break;
            }
            due.push(PeekMut::pop(top).0 .2);
        }
        due
    }

    pub fn len(&self) -> usize {
        self.heap.len()
    }
}
