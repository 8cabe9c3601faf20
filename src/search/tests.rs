use std::collections::HashMap;

use super::*;

const SEED: &str = "\
pub fn mix(a: u64, b: u64) -> u64 {
    let mut h: u64 = 1;
    h = h.wrapping_mul(a);
    h = h.wrapping_mul(b);
    h
}
";

const ALL_STRATEGIES: [Strategy; 3] = [Strategy::Local, Strategy::Plain, Strategy::Random];

fn seed(text: &str) -> Arc<Seed> {
    Arc::new(Seed {
        frozen: Frozen::default(),
        sources: Sources::default().with("src/lib.rs", text),
        types: Arc::default(),
        weights: Weights::default(),
        rules: Arc::default(),
        donors: Arc::default(),
        values: Arc::default(),
        allowed: Box::new(|_, _| true),
        allow_unsafe: false,
    })
}

fn ruled(text: &str, rules: &str) -> Arc<Seed> {
    let mut ruled = Arc::into_inner(seed(text)).expect("nobody else has it");
    ruled.rules = Arc::new(Rules::with(&[("rules.toml".into(), rules.into())]).expect("they can be read"));
    Arc::new(ruled)
}

/// Judges text: each of a few pieces makes a candidate cheaper, the later ones only together with the first.
fn judge(seed: &Seed, proposal: &Proposal) -> Fate {
    let rendered = proposal.genome.render(&seed.sources);
    let text = rendered.get("src/lib.rs").expect("the file is there");
    if !text.contains("h.") || text.contains("swap_bytes") {
        return Fate::Rejected { stage: Stage::Screen, repair: None };
    }
    let has = |piece: &str| f64::from(u8::from(text.contains(piece)));
    let rotated = has("rotate_left(");
    let cost = 1.0 - 0.3 * rotated - 0.3 * rotated * has("^ a") - 0.2 * rotated * has("^ a") * has("^ b");
    Fate::Survived { cost_ratio: cost, types: None }
}

/// The best cost after a number of proposals, and all that was proposed.
fn run(mut search: Box<dyn Search>, seed: &Seed, rounds: usize) -> (f64, Vec<Proposal>) {
    let (mut best, mut all) = (1.0f64, Vec::new());
    for _ in 0..rounds {
        let proposals = search.ask(20);
        for proposal in &proposals {
            let fate = judge(seed, proposal);
            if let Fate::Survived { cost_ratio, .. } = &fate {
                best = best.min(*cost_ratio);
            }
            search.tell(proposal.id, &fate);
        }
        all.extend(proposals);
    }
    (best, all)
}

#[test]
fn local_search_beats_random_search_where_edits_must_work_together() {
    let seed = seed(SEED);
    let mean = |search: Strategy| {
        (0..4).map(|number| run(search.start(seed.clone(), Without::default(), number), &seed, 30).0).sum::<f64>() / 4.0
    };
    let (by_local, by_random) = (mean(Strategy::Local), mean(Strategy::Random));
    assert!(by_local < by_random - 0.1, "local {by_local}, random {by_random}");
}

#[test]
fn what_turns_out_to_be_wrong_is_no_longer_built_upon() {
    let seed = seed(SEED);
    let mut search = Strategy::Local.start(seed.clone(), Without::default(), 1);
    let mut all: Vec<Proposal> = Vec::new();
    while all.len() < 400 {
        let proposals = search.ask(20);
        proposals.iter().for_each(|proposal| search.tell(proposal.id, &judge(&seed, proposal)));
        all.extend(proposals);
    }
    let mut times: HashMap<&Edit, usize> = HashMap::new();
    for edit in all[all.len() - 200..].iter().flat_map(|proposal| proposal.genome.edits()) {
        *times.entry(edit).or_default() += usize::from(edit.text.contains("rotate_left("));
    }
    let guilty = times.into_iter().max_by_key(|(_, times)| *times).expect("it is found").0.clone();
    let share = |proposals: &[Proposal]| {
        let has = |proposal: &&Proposal| proposal.genome.edits().contains(&guilty);
        proposals.iter().filter(has).count() as f64 / proposals.len() as f64
    };
    let before = share(&all[all.len() - 200..]);
    search.retract(u64::MAX, std::slice::from_ref(&guilty));
    let mut after = Vec::new();
    for _ in 0..10 {
        let proposals = search.ask(20);
        proposals.iter().for_each(|proposal| search.tell(proposal.id, &judge(&seed, proposal)));
        after.extend(proposals);
    }
    assert!(share(&after) < before / 5.0, "{before} before, {} after", share(&after));
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let seed = seed(SEED);
    for search in ALL_STRATEGIES {
        let shown = |number| {
            let (_, all) = run(search.start(seed.clone(), Without::default(), number), &seed, 6);
            all.iter().map(|proposal| format!("{proposal:?}")).collect::<Vec<_>>()
        };
        assert_eq!(shown(7), shown(7));
        assert_ne!(shown(7), shown(8));
    }
}

#[test]
fn nothing_is_proposed_twice_and_numbers_count_up() {
    let seed = seed(SEED);
    for search in ALL_STRATEGIES {
        let (_, all) = run(search.start(seed.clone(), Without::default(), 3), &seed, 10);
        let mut identities: Vec<String> = all.iter().map(|proposal| proposal.genome.identity(&seed.sources)).collect();
        identities.push(Genome::default().identity(&seed.sources));
        let count = identities.len();
        identities.sort();
        identities.dedup();
        assert_eq!(identities.len(), count);
        assert!(all.iter().enumerate().all(|(index, proposal)| proposal.id == index as u64 + 1));
    }
}

#[test]
fn a_tiny_space_is_exhausted_and_an_empty_one_gives_nothing() {
    let tiny = seed("pub fn f() -> bool { true }");
    for search in ALL_STRATEGIES {
        let (_, all) = run(search.start(tiny.clone(), Without::default(), 1), &tiny, 4);
        assert!(!all.is_empty() && all.len() < 80, "{} proposals", all.len());
    }
    let empty = seed("pub struct Nothing;");
    for search in ALL_STRATEGIES {
        assert!(search.start(empty.clone(), Without::default(), 1).ask(5).is_empty());
    }
}

#[test]
fn every_candidate_parses() {
    let seed = seed(SEED);
    for search in ALL_STRATEGIES {
        for proposal in run(search.start(seed.clone(), Without::default(), 5), &seed, 10).1 {
            let rendered = proposal.genome.render(&seed.sources);
            let text = rendered.get("src/lib.rs").expect("the file is there");
            syn::parse_file(text).unwrap_or_else(|error| panic!("{}: {error}\n{text}", proposal.operator));
        }
    }
}

#[test]
fn only_what_is_allowed_is_touched() {
    let text = "mod a { pub fn f(x: u8) -> u8 { x + 1 } }\npub fn g(x: u8) -> u8 { x + 2 }\n";
    let mut restricted = Arc::into_inner(seed(text)).expect("nobody else has it");
    restricted.allowed = Box::new(|file, path| file == "src/lib.rs" && path == "a::f");
    let restricted = Arc::new(restricted);
    for proposal in Strategy::Random.start(restricted.clone(), Without::default(), 1).ask(40) {
        assert!(proposal.genome.edits().iter().all(|edit| edit.range.end <= 42), "{proposal:?}");
    }
}

#[test]
fn a_part_that_is_left_out_makes_nothing() {
    let text = "pub fn count(words: &[u64]) -> u64 {\n    let mut ones = 0;\n    for &word in words {\n        let mut rest = word;\n        while rest != 0 {\n            ones += rest & 1;\n            rest >>= 1;\n        }\n    }\n    ones\n}\n";
    let mut ruled = Arc::into_inner(seed(text)).expect("nobody else has it");
    ruled.rules = Arc::new(Rules::with(&[]).expect("synth's own rules can be read"));
    let ruled = Arc::new(ruled);
    let moves = |strategy: Strategy, without: &[&str]| {
        let without = Without::new(without.iter().map(|name| name.parse().expect("there is such a part")));
        let mut search = strategy.start(ruled.clone(), without, 1);
        let mut moves = std::collections::BTreeSet::new();
        for _ in 0..20 {
            for proposal in search.ask(20) {
                moves.extend(proposal.operator.split('+').map(str::to_owned));
                search.tell(proposal.id, &Fate::Survived { cost_ratio: 1.0, types: None });
            }
        }
        moves
    };
    let (full, plain) = (moves(Strategy::Local, &[]), moves(Strategy::Plain, &[]));
    for own in ["bank", "cross", "rewrite"] {
        assert!(full.contains(own) && !plain.contains(own), "{own}: {full:?} and {plain:?}");
    }
    for part in ["bank", "cross", "rewrite", "literal", "delete"] {
        assert!(full.contains(part) && !moves(Strategy::Local, &[part]).contains(part), "{part}");
    }
}

#[test]
fn a_second_idiom_may_pay_for_the_first() {
    let text = "pub fn f(x: u64) -> u64 {\n    let y = x + 3;\n    let z = y * 5;\n    slow(z) + 7\n}\n";
    let rules = "[[rule]]\nname = \"one\"\nfind = \"slow($x)\"\nput = \"slower($x)\"\n\
                 [[rule]]\nname = \"two\"\nfind = \"slower($x)\"\nput = \"quick($x)\"\n";
    let ruled = ruled(text, rules);
    let cost = |text: &str| {
        [("quick(", 0.5), ("slower(", 1.2), ("slow(", 1.0)]
            .iter()
            .find(|(way, _)| text.contains(way))
            .map(|(_, cost)| *cost)
    };
    for number in 0..3 {
        let mut search = Strategy::Local.start(ruled.clone(), Without::default(), number);
        let mut best: f64 = 1.0;
        for _ in 0..20 {
            for proposal in search.ask(20) {
                let rendered = proposal.genome.render(&ruled.sources);
                let fate = match cost(rendered.get("src/lib.rs").expect("the file is there")) {
                    Some(cost_ratio) => Fate::Survived { cost_ratio, types: None },
                    None => Fate::Rejected { stage: Stage::Screen, repair: None },
                };
                search.tell(proposal.id, &fate);
                best = if let Fate::Survived { cost_ratio, .. } = fate { best.min(cost_ratio) } else { best };
            }
        }
        assert!(best < 1.0, "the way by what is slower was not found from {number}");
    }
}

#[test]
fn what_comes_of_idioms_is_waited_for_but_not_idly() {
    let rule = "[[rule]]\nname = \"one\"\nfind = \"h.wrapping_mul($x)\"\nput = \"h.rotate_left(5) ^ $x\"\n";
    let ruled = ruled(SEED, rule);
    let mut search = Strategy::Local.start(ruled.clone(), Without::default(), 1);
    let first = search.ask(20);
    let meanwhile: Vec<Proposal> = (0..20).flat_map(|_| search.ask(20)).collect();
    assert!((1..=48).contains(&meanwhile.len()), "{} were proposed", meanwhile.len());
    assert!(search.ask(20).is_empty(), "nothing was told");
    first.iter().for_each(|proposal| search.tell(proposal.id, &judge(&ruled, proposal)));
    assert!(!search.ask(20).is_empty());
}

#[test]
fn what_only_an_idiom_makes_possible_is_tried_at_once() {
    let text = "pub fn f(x: u64) -> u64 {\n    let y = x + 3;\n    slow(y) + 7\n}\n";
    let rules = "[[rule]]\nname = \"one\"\nfind = \"slow($x)\"\nput = \"other($x)\"\n\
                 [[rule]]\nname = \"two\"\nfind = \"other($x)\"\nput = \"quick($x)\"\n";
    let mut ruled = Arc::into_inner(seed(text)).expect("nobody else has it");
    ruled.rules = Arc::new(Rules::with(&[("rules.toml".into(), rules.into())]).expect("they can be read"));
    let ruled = Arc::new(ruled);
    let mut search = Strategy::Local.start(ruled.clone(), Without::default(), 1);
    let mut texts = Vec::new();
    for _ in 0..2 {
        for proposal in search.ask(20) {
            let rendered = proposal.genome.render(&ruled.sources);
            texts.push(rendered.get("src/lib.rs").expect("the file is there").to_string());
            search.tell(proposal.id, &Fate::Survived { cost_ratio: 1.0, types: None });
        }
    }
    assert!(texts.iter().any(|text| text.contains("quick(y)")), "{texts:?}");
}

#[test]
fn what_fits_behind_other_words_is_tried_with_them_at_once() {
    let text = "pub fn f(x: u64) -> u64 {\n    let y = x + 3;\n    slow(y) + 7\n}\n";
    let words = "rewords = true\n\
                 [[rule]]\nname = \"one\"\nfind = \"slow($x)\"\nput = \"tardy($x)\"\n\
                 [[rule]]\nname = \"two\"\nfind = \"tardy($x)\"\nput = \"late($x)\"\n\
                 [[rule]]\nname = \"back\"\nfind = \"late($x)\"\nput = \"slow($x)\"\n";
    let rules = "[[rule]]\nname = \"three\"\nfind = \"late($x)\"\nput = \"quick($x)\"\n";
    let texts = |words: &str, without: &[&str]| {
        let mut ruled = Arc::into_inner(seed(text)).expect("nobody else has it");
        let files = [("words.toml".into(), words.into()), ("rules.toml".into(), rules.into())];
        ruled.rules = Arc::new(Rules::with(&files).expect("they can be read"));
        let ruled = Arc::new(ruled);
        let without = Without::new(without.iter().map(|name| name.parse().expect("there is such a part")));
        let proposals = Strategy::Local.start(ruled.clone(), without, 1).ask(20);
        let rendered = proposals.iter().map(|proposal| proposal.genome.render(&ruled.sources));
        rendered.map(|text| text.get("src/lib.rs").expect("the file is there").to_string()).collect::<String>()
    };
    assert!(texts(words, &[]).contains("quick(y)"));
    assert!(!texts(words, &["words"]).contains("quick(y)"));
    assert!(!texts(&words.replace("rewords = true", ""), &[]).contains("quick(y)"));
}

#[test]
fn what_brought_nothing_is_not_tried_again_where_nothing_changed() {
    let text = "fn f(x: u64) -> u64 {\n    x + 1\n}\nfn g(y: u64) -> u64 {\n    y * 2\n}\nfn h(z: u64) -> u64 {\n    z * 3\n}\n";
    let rules = "[[rule]]\nname = \"good\"\nfind = \"$a + 1\"\nput = \"$a.wrapping_add(1)\"\n[[rule]]\nname = \"vain\"\nfind = \"$a * 2\"\nput = \"$a << 1\"\n[[rule]]\nname = \"wrong\"\nfind = \"$a * 3\"\nput = \"$a << 3\"\n";
    let seed = ruled(text, rules);
    let told = |proposal: &Proposal| {
        let rendered = proposal.genome.render(&seed.sources);
        let text = rendered.get("src/lib.rs").expect("the file is there");
        match text.contains("<< 3") {
            true => Fate::Rejected { stage: Stage::Screen, repair: None },
            false => {
                let cost_ratio = if text.contains("wrapping_add") { 0.7 } else { 1.0 };
                Fate::Survived { cost_ratio, types: None }
            }
        }
    };
    let made_by = |proposal: &Proposal, rule: &str| proposal.genome.edits().iter().any(|edit| edit.operator == rule);
    let mut search = Strategy::Local.start(seed.clone(), Without::default(), 1);
    let (mut single, mut again) = (0, 0);
    for _ in 0..8 {
        for proposal in search.ask(20) {
            let [good, vain, wrong] =
                ["good", "vain", "wrong"].map(|rule| made_by(&proposal, &format!("rewrite {rule}")));
            if proposal.operator == "rewrite" {
                single += usize::from(good != (vain || wrong));
                again += usize::from(good && (vain || wrong));
            }
            search.tell(proposal.id, &told(&proposal));
        }
    }
    // Chance may put any two together.
    assert!(single >= 3 && again < 2, "{single} once, {again} of them again");
}
