//! Sessions as a trace file.

use serde_json::{Map, Value, json};

use super::file::VERSION;
use super::{Entry, Event, Session, Trace};

impl Trace {
    /// The header and the entries of one session, with its own numbers for handles; nothing if there is no such session.
    pub fn session_text(&self, component: &str, session: usize) -> Option<String> {
        Some(self.text_of(component, [(None, self.sessions.get(session)?)].into_iter()))
    }

    /// A file of sessions, each under a name of its own or under none. Their calls are those of this trace. Handles have
    /// numbers of their own in every session, which a file may use again.
    pub fn text_of<'a>(
        &self,
        component: &str,
        sessions: impl Iterator<Item = (Option<String>, &'a Session)>,
    ) -> String {
        let header = json!({ "synth_trace": VERSION, "component": component });
        let mut text = format!("{header}\n");
        for (name, session) in sessions {
            for entry in &session.entries {
                let mut line = match entry {
                    Entry::Call(event) => self.call(event),
                    Entry::Drop(handle) => json!({ "drop": handle }),
                };
                if let (Some(name), Some(line)) = (&name, line.as_object_mut()) {
                    line.insert("session".into(), name.clone().into());
                }
                text += &format!("{line}\n");
            }
        }
        text
    }

    /// One call as a line of a trace.
    pub fn call(&self, event: &Event) -> Value {
        let recorded = &event.recorded;
        let mut line = Map::new();
        line.insert("call".into(), self.calls[event.call].clone().into());
        let mut put = |key: &str, value: Option<Value>| value.map(|value| line.insert(key.into(), value));
        put("on", event.on.map(Value::from));
        put("args", Some(event.args.iter().map(|arg| (**arg).clone()).collect()));
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
