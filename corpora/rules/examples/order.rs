//! Code that the rules of `order.toml` are for.

mod sorted_by_exchanges {
    struct Player {
        name: &'static str,
        points: u32,
    }

    fn rank(players: &mut Vec<Player>) {
        for i in 0..players.len() {
            for j in i + 1..players.len() {
                if players[j].points > players[i].points {
                    players.swap(i, j);
                }
            }
        }
    }

    fn sort(values: &mut [i32]) {
        for i in 0..values.len() {
            for j in (i + 1)..values.len() {
                if values[i] > values[j] {
                    values.swap(i, j);
                }
            }
        }
    }

    pub fn example() -> String {
        let mut players: Vec<_> =
            [("a", 3), ("b", 7), ("c", 1), ("d", 5)].map(|(name, points)| Player { name, points }).into();
        rank(&mut players);
        rank(&mut Vec::new());
        let mut values = [3, -1, 4, 1, -5, 9, 2, 6, 5, 3, 5];
        sort(&mut values);
        format!("{:?} {values:?}", players.iter().map(|player| player.name).collect::<Vec<_>>())
    }
}

mod sorted_by_bubbles {
    fn bubble_sort(values: &mut [u64]) {
        let n = values.len();
        for i in 0..n {
            let mut swapped = false;
            for j in 0..n - 1 - i {
                if values[j] > values[j + 1] {
                    values.swap(j, j + 1);
                    swapped = true;
                }
            }
            if !swapped {
                break;
            }
        }
    }

    fn by_length(words: &mut Vec<String>) {
        for i in 0..words.len() {
            for j in 0..words.len() - i - 1 {
                if words[j].len() > words[j + 1].len() {
                    let word = words[j].clone();
                    words[j] = words[j + 1].clone();
                    words[j + 1] = word;
                }
            }
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![1], vec![3, 1, 4, 1, 5, 9, 2, 6, 5], vec![5, 4, 3, 2, 1]];
        all.iter_mut().for_each(|values| bubble_sort(values));
        let mut words: Vec<_> = ["words", "of", "all", "lengths", "or", "none"].map(String::from).into();
        by_length(&mut words);
        format!("{all:?} {words:?}")
    }
}

mod sorted_by_bubbles_from_one {
    fn sort(values: &mut Vec<i32>) {
        let mut swapped = true;
        while swapped {
            swapped = false;
            for i in 1..values.len() {
                if values[i - 1] > values[i] {
                    values.swap(i - 1, i);
                    swapped = true;
                }
            }
        }
    }

    fn descending(values: &mut [u32]) {
        let n = values.len();
        for i in 0..n {
            let mut swapped = false;
            for j in 1..n - i {
                if values[j - 1] < values[j] {
                    let value = values[j];
                    values[j] = values[j - 1];
                    values[j - 1] = value;
                    swapped = true;
                }
            }
            if !swapped {
                break;
            }
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![1], vec![3, -1, 4, 1, -5, 9, 2, 6, 5], vec![5, 4, 3, 2, 1]];
        all.iter_mut().for_each(sort);
        let mut values = [3, 1, 4, 1, 5];
        descending(&mut values);
        format!("{all:?} {values:?}")
    }
}

mod sorted_by_selection {
    fn selection_sort(values: &mut [i32]) {
        for i in 0..values.len() {
            let mut least = i;
            for j in i + 1..values.len() {
                if values[j] < values[least] {
                    least = j;
                }
            }
            values.swap(i, least);
        }
    }

    fn by_age(people: &mut Vec<(String, u32)>) {
        for i in 0..people.len() {
            let mut youngest = i;
            for j in (i + 1)..people.len() {
                if people[j].1 < people[youngest].1 {
                    youngest = j;
                }
            }
            if youngest != i {
                people.swap(i, youngest);
            }
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![1], vec![3, -1, 4, 1, -5, 9, 2, 6, 5], vec![5, 4, 3, 2, 1]];
        all.iter_mut().for_each(|values| selection_sort(values));
        let mut people: Vec<_> = [("a", 30), ("b", 7), ("c", 65)].map(|(name, age)| (name.to_string(), age)).into();
        by_age(&mut people);
        format!("{all:?} {people:?}")
    }
}

mod sorted_by_insertion {
    fn insertion_sort(values: &mut [i32]) {
        for i in 1..values.len() {
            let mut j = i;
            while j > 0 && values[j - 1] > values[j] {
                values.swap(j - 1, j);
                j -= 1;
            }
        }
    }

    fn by_second(pairs: &mut [(char, u8)]) {
        for i in 1..pairs.len() {
            let mut j = i;
            while j > 0 && pairs[j].1 < pairs[j - 1].1 {
                pairs.swap(j, j - 1);
                j -= 1;
            }
        }
    }

    pub fn example() -> String {
        let mut all = [vec![], vec![1], vec![3, -1, 4, 1, -5, 9, 2, 6, 5], vec![5, 4, 3, 2, 1]];
        all.iter_mut().for_each(|values| insertion_sort(values));
        let mut pairs = [('a', 3), ('b', 1), ('c', 3), ('d', 2), ('e', 1)];
        by_second(&mut pairs);
        format!("{all:?} {pairs:?}")
    }
}

mod place_by_halves {
    fn insert(sorted: &mut Vec<i32>, value: i32) {
        let mut place = 0;
        while place < sorted.len() && sorted[place] < value {
            place += 1;
        }
        sorted.insert(place, value);
    }

    pub fn example() -> String {
        let mut sorted = Vec::new();
        let all = [5, 3, 9, 3, -1, 10, 5].map(|value| {
            insert(&mut sorted, value);
            sorted.clone()
        });
        format!("{all:?}")
    }
}

mod position_by_halves {
    struct Grades {
        limits: Vec<u32>,
    }

    impl Grades {
        fn grade(&self, points: u32) -> usize {
            self.limits.iter().position(|&limit| limit > points).unwrap_or(self.limits.len())
        }

        fn at_least(&self, points: u32) -> usize {
            self.limits.iter().position(|limit| *limit >= points).unwrap_or(self.limits.len())
        }
    }

    pub fn example() -> String {
        let grades = Grades { limits: vec![10, 20, 20, 35, 50] };
        let all = [0, 9, 10, 20, 34, 35, 49, 50, 99].map(|points| (grades.grade(points), grades.at_least(points)));
        format!("{all:?} {}", Grades { limits: vec![] }.grade(3))
    }
}

mod best_in_place_of_sorting {
    fn spread(values: &[i32]) -> i32 {
        let mut sorted = values.to_vec();
        sorted.sort();
        sorted[sorted.len() - 1] - sorted[0]
    }

    fn greatest(mut words: Vec<String>) -> Option<String> {
        words.sort();
        words.pop()
    }

    fn least(mut values: Vec<u8>) -> u8 {
        values.sort_unstable();
        *values.first().unwrap_or(&0)
    }

    pub fn example() -> String {
        let words = ["one", "two", "three", "four"].map(String::from);
        format!(
            "{:?} {:?} {:?}",
            [spread(&[4]), spread(&[4, -7, 9, 9, 0])],
            [greatest(Vec::new()), greatest(words.to_vec())],
            [least(vec![]), least(vec![7, 3, 3, 5])]
        )
    }
}

mod nth_in_place_of_sorting {
    fn median(values: &[i32]) -> i32 {
        let mut sorted = values.to_vec();
        sorted.sort();
        sorted[sorted.len() / 2]
    }

    fn middle(mut times: Vec<u64>) -> u64 {
        times.sort_unstable();
        let n = times.len();
        if n % 2 == 1 {
            times[n / 2]
        } else {
            (times[n / 2 - 1] + times[n / 2]) / 2
        }
    }

    pub fn example() -> String {
        let medians = [median(&[4]), median(&[3, 1]), median(&[5, -2, 8, 8, 0, 1, 3])];
        format!("{medians:?} {:?}", [middle(vec![9]), middle(vec![9, 2]), middle(vec![5, 1, 1, 7])])
    }
}

mod nth_in_place_of_sorting_by {
    fn median(values: &[f64]) -> f64 {
        let mut sorted = values.to_vec();
        sorted.sort_by(|a, b| a.total_cmp(b));
        sorted[sorted.len() / 2]
    }

    fn third_largest(values: &mut Vec<u32>) -> u32 {
        values.sort_by(|a, b| b.cmp(a));
        values[2]
    }

    pub fn example() -> String {
        let medians = [median(&[4.5]), median(&[3.0, 1.0]), median(&[5.0, -2.0, 8.0, 8.0, 0.25])];
        format!("{medians:?} {:?}", [third_largest(&mut vec![3, 9, 4]), third_largest(&mut vec![5, 1, 7, 7, 6])])
    }
}

mod first_ones_taken {
    fn most_frequent(mut counts: Vec<(String, u32)>, n: usize) -> Vec<String> {
        counts.sort_by(|a, b| b.1.cmp(&a.1));
        counts.into_iter().take(n).map(|(word, _)| word).collect()
    }

    pub fn example() -> String {
        let counts = [("a", 3), ("of", 8), ("the", 11), ("is", 5)].map(|(word, count)| (word.to_string(), count));
        let firsts: Vec<_> = (0..6).map(|n| most_frequent(counts.to_vec(), n)).collect();
        format!("{firsts:?} {:?}", most_frequent(vec![], 2))
    }
}

mod first_ones_sliced {
    fn nearest(points: &[(i32, i32)], n: usize) -> Vec<(i32, i32)> {
        let mut points = points.to_vec();
        points.sort_by(|a, b| (a.0 * a.0 + a.1 * a.1).cmp(&(b.0 * b.0 + b.1 * b.1)));
        points[..n].to_vec()
    }

    pub fn example() -> String {
        let points = [(3, 4), (0, 1), (-2, 2), (7, 0), (0, 0)];
        format!("{:?} {:?}", (0..=5).map(|n| nearest(&points, n)).collect::<Vec<_>>(), nearest(&[], 0))
    }
}

mod the_other_way_round {
    fn descending(values: &[u32]) -> Vec<u32> {
        let mut values = values.to_vec();
        values.sort();
        values.reverse();
        values
    }

    pub fn example() -> String {
        format!("{:?}", [&[][..], &[1], &[3, 1, 4, 1, 5]].map(descending))
    }
}

mod keys_made_once {
    fn sort_names(names: &mut [String]) {
        names.sort_by(|a, b| a.to_lowercase().cmp(&b.to_lowercase()));
    }

    pub fn example() -> String {
        let mut names = ["bob", "Alice", "carol", "BOB", "", "Zoe", "alice"].map(String::from);
        sort_names(&mut names);
        sort_names(&mut []);
        format!("{names:?}")
    }
}

mod looked_at_in_place {
    struct Inventory {
        items: Vec<(String, u32)>,
    }

    impl Inventory {
        fn total(&self) -> u32 {
            let items = self.items.clone();
            let mut total = 0;
            for (_, count) in items.iter() {
                total += count;
            }
            total
        }
    }

    fn vowels(word: &str) -> usize {
        let word = word.to_string();
        word.chars().filter(|c| "aeiou".contains(*c)).count()
    }

    pub fn example() -> String {
        let items = vec![("nail".to_string(), 100), ("hammer".to_string(), 2)];
        let totals = [Inventory { items: Vec::new() }.total(), Inventory { items }.total()];
        format!("{totals:?} {:?}", ["", "sky", "aubergine"].map(vowels))
    }
}

mod asked_in_place {
    fn longest(words: &[String]) -> usize {
        let mut all = words.to_vec();
        all.iter().map(|word| word.len()).max().unwrap_or(0)
    }

    pub fn example() -> String {
        let words = ["some", "words", "here"].map(String::from);
        format!("{:?}", [longest(&[]), longest(&words[..1]), longest(&words)])
    }
}

mod gone_through_in_place {
    struct Graph {
        edges: Vec<(usize, usize)>,
    }

    impl Graph {
        fn degree(&self, node: usize) -> usize {
            let mut degree = 0;
            for (from, to) in self.edges.clone() {
                if from == node || to == node {
                    degree += 1;
                }
            }
            degree
        }
    }

    fn lengths(words: &[String]) -> usize {
        let mut sum = 0;
        for word in words.to_vec() {
            sum += word.len();
        }
        sum
    }

    fn joined(words: &[String]) -> String {
        let mut text = String::new();
        for word in words.to_vec() {
            text = text + &word;
        }
        text
    }

    pub fn example() -> String {
        let graph = Graph { edges: vec![(0, 1), (1, 2), (2, 0), (2, 2)] };
        let words = ["some", "", "words"].map(String::from);
        format!("{:?} {} {}", [0, 1, 2, 3].map(|node| graph.degree(node)), lengths(&words), joined(&words))
    }
}

mod array_in_place_of_list {
    fn days(month: usize, leap: bool) -> u32 {
        let days = vec![31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
        if leap && month == 2 {
            29
        } else {
            days[month - 1]
        }
    }

    fn roman(mut n: usize) -> String {
        let letters: Vec<(usize, &str)> = vec![(10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
        let mut text = String::new();
        for (value, letter) in letters.iter() {
            while n >= *value {
                text.push_str(letter);
                n -= value;
            }
        }
        text
    }

    pub fn example() -> String {
        format!("{:?} {:?}", [1, 2, 12].map(|month| days(month, month == 2)), [0, 4, 9, 38].map(roman))
    }
}

mod least_put_first {
    #[derive(Clone, Debug)]
    struct Task {
        name: &'static str,
        due: u32,
    }

    fn most_urgent(mut tasks: Vec<Task>) -> Option<Task> {
        tasks.sort_by_key(|task| task.due);
        tasks.first().cloned()
    }

    pub fn example() -> String {
        let tasks = [("write", 9), ("read", 4), ("think", 4), ("sleep", 12)].map(|(name, due)| Task { name, due });
        format!("{:?}", [0, 1, 4].map(|n| most_urgent(tasks[..n].to_vec())))
    }
}

mod least_of_two_by_two_put_first {
    fn cheapest(offers: &[(&'static str, f64)]) -> &'static str {
        let mut offers = offers.to_vec();
        offers.sort_by(|a, b| a.1.partial_cmp(&b.1).unwrap());
        offers.first().map_or("none", |offer| offer.0)
    }

    pub fn example() -> String {
        let offers = [("here", 9.5), ("there", 4.25), ("elsewhere", 4.25), ("nowhere", 12.0)];
        format!("{:?}", [0, 1, 4].map(|n| cheapest(&offers[..n])))
    }
}
