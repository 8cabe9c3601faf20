//! Calls of the component's own small functions: what they do, where they are called. The compiler does that, too; here it is for
//! the other operators and for rules, which see one function at a time.

use std::ops::Range;

use rand::Rng;

use super::code::{Code, Tightness};
use super::program::{Binding, Expr, Function, Program, Shape, Statement};
use super::rules::{Rewriting, fresh, pieces};
use super::{Operator, layout};
use crate::genome::Change;

/// Puts the body of a function in the place of a call.
/// ```text
/// all.iter().filter(|x| self.same(x, y)).count()
/// all.iter().filter(|x| self.key(x) == self.key(y)).count()
/// ```
pub struct Inline;

impl Operator for Inline {
    fn name(&self) -> &'static str {
        "inline"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick(rng, |expr| callee(program, expr).is_some())?;
        inlined(program, index)
    }
}

/// Bodies up to this many bytes are worth reading twice.
const LONGEST: usize = 800;

/// All that it makes of a program.
pub fn all(program: &Program) -> Vec<Rewriting> {
    let made = |index: usize| {
        let function = program.exprs[index].function;
        Some(Rewriting { function, changes: vec![inlined(program, index)?] })
    };
    (0..program.exprs.len()).filter_map(made).collect()
}

/// The function that a call calls, if its body can stand elsewhere.
fn callee<'a>(program: &'a Program, expr: &Expr) -> Option<&'a Function> {
    let caller = &program.functions[expr.function];
    let owner = |path: &str| path.rsplit_once("::").map_or(String::new(), |(owner, _)| owner.to_owned());
    let path = match &expr.shape {
        Shape::Method { receiver, name, .. } => {
            let name = program.text(&expr.file, name);
            let receiver = &program.exprs[*receiver];
            match program.source(receiver) {
                "self" => format!("{}::{name}", owner(&caller.path)),
                _ => format!("{}::{name}", receiver.ty.as_deref()?.trim_start_matches('&')),
            }
        }
        Shape::Call { .. } => {
            let path = program.source(expr).split('(').next()?;
            path.replace("Self::", &format!("{}::", owner(&caller.path)))
        }
        _ => return None,
    };
    let named = |function: &&Function| {
        function.path.strip_suffix(&*path).is_some_and(|before| before.is_empty() || before.ends_with("::"))
    };
    let mut found = program.functions.iter().filter(named);
    let (function, others) = (found.next()?, found.next());
    let body = program.text(&function.file, &function.body);
    let head = program.text(&function.file, &(function.range.start..function.body.start));
    let generic = ["<", "impl "].iter().any(|sign| head.split("->").next().is_some_and(|head| head.contains(sign)));
    let name = function.path.rsplit("::").next()?;
    let recursive = pieces(body).into_iter().any(|word| body[word] == *name);
    let leaves = body.contains('?') && tried(program, expr).is_none();
    let owned = ["(self", "(mut self"].iter().any(|sign| head.contains(sign));
    let fits = others.is_none()
        && function.file == expr.file
        && function.path != caller.path
        && !function.body.is_empty()
        && function.body.len() <= LONGEST;
    (fits && !generic && !owned && !recursive && !leaves).then_some(function)
}

/// The `f(x)?` around a call `f(x)`.
fn tried(program: &Program, expr: &Expr) -> Option<usize> {
    let parent = expr.parent?;
    (program.source(&program.exprs[parent]) == format!("{}?", program.source(expr))).then_some(parent)
}

/// A parameter and what a call gives for it.
struct Given<'a> {
    parameter: &'a Binding,
    argument: Code,
    /// Where the body uses the parameter, as indices of expressions.
    uses: Vec<usize>,
    /// These are all: it is used in no text to be formatted, and no pattern has its name.
    seen: bool,
}

impl<'a> Given<'a> {
    fn new(program: &'a Program, function: &'a Function, parameter: &'a Binding, argument: Code) -> Given<'a> {
        let is_own = |index: &usize| {
            let used = &program.exprs[*index];
            let inside = used.file == function.file
                && function.body.start <= used.range.start
                && used.range.end <= function.body.end;
            inside && used.shape == Shape::Name && program.source(used) == parameter.name
        };
        let uses: Vec<usize> = (0..program.exprs.len()).filter(is_own).collect();
        let body = program.text(&function.file, &function.body);
        let words = pieces(body).into_iter().filter(|word| body[word.clone()] == parameter.name).count();
        let seen = words == uses.len() && !body.contains(&format!("{{{}", parameter.name));
        Given { parameter, argument, uses, seen }
    }

    /// Whether the argument may stand wherever the parameter stood.
    fn can_stand(&self) -> bool {
        let plain = self.argument.text.trim_start_matches('&');
        let atom = plain.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c));
        self.seen && !self.parameter.mutable && (atom || self.uses.len() == 1)
    }
}

fn inlined(program: &Program, index: usize) -> Option<Change> {
    let expr = &program.exprs[index];
    let function = callee(program, expr)?;
    let arguments = match &expr.shape {
        Shape::Call { arguments } => arguments.clone(),
        Shape::Method { receiver, arguments, .. } => [&[*receiver], &arguments[..]].concat(),
        _ => return None,
    };
    let own = |binding: &&Binding| binding.file == function.file && binding.visible == function.body;
    let parameters: Vec<&Binding> = program.bindings.iter().filter(own).collect();
    if parameters.len() != arguments.len() {
        return None;
    }
    let given: Vec<Given> = parameters
        .into_iter()
        .zip(arguments)
        .filter(|(parameter, argument)| parameter.name != "self" || program.source(&program.exprs[*argument]) != "self")
        .map(|(parameter, argument)| Given::new(program, function, parameter, program.code(argument)))
        .collect();
    if let Some(change) = as_statements(program, expr, function, &given) {
        return Some(change);
    }
    if let Some(parent) = tried(program, expr)
        && let Some(code) = as_tried(program, expr, function, &given)
    {
        let indent = layout::indent_in(program, &expr.file, expr.range.start);
        let code = Code { text: layout::shifted(&code.text, indent), ..code };
        return Some(program.replace(parent, code, Inline.name()));
    }
    if program.text(&function.file, &function.body).contains('?') {
        return None;
    }
    let code = as_expression(program, function, &given).or_else(|| as_block(program, expr, function, &given))?;
    let indent = layout::indent_in(program, &expr.file, expr.range.start);
    let code = Code { text: layout::shifted(&code.text, indent), ..code };
    Some(program.replace(index, code, Inline.name()))
}

/// A body that is one expression and declares nothing that an argument names, with the arguments in it.
fn as_expression(program: &Program, function: &Function, given: &[Given]) -> Option<Code> {
    let [statement] = &statements(program, function)[..] else { return None };
    let named = |name: &str| {
        let is_it = |text: &str| pieces(text).into_iter().any(|word| text[word] == *name);
        given.iter().any(|given| is_it(&given.argument.text))
    };
    let clashes = |binding: &Binding| {
        binding.file == function.file
            && function.body.start < binding.visible.start
            && binding.visible.end <= function.body.end
            && named(&binding.name)
    };
    let text = program.text(&function.file, &statement.range);
    let returns = pieces(text).into_iter().any(|word| text[word] == *"return");
    if !statement.is_value || returns || program.bindings.iter().any(clashes) || !given.iter().all(Given::can_stand) {
        return None;
    }
    let whole = program.exprs.iter().find(|expr| expr.file == function.file && expr.range == statement.range)?;
    let text = exchanged(program, function, given, &statement.range)?;
    Some(Code { text: of_said_type(program, function, text), tightness: whole.tightness })
}

/// A value whose last method asks what is wanted of it: the function says so, and where it is called nobody may.
fn of_said_type(program: &Program, function: &Function, text: String) -> String {
    let head = program.text(&function.file, &(function.range.start..function.body.start));
    let Some((_, said)) = head.rsplit_once("->") else { return text };
    let said = said.trim();
    let open = ["collect", "sum", "product"].iter().find(|method| text.ends_with(&format!(".{method}()")));
    match open.filter(|_| !said.contains(['\'', '&', '\n']) && !said.contains("impl ") && !said.contains("Self")) {
        Some(_) => format!("{}::<{said}>()", &text[..text.len() - "()".len()]),
        None => text,
    }
}

/// A body that gives nothing, returns nowhere and declares nothing itself, in the place of a call that is a statement.
fn as_statements(program: &Program, expr: &Expr, function: &Function, given: &[Given]) -> Option<Change> {
    let head = program.text(&function.file, &(function.range.start..function.body.start));
    let plain = |given: &Given| stands_by_name(program, function, given);
    let declares = statements(program, function).iter().any(|statement| statement.is_let);
    if head.contains("->") || declares || !given.iter().all(plain) || !returning(program, function).is_empty() {
        return None;
    }
    let is_it = |statement: &&Statement| {
        statement.file == expr.file
            && statement.range.start == expr.range.start
            && program.text(&expr.file, &(expr.range.end..statement.range.end.max(expr.range.end))) == ";"
    };
    let statement = program.statements.iter().find(is_it)?;
    let body = exchanged(program, function, given, &function.body)?;
    let inside = body.strip_prefix('{')?.strip_suffix('}')?.trim_matches([' ', '\n']);
    Some(layout::replace(program, statement, &layout::flushed(inside, "    "), Inline.name()))
}

/// The statements of a body in which it returns.
fn returning<'a>(program: &'a Program, function: &Function) -> Vec<&'a Statement> {
    let returns = |statement: &&Statement| {
        let text = program.text(&statement.file, &statement.range);
        let inside = statement.file == function.file
            && function.body.start < statement.range.start
            && statement.range.end < function.body.end;
        inside && pieces(text).into_iter().any(|word| text[word] == *"return")
    };
    program.statements.iter().filter(returns).collect()
}

/// Whether the argument is a name or a place that means nothing else in the body, and may stand wherever the parameter stood.
fn stands_by_name(program: &Program, function: &Function, given: &Given) -> bool {
    let place = given.argument.text.trim_start_matches('&');
    let hidden = |binding: &Binding| {
        pieces(place).into_iter().any(|word| place[word] == *binding.name)
            && binding.file == function.file
            && function.body.start < binding.visible.start
            && binding.visible.end <= function.body.end
    };
    let is_place = place.chars().all(|c| c.is_alphanumeric() || "_.[]".contains(c)) && !place.starts_with('.');
    is_place && given.can_stand() && !program.bindings.iter().any(hidden)
}

/// A body whose errors are its caller's, in the place of a call and the `?` behind it: what it gives in the end stands there, and where
/// it returns early, an error or nothing, the caller does.
fn as_tried(program: &Program, expr: &Expr, function: &Function, given: &[Given]) -> Option<Code> {
    let error = |function: &Function| {
        let head = program.text(&function.file, &(function.range.start..function.body.start));
        let said = head.rsplit_once("->").map_or("", |(_, said)| said).trim();
        match said.strip_prefix("Result<") {
            Some(both) => both.rsplit_once(", ").map(|(_, error)| error.to_owned()),
            None => said.starts_with("Option<").then(|| "None".to_owned()),
        }
    };
    let own = error(function)?;
    if error(&program.functions[expr.function])? != own {
        return None;
    }
    let body = program.text(&function.file, &function.body);
    let early =
        |(at, _): (usize, &str)| ["return Err(", "return None"].iter().any(|early| body[at..].starts_with(early));
    let inner = returning(program, function).iter().any(|statement| statement.in_closure);
    if inner || !body.match_indices("return").all(early) {
        return None;
    }
    let last = statements(program, function).into_iter().last().filter(|statement| statement.is_value)?;
    let text = program.text(&function.file, &last.range);
    let given_back = ["Ok(", "Some("].iter().find_map(|wrap| text.strip_prefix(wrap)?.strip_suffix(')'));
    let block = block(program, function, given)?;
    let new = match given_back {
        Some(value) if closes(value) => value.to_owned(),
        _ => format!("({text})?"),
    };
    let head = block.text.trim_end().strip_suffix('}')?.trim_end().strip_suffix(text)?.to_owned();
    Some(Code { text: format!("{head}{new}\n}}"), ..block })
}

/// Whether every bracket of a text is opened before it is closed.
fn closes(text: &str) -> bool {
    let mut open = 0i64;
    text.bytes().all(|byte| {
        open += i64::from(b"([{".contains(&byte)) - i64::from(b")]}".contains(&byte));
        open >= 0
    })
}

/// Any body. Where it returns, it breaks.
fn as_block(program: &Program, expr: &Expr, function: &Function, given: &[Given]) -> Option<Code> {
    let returning = returning(program, function);
    if returning.iter().any(|statement| statement.in_closure) {
        return None;
    }
    let Code { mut text, tightness } = block(program, function, given)?;
    if !returning.is_empty() {
        let around = program.text(&expr.file, &program.functions[expr.function].range);
        let label = fresh("inlined", &|name| around.contains(&format!("'{name}")));
        let words = pieces(&text).into_iter().filter(|word| text[word.clone()] == *"return");
        for word in words.collect::<Vec<Range<usize>>>().into_iter().rev() {
            text.replace_range(word, &format!("break '{label}"));
        }
        text = format!("'{label}: {text}");
    }
    Some(Code { text, tightness })
}

/// Any body, with the arguments declared before it that are more than names and places.
fn block(program: &Program, function: &Function, given: &[Given]) -> Option<Code> {
    let stands = |given: &&Given| given.parameter.name == "self" || stands_by_name(program, function, given);
    let (standing, declared): (Vec<&Given>, Vec<&Given>) = given.iter().partition(stands);
    if standing.iter().any(|given| !given.can_stand()) {
        return None;
    }
    let standing: Vec<Given> = standing
        .into_iter()
        .map(|given| Given { uses: given.uses.clone(), argument: given.argument.clone(), ..*given })
        .collect();
    let body = exchanged(program, function, &standing, &function.body)?;
    let inner = body.strip_prefix('{')?;
    let part = |of: fn(&Given) -> String| declared.iter().map(|given| of(given)).collect::<Vec<_>>().join(", ");
    let names = part(|given| format!("{}{}", if given.parameter.mutable { "mut " } else { "" }, given.parameter.name));
    let types = part(|given| given.parameter.ty.as_deref().unwrap_or("_").to_owned());
    let values = part(|given| given.argument.text.clone());
    let text = match declared.len() {
        0 => body,
        1 => format!("{{\n    let {names}: {types} = {values};{inner}"),
        _ => format!("{{\n    let ({names}): ({types}) = ({values});{inner}"),
    };
    Some(Code { text, tightness: Tightness::Any })
}

/// The statements of a body itself.
fn statements<'a>(program: &'a Program, function: &Function) -> Vec<&'a Statement> {
    let inside = |statement: &&Statement| {
        statement.file == function.file
            && function.body.start < statement.range.start
            && statement.range.end < function.body.end
    };
    let first = program.statements.iter().filter(inside).min_by_key(|statement| statement.range.start);
    let all = first.map(|first| &program.blocks[first.block].statements[..]).unwrap_or_default();
    all.iter().map(|&index| &program.statements[index]).collect()
}

/// A part of a body with arguments in the place of parameters, as if it stood at the left margin.
fn exchanged(program: &Program, function: &Function, given: &[Given], part: &Range<usize>) -> Option<String> {
    let mut changes: Vec<Change> = Vec::new();
    for given in given {
        let put = |index: &usize| program.replace(*index, given.argument.clone(), Inline.name());
        changes.extend(given.uses.iter().map(put));
    }
    changes.sort_by_key(|change| std::cmp::Reverse(change.range.start));
    let mut text = program.text(&function.file, part).to_owned();
    for change in changes {
        let start = change.range.start.checked_sub(part.start)?;
        text.replace_range(start..change.range.end - part.start, &change.text);
    }
    Some(layout::flushed(&text, layout::indent_in(program, &function.file, part.start)))
}

#[cfg(test)]
mod tests;
