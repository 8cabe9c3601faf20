//! Code that the rules of `fields.toml` are for.

mod list_to_queue {
    struct Scheduler {
        waiting: Vec<String>,
    }

    impl Scheduler {
        fn new() -> Self {
            Scheduler { waiting: Vec::new() }
        }

        fn submit(&mut self, job: &str) {
            self.waiting.push(job.to_string());
        }

        fn next(&mut self) -> Option<String> {
            if self.waiting.is_empty() {
                return None;
            }
            Some(self.waiting.remove(0))
        }
    }

    pub fn example() -> String {
        let mut scheduler = Scheduler::new();
        let mut done = vec![scheduler.next()];
        ["a", "b", "c"].map(|job| scheduler.submit(job));
        done.push(scheduler.next());
        scheduler.submit("d");
        done.extend((0..4).map(|_| scheduler.next()));
        format!("{done:?}")
    }
}

mod places_of_names_beside {
    struct Environment {
        variables: Vec<(String, i32)>,
    }

    impl Environment {
        fn new() -> Self {
            Environment { variables: Vec::new() }
        }

        fn get(&self, name: &str) -> Option<i32> {
            self.variables.iter().find(|variable| variable.0 == name).map(|variable| variable.1)
        }

        fn set(&mut self, name: &str, value: i32) {
            for variable in self.variables.iter_mut() {
                if variable.0 == name {
                    variable.1 = value;
                    return;
                }
            }
            self.variables.push((name.to_string(), value));
        }
    }

    pub fn example() -> String {
        let mut environment = Environment::new();
        let mut seen = Vec::new();
        for (name, value) in [("x", 1), ("y", 2), ("x", 3), ("", 4)] {
            environment.set(name, value);
            seen.push(["x", "y", "", "z"].map(|name| environment.get(name)));
        }
        format!("{seen:?}")
    }
}

mod places_of_records_beside {
    struct User {
        name: String,
        logins: u32,
    }

    struct Users {
        users: Vec<User>,
    }

    impl Users {
        fn new() -> Self {
            Users { users: Vec::new() }
        }

        fn login(&mut self, name: &str) -> u32 {
            if let Some(user) = self.users.iter_mut().find(|user| user.name == name) {
                user.logins += 1;
                return user.logins;
            }
            self.users.push(User { name: name.to_string(), logins: 1 });
            1
        }

        fn leave(&mut self, name: &str) -> bool {
            match self.users.iter().position(|user| user.name == name) {
                Some(at) => {
                    self.users.remove(at);
                    true
                }
                None => false,
            }
        }
    }

    pub fn example() -> String {
        let mut users = Users::new();
        let logins = ["ann", "bob", "ann", "cy", "bob", "ann"].map(|name| users.login(name));
        let left = ["bob", "bob", "dee"].map(|name| users.leave(name));
        format!("{logins:?} {left:?} {:?}", ["cy", "bob", "ann"].map(|name| users.login(name)))
    }
}

mod places_of_records_of_any_case_beside {
    struct Header {
        name: String,
        value: String,
    }

    struct Headers {
        headers: Vec<Header>,
    }

    impl Headers {
        fn new() -> Self {
            Headers { headers: Vec::new() }
        }

        fn add(&mut self, name: &str, value: &str) {
            self.headers.push(Header { name: name.to_string(), value: value.to_string() });
        }

        fn get(&self, name: &str) -> Option<&str> {
            for header in self.headers.iter() {
                if header.name.to_lowercase() == name.to_lowercase() {
                    return Some(&header.value);
                }
            }
            None
        }
    }

    pub fn example() -> String {
        let mut headers = Headers::new();
        for (name, value) in [("Host", "a.org"), ("ACCEPT", "*"), ("host", "second"), ("Ä", "x")] {
            headers.add(name, value);
        }
        format!("{:?}", ["host", "Accept", "HOST", "ä", "via", ""].map(|name| headers.get(name)))
    }
}

mod places_of_numbered_records_beside {
    struct Account {
        id: u32,
        balance: i64,
    }

    struct Bank {
        accounts: Vec<Account>,
    }

    impl Bank {
        fn new() -> Self {
            Bank { accounts: Vec::new() }
        }

        fn open(&mut self, id: u32) -> bool {
            if self.accounts.iter().any(|account| account.id == id) {
                return false;
            }
            self.accounts.push(Account { id, balance: 0 });
            true
        }

        fn pay_in(&mut self, id: u32, amount: i64) -> Option<i64> {
            let account = self.accounts.iter_mut().find(|account| account.id == id)?;
            account.balance += amount;
            Some(account.balance)
        }
    }

    pub fn example() -> String {
        let mut bank = Bank::new();
        let opened = [7, 3, 7, 0].map(|id| bank.open(id));
        let paid = [(3, 10), (7, -5), (3, 1), (9, 2), (0, 8)].map(|(id, amount)| bank.pay_in(id, amount));
        format!("{opened:?} {paid:?}")
    }
}

mod kept_in_order {
    struct Samples {
        values: Vec<i64>,
    }

    impl Samples {
        fn new() -> Self {
            Samples { values: Vec::new() }
        }

        fn add(&mut self, value: i64) {
            self.values.push(value);
        }

        fn median(&mut self) -> Option<i64> {
            self.values.sort();
            self.values.get(self.values.len() / 2).copied()
        }
    }

    pub fn example() -> String {
        let mut samples = Samples::new();
        let mut medians = vec![samples.median()];
        for value in [5, 1, 5, -3, 9, 0] {
            samples.add(value);
            medians.push(samples.median());
        }
        format!("{medians:?}")
    }
}

mod sum_beside_what_is_summed_by_place {
    struct Scores {
        points: Vec<u32>,
    }

    impl Scores {
        fn new() -> Self {
            Scores { points: Vec::new() }
        }

        fn add(&mut self, points: u32) {
            self.points.push(points);
        }

        fn average(&self) -> u32 {
            let mut sum = 0;
            for i in 0..self.points.len() {
                sum += self.points[i];
            }
            sum / self.points.len().max(1) as u32
        }
    }

    pub fn example() -> String {
        let mut scores = Scores::new();
        let mut averages = vec![scores.average()];
        for points in [3, 9, 0, 40] {
            scores.add(points);
            averages.push(scores.average());
        }
        format!("{averages:?}")
    }
}

mod sum_beside_what_is_summed {
    use std::collections::VecDeque;

    struct Window {
        recent: VecDeque<i64>,
    }

    impl Window {
        fn new() -> Self {
            Window { recent: VecDeque::new() }
        }

        fn add(&mut self, value: i64) -> i64 {
            self.recent.push_back(value);
            if self.recent.len() > 3 {
                self.recent.pop_front();
            }
            let mut sum = 0;
            for value in &self.recent {
                sum += value;
            }
            sum
        }
    }

    pub fn example() -> String {
        let mut window = Window::new();
        format!("{:?}", [1, -2, 30, 4, 5, 0, 0, 0].map(|value| window.add(value)))
    }
}

mod sum_beside_what_has_a_sum {
    struct Cart {
        prices: Vec<u64>,
    }

    impl Cart {
        fn put(&mut self, price: u64) {
            self.prices.push(price);
        }

        fn take_last(&mut self) -> Option<u64> {
            self.prices.pop()
        }

        fn total(&self) -> u64 {
            self.prices.iter().sum()
        }
    }

    pub fn example() -> String {
        let mut cart = Cart { prices: Vec::new() };
        let mut totals = vec![cart.total()];
        for price in [5, 0, 12, 7] {
            cart.put(price);
            totals.push(cart.total());
        }
        for _ in 0..5 {
            totals.push(cart.take_last().unwrap_or(100) + cart.total());
        }
        format!("{totals:?}")
    }
}

mod places_of_texts_beside {
    struct Interner {
        names: Vec<String>,
    }

    impl Interner {
        fn new() -> Self {
            Interner { names: Vec::new() }
        }

        fn intern(&mut self, name: &str) -> usize {
            for i in 0..self.names.len() {
                if self.names[i] == name {
                    return i;
                }
            }
            self.names.push(name.to_string());
            self.names.len() - 1
        }

        fn name(&self, number: usize) -> Option<&String> {
            self.names.get(number)
        }
    }

    pub fn example() -> String {
        let mut interner = Interner::new();
        let numbers = ["a", "b", "a", "", "c", "b", ""].map(|name| interner.intern(name));
        format!("{numbers:?} {:?}", [0, 2, 9].map(|number| interner.name(number)))
    }
}

mod sums_from_the_beginning_beside {
    struct Ranges {
        values: Vec<i64>,
    }

    impl Ranges {
        fn new(values: Vec<i64>) -> Self {
            Ranges { values }
        }

        fn sum(&self, from: usize, to: usize) -> i64 {
            let mut sum = 0;
            for i in from..to {
                sum += self.values[i];
            }
            sum
        }
    }

    pub fn example() -> String {
        let ranges = Ranges::new(vec![3, -1, 4, 1, -5]);
        let sums = [(0, 0), (0, 1), (0, 5), (2, 4), (3, 1), (4, 5), (5, 5)].map(|(from, to)| ranges.sum(from, to));
        format!("{sums:?} {}", Ranges::new(vec![]).sum(0, 0))
    }
}

mod marks_counted_up_to_each_place_beside {
    struct Bits {
        bits: Vec<bool>,
    }

    impl Bits {
        fn new(bits: Vec<bool>) -> Self {
            Bits { bits }
        }

        fn rank(&self, end: usize) -> usize {
            self.bits[..end].iter().filter(|bit| **bit).count()
        }

        fn select(&self, wanted: usize) -> Option<usize> {
            let mut seen = 0;
            for i in 0..self.bits.len() {
                if self.bits[i] {
                    if seen == wanted {
                        return Some(i);
                    }
                    seen += 1;
                }
            }
            None
        }
    }

    pub fn example() -> String {
        let all = ["", "1", "0", "0110100", "111"].map(|bits| {
            let length = bits.len();
            let bits = Bits::new(bits.chars().map(|bit| bit == '1').collect());
            let ranks: Vec<_> = (0..=length).map(|end| bits.rank(end)).collect();
            (ranks, (0..4).map(|wanted| bits.select(wanted)).collect::<Vec<_>>())
        });
        format!("{all:?}")
    }
}

mod begins_and_ends_of_ranges_beside {
    struct Calendar {
        meetings: Vec<(u32, u32)>,
    }

    impl Calendar {
        fn new(meetings: Vec<(u32, u32)>) -> Self {
            Calendar { meetings }
        }

        fn running(&self, time: u32) -> usize {
            self.meetings.iter().filter(|(start, end)| *start <= time && time < *end).count()
        }
    }

    pub fn example() -> String {
        let calendar = Calendar::new(vec![(3, 7), (1, 4), (5, 5), (6, 2), (3, 4), (0, 9)]);
        let empty = Calendar::new(vec![]);
        format!("{:?} {}", (0..11).map(|time| calendar.running(time)).collect::<Vec<_>>(), empty.running(0))
    }
}

mod begins_and_ends_of_ranges_with_their_ends_beside {
    struct Rules {
        allowed: Vec<(i64, i64)>,
    }

    impl Rules {
        fn new(allowed: Vec<(i64, i64)>) -> Self {
            Rules { allowed }
        }

        fn matching(&self, value: i64) -> u32 {
            let mut count = 0;
            for &(low, high) in &self.allowed {
                if low <= value && value <= high {
                    count += 1;
                }
            }
            count as u32
        }
    }

    pub fn example() -> String {
        let rules = Rules::new(vec![(3, 7), (-1, 4), (5, 5), (6, 2), (3, 4), (0, 8)]);
        let empty = Rules::new(vec![]);
        format!("{:?} {}", (-2..11).map(|value| rules.matching(value)).collect::<Vec<_>>(), empty.matching(0))
    }
}

mod groups_as_trees {
    struct Networks {
        network: Vec<usize>,
    }

    impl Networks {
        fn new(count: usize) -> Self {
            Networks { network: (0..count).collect() }
        }

        fn connect(&mut self, a: usize, b: usize) -> bool {
            if a >= self.network.len() || b >= self.network.len() {
                return false;
            }
            let old = self.network[a];
            let new = self.network[b];
            for label in self.network.iter_mut() {
                if *label == old {
                    *label = new;
                }
            }
            old != new
        }

        fn connected(&self, a: usize, b: usize) -> bool {
            self.network[a] == self.network[b]
        }
    }

    pub fn example() -> String {
        let mut networks = Networks::new(6);
        let joined = [(0, 1), (2, 3), (1, 0), (3, 1), (5, 5), (4, 9), (2, 0)].map(|(a, b)| networks.connect(a, b));
        let connected = [(0, 3), (0, 4), (5, 5), (4, 5), (2, 1)].map(|(a, b)| networks.connected(a, b));
        format!("{joined:?} {connected:?}")
    }
}

mod short_ways_to_leaders {
    struct Sets {
        parent: Vec<usize>,
    }

    impl Sets {
        fn find(&self, mut one: usize) -> usize {
            while self.parent[one] != one {
                one = self.parent[one];
            }
            one
        }

        fn union(&mut self, a: usize, b: usize) -> bool {
            let first = self.find(a);
            let second = self.find(b);
            if first == second {
                return false;
            }
            self.parent[first] = second;
            true
        }
    }

    pub fn example() -> String {
        let mut sets = Sets { parent: (0..7).collect() };
        let joined = [(0, 1), (1, 2), (2, 3), (0, 3), (5, 4), (0, 5), (4, 1)].map(|(a, b)| sets.union(a, b));
        format!("{joined:?} {:?}", (0..7).map(|one| sets.find(one) == sets.find(0)).collect::<Vec<_>>())
    }
}

mod short_ways_while_looking {
    struct Sets {
        parent: Vec<usize>,
    }

    impl Sets {
        fn find(&mut self, one: usize) -> usize {
            let mut at = one;
            while self.parent[at] != at {
                at = self.parent[at];
            }
            at
        }

        fn union(&mut self, a: usize, b: usize) {
            let (first, second) = (self.find(a), self.find(b));
            self.parent[first] = second;
        }
    }

    pub fn example() -> String {
        let mut sets = Sets { parent: (0..7).collect() };
        [(0, 1), (1, 2), (2, 3), (0, 3), (5, 4), (4, 3)].map(|(a, b)| sets.union(a, b));
        format!("{:?}", (0..7).map(|one| sets.find(one)).collect::<Vec<_>>())
    }
}

mod least_kept_at_the_end {
    struct Timers {
        due: Vec<u64>,
    }

    impl Timers {
        fn new() -> Self {
            Timers { due: Vec::new() }
        }

        fn add(&mut self, time: u64) {
            self.due.push(time);
        }

        fn next(&mut self) -> Option<u64> {
            if self.due.is_empty() {
                return None;
            }
            let mut first = 0;
            for i in 1..self.due.len() {
                if self.due[i] < self.due[first] {
                    first = i;
                }
            }
            Some(self.due.remove(first))
        }
    }

    pub fn example() -> String {
        let mut timers = Timers::new();
        let mut fired = vec![timers.next()];
        for time in [5, 2, 9, 2, 7] {
            timers.add(time);
        }
        fired.extend([timers.next(), timers.next()]);
        timers.add(1);
        timers.add(6);
        fired.extend((0..6).map(|_| timers.next()));
        format!("{fired:?}")
    }
}

mod least_of_records_kept_at_the_end {
    struct Job {
        name: &'static str,
        priority: u32,
    }

    struct Jobs {
        jobs: Vec<Job>,
    }

    impl Jobs {
        fn push(&mut self, name: &'static str, priority: u32) {
            self.jobs.push(Job { name, priority });
        }

        fn pop(&mut self) -> Option<Job> {
            if self.jobs.is_empty() {
                return None;
            }
            let mut best = 0;
            for i in 1..self.jobs.len() {
                if self.jobs[i].priority < self.jobs[best].priority {
                    best = i;
                }
            }
            Some(self.jobs.remove(best))
        }
    }

    pub fn example() -> String {
        let mut jobs = Jobs { jobs: Vec::new() };
        for (name, priority) in [("a", 3), ("b", 1), ("c", 3), ("d", 1), ("e", 0)] {
            jobs.push(name, priority);
        }
        let mut done = vec![jobs.pop(), jobs.pop()];
        jobs.push("f", 1);
        done.extend((0..5).map(|_| jobs.pop()));
        let names: Vec<_> = done.into_iter().map(|job| job.map(|job| job.name)).collect();
        format!("{names:?}")
    }
}
