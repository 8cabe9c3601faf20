//! Sessions made from small traces, with the functions given by hand.

use super::change::RUN;
use super::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use serde_json::json;
use std::io::Write;

/// The functions of a small component: a table, a free function, and one that takes the table by value.
fn function(call: &str) -> Function {
    let (receiver, params): (_, &[&str]) = match call {
        "Table::new" => (None, &["usize"]),
        "Table::put" => (Some(Receiver::Mutable), &["&'static str", "i8"]),
        "Table::close" => (Some(Receiver::Value), &[]),
        "Table::join" => (Some(Receiver::Mutable), &["::c::Table"]),
        "<[u8] as T>::sum" => (Some(Receiver::Shared), &["&'static [u8]"]),
        "mix" => (None, &["[u32; 3]", "::c::Mode"]),
        other => panic!("{other}"),
    };
    Function {
        receiver: receiver.map(|kind| (kind, "::c::Table".to_owned())),
        params: params.iter().map(|p| (*p).to_owned()).collect(),
        names: vec![String::new(); params.len()],
        after: Vec::new(),
        ret: "()".into(),
        writes: false,
        span: None,
    }
}

fn parse(lines: &[String]) -> Trace {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    writeln!(file, "{{\"synth_trace\":1,\"component\":\"c\"}}\n{}", lines.join("\n")).unwrap();
    crate::trace::read(&[file.path()], "c").unwrap()
}

fn made(trace: &Trace, count: usize, seed: u64) -> Vec<Session> {
    let functions: Vec<Function> = trace.calls.iter().map(|call| function(call)).collect();
    let from: Vec<usize> = (0..trace.sessions.len()).collect();
    generate(&|event| &functions[event.call], trace, &from, count, &mut ChaCha8Rng::seed_from_u64(seed))
}

fn tables() -> Trace {
    let mut lines = vec![
        r#"{"call":"Table::new","args":[16],"ret":{"$new":0}}"#.to_owned(),
        r#"{"call":"Table::new","args":[8],"ret":{"$new":1}}"#.to_owned(),
    ];
    lines.extend(
        (0..200)
            .map(|i| format!(r#"{{"call":"Table::put","on":{},"args":["key {i}",{}],"ret":null}}"#, i % 2, i % 100)),
    );
    lines.push(r#"{"call":"Table::join","on":0,"args":[{"$handle":1}]}"#.to_owned());
    lines.push(r#"{"call":"Table::put","on":0,"args":["last",1]}"#.to_owned());
    lines.push(r#"{"call":"Table::close","on":0,"args":[]}"#.to_owned());
    parse(&lines)
}

fn free_calls() -> Trace {
    let mut lines: Vec<String> =
        (0..5).map(|i| format!(r#"{{"call":"mix","args":[[{i},9,4],{{"$path":"M{i}"}}],"ret":7}}"#)).collect();
    lines.push(r#"{"call":"<[u8] as T>::sum","args":["text"],"ret":5}"#.to_owned());
    parse(&lines)
}

fn events(sessions: &[Session]) -> impl Iterator<Item = &Event> {
    sessions.iter().flat_map(|s| &s.entries).filter_map(|e| match e {
        Entry::Call(event) => Some(&**event),
        Entry::Drop(_) => None,
    })
}

fn text(sessions: &[Session]) -> String {
    format!("{sessions:?}")
}

#[test]
fn every_argument_has_a_value_of_its_type() {
    let trace = tables();
    for event in events(&made(&trace, 800, 1)) {
        let fits = match trace.calls[event.call].as_str() {
            "Table::new" => event.args[0].is_u64(),
            "Table::put" => {
                event.args[0].is_string() && event.args[1].as_i64().is_some_and(|v| i8::try_from(v).is_ok())
            }
            "Table::join" => handle(&event.args[0]).is_some(),
            _ => event.args.is_empty(),
        };
        assert!(fits, "{event:?}");
    }
    let trace = free_calls();
    for event in events(&made(&trace, 400, 1)).filter(|e| trace.calls[e.call] == "mix") {
        assert_eq!(event.args[0].as_array().map(Vec::len), Some(3), "{event:?}");
        assert!(event.args[1].get("$path").is_some(), "{event:?}");
    }
}

#[test]
fn no_handle_is_used_before_it_is_made_or_after_its_end() {
    let trace = tables();
    let sessions = made(&trace, 800, 2);
    for session in &sessions {
        let mut alive = BTreeSet::new();
        for entry in &session.entries {
            let Entry::Call(event) = entry else { panic!("this trace drops nothing") };
            assert!(uses(event).all(|handle| alive.contains(&handle)), "{session:?}");
            match trace.calls[event.call].as_str() {
                "Table::close" => _ = alive.remove(&event.on.unwrap()),
                "Table::join" => _ = alive.remove(&handle(&event.args[0]).unwrap()),
                _ => {}
            }
            for handle in &event.new {
                assert!(alive.insert(*handle), "{session:?}");
            }
        }
    }
    let joined = |s: &Session| events(std::slice::from_ref(s)).any(|e| trace.calls[e.call] == "Table::join");
    assert!(sessions.iter().any(joined), "the end of a long session is never reached");
}

#[test]
fn the_same_random_numbers_make_the_same_sessions() {
    let trace = tables();
    assert_eq!(text(&made(&trace, 300, 3)), text(&made(&trace, 300, 3)));
    assert_ne!(text(&made(&trace, 300, 3)), text(&made(&trace, 300, 4)));
}

#[test]
fn a_trace_of_free_calls_gives_sessions_of_one_and_of_many_calls() {
    let sessions = made(&free_calls(), 200, 5);
    assert_eq!(sessions.len(), 200);
    assert!(sessions.iter().any(|s| s.calls() == 1) && sessions.iter().any(|s| s.calls() > 3));
    assert!(sessions.iter().all(|s| !s.entries.is_empty()));
}

#[test]
fn each_boundary_of_each_argument_comes_first_whatever_the_random_numbers() {
    let trace = tables();
    let first = made(&trace, 30, 6);
    assert_eq!(text(&first), text(&made(&trace, 30, 7)));
    let sessions = made(&trace, 100, 6);
    let shown = |call: &str, position: usize, value: Value| {
        events(&sessions).any(|e| trace.calls[e.call] == call && *e.args[position] == value)
    };
    assert!(shown("Table::put", 0, json!("")) && shown("Table::put", 0, json!("\u{10FFFF}")));
    assert!(shown("Table::put", 1, json!(-128)) && shown("Table::put", 1, json!(127)));
    assert!(shown("Table::new", 0, json!(0)) && shown("Table::new", 0, json!(u64::MAX)));
    let sessions = made(&free_calls(), 100, 6);
    assert!(events(&sessions).any(|e| e.args == [json!("").into()]), "a receiver that is no handle is an argument");
}

#[test]
fn sessions_are_short_distinct_and_without_results() {
    let trace = tables();
    let sessions = made(&trace, 500, 8);
    assert!(sessions.iter().all(|s| s.entries.len() <= LONGEST + CHANGES * 3 * RUN));
    assert!(events(&sessions).all(|e| e.recorded.ret.is_none() && !e.recorded.panic));
    let hashes: HashSet<_> = sessions.iter().map(|s| s.content_hash(&trace.calls, "")).collect();
    assert_eq!(hashes.len(), sessions.len());
}

#[test]
fn only_the_given_sessions_are_used() {
    let trace = free_calls();
    let functions: Vec<Function> = trace.calls.iter().map(|call| function(call)).collect();
    let mut rng = ChaCha8Rng::seed_from_u64(9);
    let sessions = generate(&|event| &functions[event.call], &trace, &[2], 50, &mut rng);
    assert!(!sessions.is_empty());
    assert!(events(&sessions).all(|e| *e.args[1] == json!({"$path": "M2"})));
    assert!(generate(&|event| &functions[event.call], &trace, &[], 50, &mut rng).is_empty());
}

#[test]
fn very_large_arguments_do_not_fill_the_memory() {
    let lines: Vec<String> =
        (0..4).map(|i| format!(r#"{{"call":"<[u8] as T>::sum","args":["{i}{}"]}}"#, "x".repeat(1 << 20))).collect();
    let sessions = made(&parse(&lines), 300, 10);
    let total: usize = sessions.iter().flat_map(|s| &s.entries).map(entry_weight).sum();
    assert!(sessions.len() < 300 && total < TOTAL[1] + (64 << 20), "{total}");
}

#[test]
fn what_is_put_under_a_strange_key_is_met_again_on_the_same_handle() {
    let sessions = made(&tables(), 200, 1);
    let met = |session: &Session| {
        let strange: Vec<_> =
            events(std::slice::from_ref(session)).filter(|e| e.args.first() == Some(&json!("").into())).collect();
        strange.windows(2).any(|pair| pair[0].on == pair[1].on && pair[0].on.is_some())
    };
    assert!(sessions.iter().any(met));
}

#[test]
fn in_another_size_what_was_equal_stays_equal() {
    let mut lines = vec![r#"{"call":"Table::new","args":[16],"ret":{"$new":0}}"#.to_owned()];
    let key = |i: usize| format!("a long key with the number {}", i % 20);
    lines.extend((0..60).map(|i| format!(r#"{{"call":"Table::put","on":0,"args":["{}",{i}]}}"#, key(i))));
    let trace = parse(&lines);
    let functions: Vec<Function> = trace.calls.iter().map(|call| function(call)).collect();
    let generator = Generator::new(&|event| &functions[event.call], &trace, &[0]);
    let keys = |size| -> Vec<String> {
        let made = generator.resized(size, &mut ChaCha8Rng::seed_from_u64(3));
        assert_eq!(made.len(), 1);
        events(&made).filter_map(|event| event.args[0].as_str().map(str::to_owned)).collect()
    };
    for (size, lengths) in [(Size::Shorter, 2..8), (Size::Longer, 70..90)] {
        let keys = keys(size);
        assert!(keys.len() == 60 && keys.iter().all(|key| lengths.contains(&key.len())), "{keys:?}");
        assert!((20..60).all(|i| keys[i] == keys[i - 20]), "{keys:?}");
        assert!(keys[..20].iter().collect::<HashSet<_>>().len() >= 10, "{keys:?}");
    }
    let numbers = parse(&[r#"{"call":"Table::new","args":[8],"ret":{"$new":0}}"#.to_owned()]);
    let generator = Generator::new(&|event| &functions[event.call], &numbers, &[0]);
    assert!(generator.resized(Size::Longer, &mut ChaCha8Rng::seed_from_u64(3)).is_empty());
}

#[test]
fn a_crowd_does_with_one_thing_what_sessions_did_with_many() {
    let mut lines = Vec::new();
    for table in 0..30 {
        lines.push(format!(r#"{{"call":"Table::new","args":[16],"ret":{{"$new":{table}}}}}"#));
        let put = |key: usize| format!(r#"{{"call":"Table::put","on":{table},"args":["key {}",1]}}"#, key % 9);
        lines.extend((0..20).map(put));
        lines.push(format!(r#"{{"call":"Table::close","on":{table},"args":[]}}"#));
    }
    let trace = parse(&lines);
    let functions: Vec<Function> = trace.calls.iter().map(|call| function(call)).collect();
    let from: Vec<usize> = (0..30).collect();
    let generator = Generator::new(&|event| &functions[event.call], &trace, &from);
    let made = generator.resized(Size::Crowded, &mut ChaCha8Rng::seed_from_u64(3));
    assert!(made.len() > 1 && made.len() <= 4, "{}", made.len());
    for session in &made {
        let calls: Vec<&Event> = events(std::slice::from_ref(session)).collect();
        let keys: HashSet<&str> = calls.iter().filter_map(|event| event.args.first()?.as_str()).collect();
        assert!(keys.len() > 200 && calls.len() > 500, "{} keys in {} calls", keys.len(), calls.len());
        let length = keys.iter().map(|key| key.len()).next();
        assert!(keys.iter().all(|key| Some(key.len()) == length), "{keys:?}");
        let makers = calls.iter().filter(|event| !event.new.is_empty()).count();
        assert!(makers == 1 && calls[1..].iter().all(|event| event.on == Some(0)));
    }
}
