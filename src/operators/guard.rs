//! Early ends.

use rand::{Rng, RngExt};

use super::code::Code;
use super::ingredients::{literal, names};
use super::program::{Program, one_of};
use super::synthesis::Place;
use super::types::{is_float, is_int};
use super::{Operator, layout};
use crate::genome::Change;

/// Leaves a function or a loop early, on a new condition.
/// ```text
/// let mut row = …;
/// if a == b { return 0; } let mut row = …;
/// ```
pub struct Guard;

impl Operator for Guard {
    fn name(&self) -> &'static str {
        "guard"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        // Most guards that are worth their cost stand where a body begins.
        let first = rng.random_bool(0.6);
        let index = program.pick_statement(rng, |statement| {
            (!statement.in_closure || statement.in_loop) && (!first || statement.index == 0)
        })?;
        let statement = &program.statements[index];
        let place = Place { program, file: &statement.file, at: statement.range.start };
        let condition = if rng.random() { place.comparison(1, rng) } else { place.value("bool", 2, rng) }?;
        if condition.text == "true" || condition.text == "false" {
            return None;
        }
        let jump = if statement.in_loop && (statement.in_closure || rng.random()) {
            (if statement.can_break && rng.random() { "break" } else { "continue" }).to_owned()
        } else {
            returned(&place, &program.functions[statement.function].returns, rng)?
        };
        let guard = format!("if {} {{\n    {jump};\n}}", condition.text);
        Some(layout::insert_before(program, statement, &guard, self.name()))
    }
}

/// `return` with a simple value of the function's type.
fn returned(place: &Place, ty: &str, rng: &mut dyn Rng) -> Option<String> {
    if ty == "()" {
        return Some("return".to_owned());
    }
    let mut values: Vec<Code> = names(place.program, place.file, place.at, ty);
    values.extend(empty(ty).map(Code::atom));
    values.extend(literal(place.program, ty, rng));
    values.extend(place.value(ty, 1, rng));
    Some(format!("return {}", one_of(rng, &values)?.text))
}

/// The least value of a type.
fn empty(ty: &str) -> Option<String> {
    let begins = |start: &str| ty.starts_with(start);
    Some(match ty {
        "bool" => "false".to_owned(),
        "&str" => "\"\"".to_owned(),
        "String" => "String::new()".to_owned(),
        _ if is_int(ty) => "0".to_owned(),
        _ if is_float(ty) => "0.0".to_owned(),
        _ if begins("Option<") => "None".to_owned(),
        _ if begins("Vec<") => "Vec::new()".to_owned(),
        _ if begins("&[") => "&[]".to_owned(),
        _ if begins("Result<") => {
            let inner = ty.strip_prefix("Result<")?.split(',').next()?;
            if inner == "()" { "Ok(())".to_owned() } else { format!("Ok({})", empty(inner.trim_end_matches('>'))?) }
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_function_or_a_loop_is_left_early() {
        let source = "fn f(a: &str, b: &str) -> usize {\n    for x in g(a) {\n        h(x);\n    }\n    a.len()\n}\n";
        let found = outcomes(&Guard, source);
        assert!(found.contains("    if a == b {\n        return 0;\n    }\n    for x"), "{found}");
        assert!(found.contains("        if a != b {\n            break;\n        }\n        h(x);"), "{found}");
        assert!(!found.contains("    break;\n    }\n    for x"), "{found}");
    }
}
