//! Public methods of types that anybody can build, which no session calls on values that it made by the type's own functions: a program may
//! give them any value, and what the component itself makes says little of that. So they stay as they are; where the component calls
//! them, a copy of what they do may be worked on. Must not know what edits are.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;

use super::ground::Ground;
use crate::component::interface::{Function, Interface, Shape};
use crate::genome::Place;
use crate::trace::Entry;

impl Ground {
    /// Where they stand.
    pub(super) fn unasked(&self) -> Vec<Place> {
        let Ok(interface) = Interface::from_rustdoc(&self.described, &self.component.lib) else { return Vec::new() };
        let entries = self.trace.sessions.iter().flat_map(|session| &session.entries);
        let calls: BTreeSet<usize> = entries
            .filter_map(|entry| match entry {
                Entry::Call(event) => Some(event.call),
                Entry::Drop(_) => None,
            })
            .collect();
        let asked = calls.iter().filter_map(|call| interface.resolve(&self.trace.calls[*call]).ok());
        let (methods, makers): (Vec<_>, Vec<_>) = asked.partition(|signature| signature.receiver.is_some());
        let unasked = methods_of_open_types(&interface).into_iter().filter(|method| {
            let asked = methods.iter().any(|signature| signature.path == method.path);
            !asked || !makers.iter().any(|maker| owner(&maker.path) == owner(&method.path))
        });
        unasked.filter_map(|method| self.place_of(method)).collect()
    }

    /// The lines of a function.
    fn place_of(&self, function: &Function) -> Option<Place> {
        let span = function.span.as_ref()?;
        let (file, text) = self.component.sources.iter().find(|(file, _)| Path::new(&span.file).ends_with(&***file))?;
        Some((file.clone(), lines(text, span.first_line, span.last_line)))
    }
}

fn methods_of_open_types(interface: &Interface) -> Vec<&Function> {
    let open = |shape: &Shape| matches!(shape, Shape::Struct { opaque: false, .. } | Shape::Enum { .. });
    let types = interface.local_types().into_iter().filter(|ty| open(&ty.shape));
    let names: BTreeSet<String> = types.map(|ty| ty.declared).collect();
    let of_one = |function: &&Function| {
        let declared = owner(&function.path).rsplit("::").next().is_some_and(|name| names.contains(name));
        function.receiver.is_some() && !function.is_of_trait && declared
    };
    interface.functions.iter().filter(of_one).collect()
}

/// What a method belongs to, without its parameters.
fn owner(path: &str) -> &str {
    let owner = path.rsplit_once("::").map_or("", |(owner, _)| owner);
    owner.split('<').next().unwrap_or(owner).trim_end_matches("::")
}

/// From the beginning of one line to the end of another, both counted from 1.
fn lines(text: &str, first: usize, last: usize) -> Range<usize> {
    let mut ends = text.match_indices('\n').map(|(at, _)| at + 1);
    let start = if first > 1 { ends.nth(first - 2).unwrap_or(text.len()) } else { 0 };
    let end = if last < first { Some(start) } else { ends.nth(last - first) };
    start..end.unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use super::super::scene::Scene;
    use super::*;

    #[test]
    fn what_anybody_may_ask_and_no_session_does_is_left_alone() {
        let seed = "\
pub struct Open {
    pub name: String,
}
impl Open {
    pub fn is(&self, name: &str) -> bool {
        self.name == name
    }
}
pub struct Closed(String);
impl Closed {
    pub fn is(&self, name: &str) -> bool {
        self.0 == name
    }
}
pub fn same(one: &str, other: &str) -> bool {
    Open { name: one.into() }.is(other) && Closed(one.into()).is(other)
}
";
        let scene = Scene::new(
            seed,
            "{\"call\":\"same\",\"args\":[\"a\",\"b\"]}\n{\"call\":\"same\",\"args\":[\"a\",\"a\"]}\n",
        );
        let unasked = scene.ground.unasked();
        let texts: Vec<&str> = unasked.iter().map(|(_, range)| &seed[range.clone()]).collect();
        assert_eq!(texts, ["    pub fn is(&self, name: &str) -> bool {\n        self.name == name\n    }\n"]);
        assert_eq!([owner("f"), owner("a::Open::is"), owner("Lru::<K, V>::get")], ["", "a::Open", "Lru"]);
        assert_eq!(lines("a\nb\nc", 1, 1), 0..2);
        assert_eq!(lines("a\nb\nc", 2, 3), 2..5);
    }
}
