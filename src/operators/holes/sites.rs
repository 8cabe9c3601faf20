//! Which expressions of a program can be holes, and what an expression in their place can be made of.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::language::{BOOL, Expr, OPERATIONS, Scalar, U32, Unary};
use crate::operators::code::{Code, Tightness};
use crate::operators::program::{Program, Role, Shape};

/// Something in scope with a scalar value.
#[derive(Debug, Clone, PartialEq)]
pub struct Input {
    /// How it is written.
    pub code: Code,
    pub ty: Scalar,
    /// What it costs to look at, about, in cycles.
    pub weight: u64,
}

/// An expression of scalar type that others can stand for.
#[derive(Debug)]
pub struct Site {
    /// Its index in [`Program::exprs`].
    pub expr: usize,
    pub ty: Scalar,
    pub inputs: Vec<Input>,
    /// Inputs that cannot be had there, as bits.
    pub forgotten: u64,
    /// What stands there now, as far as it can be said in these inputs.
    pub own: Option<Arc<Expr>>,
    /// Numbers that the program speaks of, of the types that it gives them.
    pub numbers: Vec<(u64, Scalar)>,
    /// Overflow is no accident in this function.
    pub wraps: bool,
}

/// Most inputs of a site.
const INPUTS: usize = 8;
/// Longest text of an input.
const LONG: usize = 60;
/// Most numbers that are taken from the program, of each type.
const NUMBERS: usize = 8;

/// The sites of a program. One that is a part of another's expression is none by itself: whoever changes the whole can
/// change the part.
pub fn sites(program: &Program) -> Vec<Site> {
    let mut covered = BTreeSet::new();
    let mut found = Vec::new();
    for index in 0..program.exprs.len() {
        if covered.contains(&index) || !suits(program, index) {
            continue;
        }
        let Some(ty) = scalar(program, index) else { continue };
        let mut inputs = Inputs { program, site: index, found: Vec::new(), covered: &mut covered };
        let own = inputs.read(index).map(Arc::new);
        inputs.surroundings();
        let inputs = inputs.found;
        let function = &program.functions[program.exprs[index].function];
        let wraps = program.text(&function.file, &function.body).contains("wrapping_");
        found.push(Site { expr: index, ty, inputs, forgotten: 0, own, numbers: numbers(program), wraps });
    }
    found
}

fn suits(program: &Program, index: usize) -> bool {
    let expr = &program.exprs[index];
    let function = &program.functions[expr.function];
    let head = program.text(&function.file, &(function.range.start..function.body.start.max(function.range.start)));
    let constant = function.body.is_empty() || head.split_whitespace().any(|word| word == "const");
    expr.role == Role::Value
        && !expr.in_macro
        && !constant
        && !matches!(expr.shape, Shape::Parentheses | Shape::If | Shape::Other | Shape::Range { .. })
}

fn scalar(program: &Program, index: usize) -> Option<Scalar> {
    Scalar::named(program.exprs[index].ty.as_deref()?)
}

/// Numbers that stand in the program.
fn numbers(program: &Program) -> Vec<(u64, Scalar)> {
    let mut found: Vec<(u64, Scalar)> = Vec::new();
    for (index, expr) in program.exprs.iter().enumerate().filter(|(_, expr)| expr.shape == Shape::Literal) {
        let Some(ty) = scalar(program, index).filter(|ty| ty.is_int()) else { continue };
        let Some(value) = number(program.source(expr), ty) else { continue };
        if !found.contains(&(value, ty)) && found.iter().filter(|(_, of)| *of == ty).count() < NUMBERS {
            found.push((value, ty));
        }
    }
    found
}

/// A literal's value.
fn number(text: &str, ty: Scalar) -> Option<u64> {
    match (text, ty) {
        ("true", BOOL) => return Some(1),
        ("false", BOOL) => return Some(0),
        _ => {}
    }
    match syn::parse_str(text).ok()? {
        syn::Lit::Int(literal) => ty.value(literal.base10_parse().ok()?),
        syn::Lit::Byte(literal) => Some(u64::from(literal.value())),
        _ => None,
    }
}

struct Inputs<'a> {
    program: &'a Program,
    site: usize,
    found: Vec<Input>,
    covered: &'a mut BTreeSet<usize>,
}

impl Inputs<'_> {
    /// An expression of the program in the language of holes. What it cannot say becomes an input as a whole.
    fn read(&mut self, index: usize) -> Option<Expr> {
        let ty = scalar(self.program, index)?;
        self.covered.insert(index);
        match self.inside(index, ty) {
            Some(expr) if expr.ty() == ty => Some(expr),
            _ => self.whole(index, ty),
        }
    }

    fn inside(&mut self, index: usize, ty: Scalar) -> Option<Expr> {
        let program = self.program;
        let expr = &program.exprs[index];
        match &expr.shape {
            Shape::Parentheses => self.read(index + 1),
            Shape::Literal => Some(Expr::Constant(number(program.source(expr), ty)?, ty)),
            Shape::Prefix { operator, inner } => {
                let operation = match operator {
                    '!' => Unary::Not,
                    '-' => Unary::Neg,
                    _ => return None,
                };
                Some(Expr::Unary(operation, Arc::new(self.read(*inner)?)))
            }
            Shape::Cast { inner } => Some(Expr::Unary(Unary::Cast(ty), Arc::new(self.read(*inner)?))),
            Shape::Call { arguments } => {
                let [argument] = arguments[..] else { return None };
                let name = program.source(expr).split('(').next()?;
                let from = name.strip_suffix("::from").is_some_and(|name| name == ty.name);
                scalar(program, argument).filter(|_| from)?;
                Some(Expr::Unary(Unary::Cast(ty), Arc::new(self.read(argument)?)))
            }
            Shape::Binary { left, operator, right } => {
                let sign = match program.text(&expr.file, operator) {
                    "&&" => "&",
                    "||" => "|",
                    sign => sign,
                };
                let (left, right) = match sign {
                    ">" => ("<", (*right, *left)),
                    ">=" => ("<=", (*right, *left)),
                    _ => (sign, (*left, *right)),
                };
                self.both(left, right.0, right.1)
            }
            Shape::Method { receiver, name, arguments } => {
                let [argument] = arguments[..] else { return None };
                self.both(program.text(&expr.file, name), *receiver, argument)
            }
            _ => None,
        }
    }

    fn both(&mut self, sign: &str, left: usize, right: usize) -> Option<Expr> {
        let (operation, ..) = OPERATIONS.into_iter().find(|(.., known)| *known == sign)?;
        let (one, two) = (scalar(self.program, left)?, scalar(self.program, right)?);
        if !operation.shifts() && one != two {
            return None;
        }
        Some(Expr::Binary(operation, Arc::new(self.read(left)?), Arc::new(self.read(right)?)))
    }

    /// An expression as an input.
    fn whole(&mut self, index: usize, ty: Scalar) -> Option<Expr> {
        let expr = &self.program.exprs[index];
        let text = self.program.source(expr);
        let jumps = ["return", "break", "continue"].iter().any(|word| text.contains(word));
        if text.len() > LONG || jumps || text.contains(['{', '?', '|', '\n']) || text.contains("&mut") {
            return None;
        }
        // What is in a call is not changed with the whole.
        let within = |part: &usize| {
            let part = &self.program.exprs[*part];
            part.file == expr.file && expr.range.start <= part.range.start && part.range.end <= expr.range.end
        };
        (index + 1..self.program.exprs.len()).take_while(within).for_each(|part| _ = self.covered.remove(&part));
        let weight = match text {
            _ if text.ends_with(".len()") => 0,
            _ if text.contains('(') => 6,
            _ => u64::from(text.contains('[')),
        };
        self.add(Input { code: Code { text: text.to_owned(), tightness: expr.tightness }, ty, weight })
    }

    fn add(&mut self, input: Input) -> Option<Expr> {
        let ty = input.ty;
        let known = self.found.iter().position(|known| known.code == input.code && known.ty == ty);
        let place = match known {
            Some(place) => place,
            None if self.found.len() < INPUTS => {
                self.found.push(input);
                self.found.len() - 1
            }
            None => return None,
        };
        Some(Expr::Input(place, ty))
    }

    /// What else is in scope, the nearest first.
    fn surroundings(&mut self) {
        let program = self.program;
        let site = &program.exprs[self.site];
        let function = &program.functions[site.function];
        for binding in program.scope(&site.file, site.range.start).into_iter().rev() {
            let Some(ty) = binding.ty.as_deref().filter(|_| function.body.contains(&binding.visible.start)) else {
                continue;
            };
            let name = Code::atom(&*binding.name);
            let pointed = ty.strip_prefix("&mut ").or_else(|| ty.strip_prefix('&'));
            let counted = ["[", "Vec<", "str", "String"].iter().any(|of| pointed.unwrap_or(ty).starts_with(of));
            let input = match (Scalar::named(ty), pointed.and_then(Scalar::named), ty) {
                (Some(ty), ..) => Input { code: name, ty, weight: 0 },
                (_, Some(ty), _) => Input { code: Code::prefix("*", name), ty, weight: 0 },
                (.., "char") => Input { code: Code::call("u32::from", &[name]), ty: U32, weight: 0 },
                _ if counted => match Scalar::named("usize") {
                    Some(ty) => Input { code: Code::method(name, "len", &[]), ty, weight: 0 },
                    None => continue,
                },
                _ => continue,
            };
            self.add(input);
        }
        let fields = program.exprs.iter().enumerate().filter(|(_, expr)| {
            expr.shape == Shape::Field
                && expr.function == site.function
                && program.fits(&expr.file, &expr.range, &site.file, site.range.start)
        });
        for (index, expr) in fields {
            let text = program.source(expr);
            let path = text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'.');
            if let Some(ty) = scalar(program, index).filter(|_| path) {
                self.add(Input { code: Code { text: text.to_owned(), tightness: Tightness::Postfix }, ty, weight: 0 });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::language::Expr;
    use super::*;
    use crate::operators::testing::program;

    /// Each site as it stands, its inputs, and what it is read as.
    fn found(source: &str) -> Vec<(String, Vec<String>, Option<String>)> {
        let program = program(source);
        let shown = |site: Site| {
            let text = program.source(&program.exprs[site.expr]).to_owned();
            let inputs = site.inputs.iter().map(|input| input.code.text.clone()).collect();
            let own = site.own.as_ref().map(|own: &Arc<Expr>| site.print(own).text);
            (text, inputs, own)
        };
        sites(&program).into_iter().map(shown).collect()
    }

    #[test]
    fn what_can_be_said_is_read_and_the_rest_is_an_input() {
        let sites = found("fn f(x: u32, y: u64, list: &[u32]) -> u64 { g(x) as u64 ^ y * 33u64 }");
        // What an input is computed from is a site of its own.
        assert_eq!(sites.iter().map(|site| &*site.0).collect::<Vec<_>>()[1..], ["x"]);
        assert_eq!(sites[0].2.as_deref(), Some("g(x) as u64 ^ (y * 33)"));
        assert_eq!(sites[0].1, ["g(x) as u64", "y", "list.len()", "x"]);
    }

    #[test]
    fn nothing_in_a_constant_or_a_macro_or_without_a_scalar_type_is_a_site() {
        let source = "const N: u32 = 3 + 4; const fn c(x: u32) -> u32 { x + 1 } \
            fn f(x: u32, s: &str) { assert!(x > 3); let y: &str = s; }";
        assert_eq!(found(source), []);
    }

    #[test]
    fn conditions_bounds_and_numbers_are_sites() {
        let texts: Vec<String> = found("fn f(n: usize) { let mut i: usize = 0usize; while i < n { i += 1usize; } }")
            .into_iter()
            .map(|s| s.0)
            .collect();
        assert_eq!(texts, ["0usize", "i < n", "1usize"]);
    }
}
