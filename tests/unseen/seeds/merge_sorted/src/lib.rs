//! Merges sorted lists, such as the time stamps in the logs of several machines.

/// One of the lists and how far it has been read.
struct Cursor<'a> {
    list: &'a [u32],
    position: usize,
}

impl<'a> Cursor<'a> {
    fn head(&self) -> Option<u32> {
        self.list.get(self.position).copied()
    }
}

/// Merges any number of sorted lists into one.
pub fn merge_all(lists: &[Vec<u32>]) -> Vec<u32> {
    let mut cursors: Vec<Cursor> = lists.iter().map(|list| Cursor { list, position: 0 }).collect();
    let mut merged = Vec::new();
    loop {
        let mut lowest: Option<(usize, u32)> = None;
        for (index, cursor) in cursors.iter().enumerate() {
            if let Some(value) = cursor.head() {
                if lowest.is_none() || value < lowest.unwrap().1 {
                    lowest = Some((index, value));
                }
            }
        }
        match lowest {
            Some((index, value)) => {
                merged.push(value);
                cursors[index].position += 1;
            }
            None => return merged,
        }
    }
}

/// What two sorted lists have in common, each value once.
pub fn common(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut shared: Vec<u32> = Vec::new();
    for value in a {
        if b.contains(value) && !shared.contains(value) {
            shared.push(*value);
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges() {
        assert_eq!(merge_all(&[vec![1, 4, 4], vec![], vec![2, 4, 9], vec![0]]), [0, 1, 2, 4, 4, 4, 9]);
        assert!(merge_all(&[]).is_empty());
    }

    #[test]
    fn in_common() {
        assert_eq!(common(&[1, 2, 2, 5, 9], &[2, 2, 3, 9]), [2, 9]);
        assert!(common(&[1], &[]).is_empty());
    }
}
