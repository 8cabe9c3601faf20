//! One session as a trace file of its own.

use serde_json::{Map, Value, json};

use super::file::VERSION;
use super::{Entry, Event, Trace};

impl Trace {
    /// The header and the entries of one session, with its own numbers for handles; nothing if there is no such session.
    pub fn session_text(&self, component: &str, session: usize) -> Option<String> {
        let header = json!({ "synth_trace": VERSION, "component": component });
        let mut text = format!("{header}\n");
        for entry in &self.sessions.get(session)?.entries {
            let line = match entry {
                Entry::Call(event) => self.call(event),
                Entry::Drop(handle) => json!({ "drop": handle }),
            };
            text += &format!("{line}\n");
        }
        Some(text)
    }

    /// One call as a line of a trace.
    pub fn call(&self, event: &Event) -> Value {
        let recorded = &event.recorded;
        let mut line = Map::new();
        line.insert("call".into(), self.calls[event.call].clone().into());
        let mut put = |key: &str, value: Option<Value>| value.map(|value| line.insert(key.into(), value));
        put("on", event.on.map(Value::from));
        put("args", Some(event.args.clone().into()));
        put("ret", recorded.ret.clone());
        put("panic", recorded.panic.then_some(true.into()));
        put("after", (!recorded.after.is_empty()).then(|| Map::from_iter(recorded.after.iter().cloned()).into()));
        put("write", recorded.write.clone());
        put("drain", recorded.drain.clone().map(Value::from));
        line.into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::read;

    const SECOND: &str = r#"{"synth_trace":1,"component":"c"}
{"call":"T::new","args":[],"ret":{"$new":0}}
{"call":"T::push","on":0,"args":[[1]],"ret":null,"after":{"0":[]}}
{"call":"T::iter","on":0,"args":[],"drain":[1]}
{"call":"fail","args":[{"$handle":0}],"panic":true}
{"drop":0}
"#;

    #[test]
    fn a_session_is_printed_as_the_trace_that_holds_it_alone() {
        let dir = tempfile::tempdir().unwrap();
        let both = dir.path().join("both.jsonl");
        let other = "{\"call\":\"T::new\",\"args\":[],\"ret\":{\"$new\":5}}\n{\"drop\":5}\n";
        let (header, rest) = SECOND.split_once('\n').unwrap();
        std::fs::write(&both, format!("{header}\n{other}{}", rest.replace(":0}", ":7}").replace("on\":0", "on\":7")))
            .unwrap();
        let trace = read(&[&both], "c").unwrap();
        assert_eq!(trace.session_text("c", 1).unwrap(), SECOND);
        assert_eq!(trace.session_text("c", 2), None);
    }
}
