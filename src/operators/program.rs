//! A program as operators see it: functions, statements, expressions and names with their places in
//! the text, and what rustc said about types. Plain data: no syntax tree survives here.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use rand::{Rng, RngExt};

use super::code::{Code, Tightness};
use super::constant::Values;
use super::donor::Donors;
use super::rules::{self, Rewriting, Rules};
use crate::component::Sources;
use crate::genome::Change;

/// A rendered candidate, taken apart.
#[derive(Debug, Default)]
pub struct Program {
    pub sources: Sources,
    /// Functions and consts that may be edited.
    pub functions: Vec<Function>,
    pub exprs: Vec<Expr>,
    pub statements: Vec<Statement>,
    pub blocks: Vec<Block>,
    pub arms: Vec<Arm>,
    pub bindings: Vec<Binding>,
    /// Rules to rewrite it by.
    pub rules: Arc<Rules>,
    /// Code to transplant into it.
    pub donors: Arc<Donors>,
    /// What code of the seed comes to that depends on nothing.
    pub values: Arc<Values>,
    /// What the rules make of it, once somebody asks.
    pub rewritten: OnceLock<Vec<Rewriting>>,
}

/// A function body or the value of a const.
#[derive(Debug)]
pub struct Function {
    pub file: Arc<str>,
    /// As a dependent crate writes it, without the crate: `cache::Lru::get`.
    pub path: String,
    /// The whole item, from the first token of its signature.
    pub range: Range<usize>,
    /// The block of a function, braces included; empty for a const.
    pub body: Range<usize>,
    /// The type it returns, as written; `()` if nothing is written.
    pub returns: String,
    /// How likely a site is sought here, relative to the other functions; above 0.
    pub weight: f64,
    /// Bodies that donors can give it, once somebody asks, with how far-fetched each is.
    pub transplants: OnceLock<Vec<(i64, Change)>>,
}

impl Function {
    /// Whether nothing stands between a byte and the body.
    pub fn follows(&self, program: &Program, at: usize) -> bool {
        let between = program.text(&self.file, &(at..self.body.start)).trim();
        at <= self.body.start && (between.is_empty() || between.starts_with("where ") || between.starts_with("where\n"))
    }
}

/// What an expression is used for; it limits what may stand there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Its value is used.
    Value,
    /// Looked into or borrowed: `e.field`, `e[i]`, `e.method()`, `&e`.
    Base,
    /// Written to: `e = 1`, `&mut e`.
    Target,
    /// A statement of its own.
    Statement,
    /// The function of a call, a `let` in a condition: not to be replaced.
    Fixed,
}

/// The kinds of expressions that operators tell apart. Numbers are indices into [`Program::exprs`].
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// `a + b`, `a < b`, `a && b`.
    Binary {
        left: usize,
        operator: Range<usize>,
        right: usize,
    },
    /// `a += b`.
    Compound {
        operator: Range<usize>,
    },
    /// `!a`, `-a`, `*a`.
    Prefix {
        operator: char,
        inner: usize,
    },
    Literal,
    /// A variable or const by its bare name.
    Name,
    Path,
    Call {
        arguments: Vec<usize>,
    },
    Method {
        receiver: usize,
        name: Range<usize>,
        arguments: Vec<usize>,
    },
    Cast {
        inner: usize,
    },
    Field,
    Index,
    If,
    Range {
        limits: Range<usize>,
    },
    Parentheses,
    Other,
}

/// One expression.
#[derive(Debug)]
pub struct Expr {
    pub file: Arc<str>,
    pub range: Range<usize>,
    pub function: usize,
    pub parent: Option<usize>,
    pub role: Role,
    pub shape: Shape,
    /// As rustc prints it, or as the text shows where rustc was not asked.
    pub ty: Option<Arc<str>>,
    pub tightness: Tightness,
    /// What its place demands.
    pub demanded: Tightness,
    /// In the head of an `if`, `while`, `for` or `match`, where a struct literal needs parentheses.
    pub head: bool,
    /// The condition of an `if` or `while`.
    pub condition: bool,
    /// In a macro's arguments.
    pub in_macro: bool,
}

/// One statement.
#[derive(Debug)]
pub struct Statement {
    pub file: Arc<str>,
    /// Semicolon included.
    pub range: Range<usize>,
    pub function: usize,
    /// Index into [`Program::blocks`], and the place in it.
    pub block: usize,
    pub index: usize,
    /// The names that a `let` declares.
    pub declares: Vec<String>,
    /// Whether it is a `let`.
    pub is_let: bool,
    /// The value of its block: cannot be moved or removed.
    pub is_value: bool,
    /// In a loop, and not in a closure inside of it.
    pub in_loop: bool,
    /// In a loop that `break` can leave.
    pub can_break: bool,
    pub in_closure: bool,
}

/// A block's statements, as indices into [`Program::statements`].
#[derive(Debug, Default)]
pub struct Block {
    pub statements: Vec<usize>,
}

/// A way that a `match` or an `if let` can go, if its pattern fits and nothing else is asked.
#[derive(Debug)]
pub struct Arm {
    /// The whole of which it is one way.
    pub expr: usize,
    /// The expression that is looked at.
    pub of: usize,
    pub pattern: Range<usize>,
    pub body: Range<usize>,
}

/// A name for a value, and where it can be used.
#[derive(Debug, Clone)]
pub struct Binding {
    pub file: Arc<str>,
    pub name: String,
    pub ty: Option<Arc<str>>,
    /// Where the name is visible, later declarations of the same name apart.
    pub visible: Range<usize>,
    pub mutable: bool,
    /// Declared by a number whose type rustc finds out later: methods may not be called on it.
    pub ambiguous: bool,
}

impl Program {
    /// The text of a range of a file.
    pub fn text(&self, file: &str, range: &Range<usize>) -> &str {
        self.sources.get(file).and_then(|text| text.get(range.clone())).unwrap_or_default()
    }

    /// The text of an expression.
    pub fn source(&self, expr: &Expr) -> &str {
        self.text(&expr.file, &expr.range)
    }

    /// An expression as a piece for a new one, without the parentheses around it.
    pub fn code(&self, index: usize) -> Code {
        let expr = &self.exprs[index];
        if expr.shape == Shape::Parentheses
            && self.exprs.get(index + 1).is_some_and(|inner| inner.parent == Some(index))
        {
            return self.code(index + 1);
        }
        Code { text: self.source(expr).to_owned(), tightness: expr.tightness }
    }

    /// Whether an expression is a number whose type only its use decides: `1`, `if a { 0 } else { 1 }`.
    /// rustc refuses method calls on it.
    pub fn is_ambiguous(&self, index: usize) -> bool {
        let expr = &self.exprs[index];
        let within = |part: &Expr| part.file == expr.file && part.range.start < expr.range.end;
        let parts = || self.exprs[index + 1..].iter().take_while(|part| within(part));
        let bare = |part: &Expr| {
            let text = self.source(part);
            part.shape == Shape::Literal && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'_')
        };
        match &expr.shape {
            Shape::Literal => bare(expr),
            Shape::Name => {
                self.resolve(&expr.file, expr.range.start, self.source(expr)).is_some_and(|name| name.ambiguous)
            }
            Shape::Binary { left, right, .. } => self.is_ambiguous(*left) && self.is_ambiguous(*right),
            Shape::Prefix { inner, .. } => self.is_ambiguous(*inner),
            Shape::Parentheses => self.is_ambiguous(index + 1),
            Shape::If | Shape::Other => parts().any(bare),
            _ => false,
        }
    }

    /// The change that puts `code` in the place of an expression, with the parentheses it then needs.
    pub fn replace(&self, index: usize, code: Code, operator: &'static str) -> Change {
        let mut target = &self.exprs[index];
        while let Some(parent) = target.parent.map(|parent| &self.exprs[parent])
            && parent.shape == Shape::Parentheses
        {
            target = parent;
        }
        let mut code = code.held(target.demanded);
        if target.head && code.text.contains('{') && code.tightness != Tightness::Any {
            code = Code::atom(format!("({})", code.text));
        }
        Change { file: target.file.clone(), range: target.range.clone(), text: code.text, operator }
    }

    /// The change that replaces a part of an expression, such as its operator's sign or a method's name.
    pub fn replace_part(&self, index: usize, part: &Range<usize>, text: &str, operator: &'static str) -> Change {
        Change { file: self.exprs[index].file.clone(), range: part.clone(), text: text.to_owned(), operator }
    }

    /// The names that can be used at `at`, the innermost of each name only.
    pub fn scope(&self, file: &str, at: usize) -> Vec<&Binding> {
        let mut found: Vec<&Binding> = Vec::new();
        for binding in self.bindings.iter().rev() {
            let visible = &*binding.file == file && binding.visible.contains(&at);
            if visible && !found.iter().any(|other| other.name == binding.name) {
                found.push(binding);
            }
        }
        found.reverse();
        found
    }

    /// The declaration that `name` refers to at `at`.
    pub fn resolve(&self, file: &str, at: usize, name: &str) -> Option<&Binding> {
        let named = |binding: &&Binding| binding.name == name && &*binding.file == file;
        self.bindings.iter().rev().filter(named).find(|binding| binding.visible.contains(&at))
    }

    /// The variable that is declared by the name in a range.
    pub fn declared_at(&self, file: &str, range: &Range<usize>) -> Option<&Binding> {
        let name = self.text(file, range);
        let behind =
            |binding: &&Binding| binding.name == name && &*binding.file == file && range.end <= binding.visible.start;
        let used = |expr: &Expr| &*expr.file == file && expr.range == *range;
        let first = self.bindings.iter().filter(behind).min_by_key(|binding| binding.visible.start)?;
        // What declares it is one statement, or the head of a loop or closure.
        let between = self.text(file, &(range.end..first.visible.start));
        let declares = !between.contains([';', '}']) && !self.exprs.iter().any(used);
        declares.then_some(first)
    }

    /// The names used in a range, and the places of their uses.
    pub fn names_in<'a>(&'a self, file: &'a str, range: &'a Range<usize>) -> impl Iterator<Item = &'a Expr> {
        let inside = move |expr: &&Expr| {
            expr.shape == Shape::Name
                && &*expr.file == file
                && range.start <= expr.range.start
                && expr.range.end <= range.end
        };
        self.exprs.iter().filter(inside)
    }

    /// Whether code from `range` means the same at `at`: every name in it that is declared outside of it
    /// is there too, with the same type.
    pub fn fits(&self, file: &str, range: &Range<usize>, at_file: &str, at: usize) -> bool {
        self.names_in(file, range).all(|used| {
            let name = self.source(used);
            let Some(here) = self.resolve(file, used.range.start, name) else { return file == at_file };
            // The body of a closure begins where its parameters become visible: they are not its own.
            let own = range.start < here.visible.start && here.visible.end <= range.end;
            own || self
                .resolve(at_file, at, name)
                .is_some_and(|there| there.ty == here.ty && there.mutable == here.mutable)
        })
    }

    /// One of the expressions that `want` it: first a function by its weight, then one in it.
    pub fn pick(&self, rng: &mut dyn Rng, mut want: impl FnMut(&Expr) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.exprs.len()).filter(|&index| want(&self.exprs[index])).collect();
        self.pick_weighted(rng, &found, |index| self.exprs[index].function)
    }

    /// One of the statements that `want` it, chosen as [`Program::pick`] does.
    pub fn pick_statement(&self, rng: &mut dyn Rng, mut want: impl FnMut(&Statement) -> bool) -> Option<usize> {
        let found: Vec<usize> = (0..self.statements.len()).filter(|&index| want(&self.statements[index])).collect();
        self.pick_weighted(rng, &found, |index| self.statements[index].function)
    }

    fn pick_weighted(&self, rng: &mut dyn Rng, found: &[usize], function: impl Fn(usize) -> usize) -> Option<usize> {
        let chosen = self.pick_function(rng, found.iter().map(|&index| function(index)))?;
        let inside: Vec<usize> = found.iter().copied().filter(|&index| function(index) == chosen).collect();
        one_of(rng, &inside).copied()
    }

    /// One of those rewritings that are a single change, in a function that is chosen by its weight.
    pub fn pick_rewriting(&self, rng: &mut dyn Rng, all: &[Rewriting]) -> Option<Change> {
        let single = || all.iter().filter(|rewriting| rewriting.changes.len() == 1);
        let chosen = self.pick_function(rng, single().map(|rewriting| rewriting.function))?;
        let inside: Vec<&Rewriting> = single().filter(|rewriting| rewriting.function == chosen).collect();
        one_of(rng, &inside).and_then(|rewriting| rewriting.changes.first().cloned())
    }

    /// One of some functions, by its weight.
    pub fn pick_function(&self, rng: &mut dyn Rng, functions: impl Iterator<Item = usize>) -> Option<usize> {
        let mut functions: Vec<usize> = functions.collect();
        functions.dedup();
        let total: f64 = functions.iter().map(|&f| self.functions[f].weight).sum();
        let mut left = rng.random::<f64>() * total;
        let mut reached = |f: &&usize| {
            left -= self.functions[**f].weight;
            left <= 0.0
        };
        functions.iter().find(&mut reached).or(functions.last()).copied()
    }

    /// Where what a function begins with ends, if that refuses arguments: assertions, and conditions under which it returns.
    pub fn guards(&self, function: usize) -> Option<usize> {
        let first = self.statements.iter().filter(|statement| statement.function == function);
        let first = first.min_by_key(|statement| statement.range.start)?;
        let body = self.blocks[first.block].statements.iter().map(|&index| &self.statements[index]);
        let refuses = |statement: &&Statement| {
            let text = self.text(&statement.file, &statement.range);
            text.starts_with("assert") || text.starts_with("if ") && text.contains("return") && !text.contains("else")
        };
        body.take_while(refuses).last().map(|statement| statement.range.end)
    }

    /// What the rules make of it.
    pub fn rewrites(&self) -> &[Rewriting] {
        self.rewritten.get_or_init(|| rules::all(self))
    }
}

/// One of `choices`; `None` if there is none.
pub fn one_of<'a, T>(rng: &mut dyn Rng, choices: &'a [T]) -> Option<&'a T> {
    if choices.is_empty() { None } else { Some(&choices[rng.random_range(0..choices.len())]) }
}
