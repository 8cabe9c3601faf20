//! What a cache is worth: the share of lookups that it answers. For `seeds/cache`.

use std::collections::{BTreeMap, HashMap};

use synth::{Call, Value};

/// Follows the lookups of a session as the program that was recorded does: what the cache does not have is put there. A
/// cache with a better policy so sees its own hits, and not those of the recorded one. In the end every key is asked for
/// once more, after a call of `capacity`, which shows what the cache really holds.
pub fn drive(session: &[Call], issue: &mut dyn FnMut(&Call) -> Value) {
    // The first lookup of each key, for each cache.
    let mut known: BTreeMap<u32, Vec<Call>> = BTreeMap::new();
    let mut last: Option<&Call> = None;
    let mut writes = 0;
    for call in session {
        match (call.call, call.on) {
            ("Cache::get", Some(on)) => {
                let known = known.entry(on).or_default();
                if !known.contains(call) {
                    known.push(call.clone());
                }
                if issue(call).is_null() {
                    writes += 1;
                    issue(&write(call, writes));
                }
                last = Some(call);
            }
            // The recorded cache did not have it; whether this one does has been seen.
            ("Cache::put", _) if last.is_some_and(|get| get.on == call.on && get.args[0] == call.args[0]) => {}
            ("drop", Some(on)) => {
                ask_again(on, &known.remove(&on).unwrap_or_default(), issue);
                issue(call);
            }
            _ => {
                issue(call);
            }
        }
    }
    for (on, known) in known {
        ask_again(on, &known, issue);
    }
}

/// A write to the key of a lookup, of a value that was not written before.
fn write(get: &Call, value: u64) -> Call {
    let mut args = get.args.clone();
    args.push(Value::from(value));
    Call { call: "Cache::put", args, ..get.clone() }
}

fn ask_again(on: u32, known: &[Call], issue: &mut dyn FnMut(&Call) -> Value) {
    issue(&Call::method(on, "Cache::capacity", Vec::new()));
    known.iter().for_each(|get| drop(issue(get)));
    issue(&Call::method(on, "Cache::most_reads", Vec::new()));
}

/// The share of hits. A value that is found is the last one that was put under its key, a cache never holds more than it
/// has room for, whatever it says itself, and it counts what is asked of it.
pub fn judge(log: &[(Call, Value)]) -> Result<f64, String> {
    let mut caches: HashMap<u32, Cache> = HashMap::new();
    let (mut lookups, mut hits) = (0, 0);
    for (place, (call, result)) in log.iter().enumerate() {
        if let ("Cache::new", [handle]) = (call.call, &call.new[..]) {
            let room = call.args[0].as_u64().unwrap_or(0);
            // The last `capacity` of a cache stands before its keys are asked for once more.
            let end = |(call, _): &(Call, Value)| call.call == "Cache::capacity" && call.on == Some(*handle);
            let end = log.iter().rposition(end).unwrap_or(log.len());
            caches.insert(*handle, Cache { room, end, held: 0, hit: false, values: HashMap::new() });
        }
        let Some(cache) = call.on.and_then(|on| caches.get_mut(&on)) else { continue };
        match call.call {
            "Cache::put" => {
                cache.hit = false;
                cache.values.insert(call.args[0].to_string(), &call.args[1]);
            }
            "Cache::get" => {
                let found = result.as_u64();
                let put = cache.values.get(&call.args[0].to_string()).and_then(|value| value.as_u64());
                if found.is_some() && found != put {
                    return Err(format!("{call} gave {result}, and what was put there last is {put:?}"));
                }
                cache.hit |= found.is_some();
                if place < cache.end {
                    lookups += 1;
                    hits += u64::from(found.is_some());
                } else {
                    cache.held += u64::from(found.is_some());
                }
                if cache.held > cache.room {
                    return Err(format!("a cache for {} entries holds {} or more", cache.room, cache.held));
                }
            }
            "Cache::len" if result.as_u64().is_none_or(|len| len > cache.room) => {
                return Err(format!("a cache for {} entries says that it has {result}", cache.room));
            }
            "Cache::capacity" if result.as_u64() != Some(cache.room) => {
                return Err(format!("a cache for {} entries says that there is room for {result}", cache.room));
            }
            "Cache::most_reads" if cache.hit && result.as_u64() == Some(0) => {
                return Err("a cache that has just answered says that nothing was asked of it".into());
            }
            _ => {}
        }
    }
    Ok(if lookups == 0 { 0.0 } else { hits as f64 / lookups as f64 })
}

/// What is known of a cache.
struct Cache<'a> {
    room: u64,
    /// From here on its keys are asked for once more.
    end: usize,
    /// How many of them it had.
    held: u64,
    /// It answered, and nothing was put since.
    hit: bool,
    values: HashMap<String, &'a Value>,
}
