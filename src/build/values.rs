//! The seed with a question in it: what does code that depends on nothing come to? Must not know what the answers are for.

use crate::component::{Sources, module_of};
use crate::operators::Closed;

/// Bytes of an answer that are told.
const LONGEST: usize = 1 << 13;

/// Ends an answer; no byte of a text.
const END: u64 = u64::MAX;

/// The text of a seed that tells what some code in it comes to, as `Debug` shows it. `root`: the library's root file.
pub fn asking(sources: &Sources, root: &str, asked: &[&Closed]) -> Sources {
    let mut with = sources.clone();
    let mut calls = String::new();
    for (number, Closed { file, ty, code, .. }) in asked.iter().enumerate() {
        let text = with.get(file).map_or("", |text| text);
        // Where the code stands, its names mean what they mean there.
        let question = format!(
            "{text}\n#[doc(hidden)] pub fn __synth_value_{number}() -> ::std::string::String \
             {{ let value: {ty} = {code}; ::std::format!(\"{{:?}}\", value) }}\n"
        );
        with = with.with(file.clone(), question);
        let within = if **file == *root { Vec::new() } else { module_of(file) };
        let module: String = within.iter().map(|name| format!("{name}::")).collect();
        calls += &format!("        one(&|| crate::{module}__synth_value_{number}(), tell);\n");
    }
    let text = with.get(root).map_or("", |text| text);
    let module = format!(
        "{text}
/// What code comes to.
#[doc(hidden)]
pub mod __synth {{
    fn one(value: &(dyn Fn() -> ::std::string::String + ::std::panic::RefUnwindSafe), tell: &mut dyn FnMut(u64)) {{
        let text = ::std::panic::catch_unwind(|| value()).unwrap_or_default();
        for byte in text.bytes().filter(|_| text.len() <= {LONGEST}) {{
            tell(byte as u64);
        }}
        tell({END});
    }}
    /// Tells all of it.
    pub fn notes(tell: &mut dyn FnMut(u64)) {{
{calls}    }}
}}
"
    );
    with.with(root, module)
}

/// The answers, in the order of the questions; an empty one says nothing.
pub fn answers(notes: &[u64]) -> Vec<String> {
    let bytes = |answer: &[u64]| answer.iter().map(|&byte| byte as u8).collect::<Vec<u8>>();
    notes
        .split_inclusive(|note| *note == END)
        .map(|answer| String::from_utf8(bytes(&answer[..answer.len() - 1])).unwrap_or_default())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_answer_ends_where_the_next_begins() {
        assert_eq!(answers(&[91, 49, 93, END, END, 34, 34, END]), ["[1]", "", "\"\""]);
    }
}
