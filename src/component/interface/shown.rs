//! What a type shows of itself: with an impl of `Display` comes a `to_string`, which can be called and compared like any method.
//! Must not know where impls are read from.

use syn::parse_quote;

use super::Interface;
use super::model::{Function, Impl, Receiver, TraitRef};

/// Whether a call, as traces spell it, is of a method by which a type lets others see what it holds: by convention it always
/// returns, and soon.
pub fn is_view(call: &str) -> bool {
    let Some((head, method)) = call.rsplit_once(">::") else { return false };
    let Some((_, trait_)) = head.rsplit_once(" as ") else { return false };
    let views = [("ToString", "to_string"), ("Deref", "deref"), ("AsRef", "as_ref"), ("Borrow", "borrow")];
    views.contains(&(trait_.split('<').next().unwrap_or_default(), method))
}

/// Adds it to every type that is shown.
pub(super) fn show(interface: &mut Interface) {
    for place in 0..interface.impls.len() {
        let block = &interface.impls[place];
        if !block.trait_.as_ref().is_some_and(is_display) {
            continue;
        }
        let to_string = TraitRef { path: parse_quote!(::std::string::ToString) };
        let shown = Impl { trait_: Some(to_string), ..block.clone() };
        let fmt = interface.functions.iter().find(|function| function.implementation == Some(place));
        interface.functions.push(Function {
            name: "to_string".into(),
            path: shown.spell(&interface.names, "to_string"),
            generics: Vec::new(),
            outer: shown.generics.clone(),
            receiver: Some(Receiver::Shared),
            params: Vec::new(),
            ret: parse_quote!(::std::string::String),
            is_unsafe: false,
            is_const: false,
            is_async: false,
            is_provided: true,
            is_derived: false,
            is_of_trait: true,
            implementation: Some(interface.impls.len()),
            span: fmt.and_then(|fmt| fmt.span.clone()),
        });
        interface.impls.push(shown);
    }
}

fn is_display(trait_: &TraitRef) -> bool {
    let names: Vec<String> = trait_.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    matches!(names.iter().map(String::as_str).collect::<Vec<_>>()[..], ["std" | "core" | "alloc", "fmt", "Display"])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn views_are_told_by_their_traits() {
        for view in ["<Label as ToString>::to_string", "<Sorted as Deref>::deref", "<Key as AsRef<[u8]>>::as_ref"] {
            assert!(is_view(view), "{view}");
        }
        for other in ["Label::to_string", "<Label as Shout>::to_string", "<Table as Index<usize>>::index"] {
            assert!(!is_view(other), "{other}");
        }
    }
}
