//! Code that the rules of `chains.toml` are for.

mod chain_of_named_entries {
    struct Cache {
        room: usize,
        entries: Vec<(String, u32)>,
    }

    impl Cache {
        fn new(room: usize) -> Self {
            Cache { room, entries: Vec::new() }
        }

        fn get(&mut self, name: &str) -> Option<u32> {
            let at = self.entries.iter().position(|entry| entry.0 == name)?;
            let entry = self.entries.remove(at);
            let value = entry.1;
            self.entries.push(entry);
            Some(value)
        }

        fn put(&mut self, name: &str, value: u32) {
            if let Some(at) = self.entries.iter().position(|entry| entry.0 == name) {
                self.entries.remove(at);
            } else if self.entries.len() == self.room {
                self.entries.remove(0);
            }
            self.entries.push((name.to_string(), value));
        }
    }

    pub fn example() -> String {
        let mut cache = Cache::new(2);
        let mut got = Vec::new();
        for (number, name) in ["a", "b", "a", "c", "c", "b", "a"].into_iter().enumerate() {
            cache.put(name, number as u32);
            got.push(["b", "a", "c"].map(|name| cache.get(name)));
        }
        format!("{got:?}")
    }
}

mod chain_of_named_entries_in_a_queue {
    use std::collections::VecDeque;

    struct Pages {
        pages: VecDeque<(String, String)>,
        room: usize,
    }

    impl Pages {
        fn new(room: usize) -> Self {
            Pages { pages: VecDeque::new(), room }
        }

        fn load(&mut self, path: &str) -> String {
            if let Some(at) = self.pages.iter().position(|page| page.0 == path) {
                let page = self.pages.remove(at).unwrap();
                self.pages.push_front(page);
                return "old".to_string();
            }
            if self.pages.len() == self.room {
                self.pages.pop_back();
            }
            self.pages.push_front((path.to_string(), path.to_uppercase()));
            path.to_uppercase()
        }

        fn shown(&self) -> String {
            self.pages.iter().map(|page| page.1.as_str()).collect()
        }
    }

    pub fn example() -> String {
        let mut pages = Pages::new(3);
        let loaded = ["a", "b", "a", "c", "d", "b", "c", "c"].map(|path| (pages.load(path), pages.shown()));
        format!("{loaded:?}")
    }
}

mod chain_of_keyed_entries {
    struct Lru {
        capacity: usize,
        entries: Vec<(u64, i32)>,
    }

    impl Lru {
        fn get(&mut self, key: u64) -> Option<i32> {
            if let Some(place) = self.entries.iter().position(|entry| entry.0 == key) {
                let entry = self.entries.remove(place);
                self.entries.insert(0, entry);
                return Some(self.entries[0].1);
            }
            None
        }

        fn put(&mut self, key: u64, value: i32) {
            if let Some(place) = self.entries.iter().position(|entry| entry.0 == key) {
                self.entries.remove(place);
            }
            if self.entries.len() == self.capacity {
                self.entries.pop();
            }
            self.entries.insert(0, (key, value));
        }
    }

    pub fn example() -> String {
        let mut lru = Lru { capacity: 2, entries: Vec::new() };
        let mut got = vec![lru.get(1)];
        for (key, value) in [(1, 10), (2, 20), (1, 11), (3, 30), (3, 31), (2, 21)] {
            lru.put(key, value);
            got.extend([1, 2, 3].map(|key| lru.get(key)));
        }
        format!("{got:?}")
    }
}

mod chain_of_keyed_entries_in_a_queue {
    use std::collections::VecDeque;

    struct Lru {
        capacity: usize,
        entries: VecDeque<(u32, char)>,
    }

    impl Lru {
        fn new(capacity: usize) -> Self {
            Lru { capacity, entries: VecDeque::new() }
        }

        fn get(&mut self, key: u32) -> Option<char> {
            let place = self.entries.iter().position(|(known, _)| *known == key)?;
            let entry = self.entries.remove(place).unwrap();
            let value = entry.1;
            self.entries.push_back(entry);
            Some(value)
        }

        fn put(&mut self, key: u32, value: char) {
            if let Some(place) = self.entries.iter().position(|(known, _)| *known == key) {
                self.entries.remove(place);
            } else if self.entries.len() >= self.capacity {
                self.entries.pop_front();
            }
            self.entries.push_back((key, value));
        }
    }

    pub fn example() -> String {
        let mut lru = Lru::new(2);
        let mut got = vec![lru.get(0)];
        for (key, value) in [(1, 'a'), (2, 'b'), (1, 'c'), (3, 'd'), (3, 'e'), (2, 'f')] {
            lru.put(key, value);
            got.extend([1, 2, 3].map(|key| lru.get(key)));
        }
        format!("{got:?}")
    }
}

mod chain_of_names {
    struct Recent {
        files: Vec<String>,
    }

    impl Recent {
        fn new() -> Self {
            Recent { files: Vec::new() }
        }

        fn open(&mut self, file: &str) {
            if let Some(at) = self.files.iter().position(|known| known == file) {
                self.files.remove(at);
            }
            self.files.insert(0, file.to_string());
            if self.files.len() > 3 {
                self.files.pop();
            }
        }

        fn menu(&self) -> String {
            self.files.iter().map(|file| format!("{file};")).collect()
        }
    }

    pub fn example() -> String {
        let mut recent = Recent::new();
        let menus = ["a", "a", "b", "c", "a", "d", "b"].map(|file| {
            recent.open(file);
            recent.menu()
        });
        format!("{menus:?}")
    }
}

mod chain_of_names_in_a_queue {
    use std::collections::VecDeque;

    struct Seen {
        ids: VecDeque<String>,
        room: usize,
    }

    impl Seen {
        fn new(room: usize) -> Self {
            Seen { ids: VecDeque::new(), room }
        }

        fn is_new(&mut self, id: &str) -> bool {
            if let Some(at) = self.ids.iter().position(|known| known == id) {
                let known = self.ids.remove(at).unwrap();
                self.ids.push_back(known);
                return false;
            }
            if self.ids.len() == self.room {
                self.ids.pop_front();
            }
            self.ids.push_back(id.to_string());
            true
        }
    }

    pub fn example() -> String {
        let mut seen = Seen::new(2);
        format!("{:?}", ["a", "b", "a", "c", "b", "a", "", "", "a"].map(|id| seen.is_new(id)))
    }
}

mod chain_of_keys {
    struct Frames {
        pages: Vec<u32>,
        count: usize,
    }

    impl Frames {
        fn new(count: usize) -> Self {
            Frames { pages: Vec::with_capacity(count), count }
        }

        fn access(&mut self, page: u32) -> bool {
            for i in 0..self.pages.len() {
                if self.pages[i] == page {
                    let page = self.pages.remove(i);
                    self.pages.push(page);
                    return true;
                }
            }
            if self.pages.len() == self.count {
                self.pages.remove(0);
            }
            self.pages.push(page);
            false
        }
    }

    pub fn example() -> String {
        let mut frames = Frames::new(3);
        format!("{:?}", [7, 0, 1, 2, 0, 3, 0, 4, 2, 3, 0, 3, 3].map(|page| frames.access(page)))
    }
}

mod chain_of_keys_in_a_queue {
    use std::collections::VecDeque;

    struct Turns {
        players: VecDeque<u8>,
    }

    impl Turns {
        fn join(&mut self, player: u8) {
            if !self.players.iter().any(|known| *known == player) {
                self.players.push_back(player);
            }
        }

        fn leave(&mut self, player: u8) -> bool {
            match self.players.iter().position(|known| *known == player) {
                Some(at) => {
                    self.players.remove(at);
                    true
                }
                None => false,
            }
        }

        fn next(&mut self) -> Option<u8> {
            let player = self.players.pop_front()?;
            self.players.push_back(player);
            Some(player)
        }
    }

    pub fn example() -> String {
        let mut turns = Turns { players: VecDeque::new() };
        let mut played = vec![turns.next()];
        [4, 2, 4, 9, 2, 7].map(|player| turns.join(player));
        played.extend((0..6).map(|_| turns.next()));
        let left = [9, 9, 1].map(|player| turns.leave(player));
        turns.join(9);
        played.extend((0..6).map(|_| turns.next()));
        format!("{played:?} {left:?}")
    }
}

mod chain_of_named_records {
    #[derive(Clone)]
    struct Session {
        user: String,
        hits: u32,
    }

    struct Sessions {
        sessions: Vec<Session>,
    }

    impl Sessions {
        fn new() -> Self {
            Sessions { sessions: Vec::new() }
        }

        fn hit(&mut self, user: &str) -> u32 {
            if let Some(at) = self.sessions.iter().position(|session| session.user == user) {
                self.sessions[at].hits += 1;
                let session = self.sessions.remove(at);
                self.sessions.push(session);
                return self.sessions[self.sessions.len() - 1].hits;
            }
            if self.sessions.len() == 3 {
                self.sessions.remove(0);
            }
            self.sessions.push(Session { user: user.to_string(), hits: 1 });
            1
        }
    }

    pub fn example() -> String {
        let mut sessions = Sessions::new();
        let hits = ["a", "b", "a", "c", "a", "d", "b", "a", "", "c"].map(|user| sessions.hit(user));
        format!("{hits:?}")
    }
}

mod chain_of_named_records_in_a_queue {
    use std::collections::VecDeque;

    struct Blob {
        path: String,
        size: usize,
    }

    struct Blobs {
        blobs: VecDeque<Blob>,
        room: usize,
    }

    impl Blobs {
        fn new(room: usize) -> Self {
            Blobs { blobs: VecDeque::new(), room }
        }

        fn size(&mut self, path: &str) -> Option<usize> {
            let at = self.blobs.iter().position(|blob| blob.path == path)?;
            let blob = self.blobs.remove(at).unwrap();
            let size = blob.size;
            self.blobs.push_front(blob);
            Some(size)
        }

        fn store(&mut self, path: &str, size: usize) {
            if let Some(at) = self.blobs.iter().position(|blob| blob.path == path) {
                self.blobs[at].size = size;
                return;
            }
            if self.blobs.len() == self.room {
                self.blobs.pop_back();
            }
            self.blobs.push_front(Blob { path: path.to_string(), size });
        }
    }

    pub fn example() -> String {
        let mut blobs = Blobs::new(2);
        let mut sizes = vec![blobs.size("a")];
        for (path, size) in [("a", 1), ("b", 2), ("a", 3), ("c", 4), ("b", 5), ("c", 6)] {
            blobs.store(path, size);
            sizes.extend(["a", "c"].map(|path| blobs.size(path)));
        }
        format!("{sizes:?}")
    }
}

mod chain_of_lent_keys {
    struct Recent<T> {
        items: Vec<T>,
    }

    impl<T: Eq + std::hash::Hash + Clone> Recent<T> {
        fn new() -> Self {
            Recent { items: Vec::new() }
        }

        fn touch(&mut self, item: &T) -> bool {
            let known = self.items.iter().position(|other| other == item);
            if let Some(at) = known {
                self.items.remove(at);
            }
            self.items.push(item.clone());
            known.is_some()
        }

        fn forget(&mut self, item: &T) {
            self.items.retain(|other| other != item);
        }

        fn newest_first(&self) -> Vec<T> {
            self.items.iter().rev().cloned().collect()
        }
    }

    pub fn example() -> String {
        let mut recent = Recent::new();
        let known = ["a", "b", "a", "c", "b", "d"].map(|item| recent.touch(&item));
        recent.forget(&"c");
        recent.forget(&"x");
        format!("{known:?} {:?}", recent.newest_first())
    }
}

mod chain_of_lent_keys_in_a_queue {
    use std::collections::VecDeque;

    struct Order<K> {
        keys: VecDeque<K>,
    }

    impl<K: Eq + std::hash::Hash + Clone> Order<K> {
        fn new() -> Self {
            Self { keys: VecDeque::new() }
        }

        fn touch(&mut self, key: &K) {
            if let Some(pos) = self.keys.iter().position(|k| k == key) {
                let k = self.keys.remove(pos).unwrap();
                self.keys.push_back(k);
            } else {
                self.keys.push_back(key.clone());
            }
        }

        fn remove(&mut self, key: &K) {
            self.keys.retain(|k| k != key);
        }

        fn oldest(&mut self) -> Option<K> {
            self.keys.pop_front()
        }
    }

    pub fn example() -> String {
        let mut order = Order::new();
        [5u32, 7, 5, 9, 7, 1, 5].iter().for_each(|key| order.touch(key));
        order.remove(&7);
        format!("{:?}", (0..5).map(|_| order.oldest()).collect::<Vec<_>>())
    }
}
