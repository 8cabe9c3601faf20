//! The file format of rules.
//!
//! ```toml
//! [[rule]]
//! name = "count-ones"
//! find = "while $x:ident != 0 { $n += $x & 1; $x >>= 1; }"
//! where = ["x: unsigned", "n: $N"]
//! put = "$n += $x.count_ones() as $N;\n$x = 0;"
//! ```
//! `find` and `put` may be lists; `choose` gives names to lists of texts that a `put` is tried with. `within` exchanges tokens in what
//! fills a hole, `["body", "$v[$i]", "#item"]`, and leaves it as `$body:found` as it was; `inside` says what else must stand
//! there. Where `find` begins with `fn`, `put` is the new body, and `$old` the old one. A rule with `with` is several: each has other texts for `@name`.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::exchange::Exchange;
use super::pattern::Pattern;
use super::template::Template;
use crate::genome::Edit;

/// The hole that holds what a function did, where a rule is about a whole one.
pub const OLD: &str = "old";

/// A rewrite rule.
#[derive(Debug)]
pub struct Rule {
    /// As events and reports show it, behind `rewrite`; as good as static, because rules are read once.
    pub operator: &'static str,
    pub finds: Vec<(Target, Pattern)>,
    pub puts: Vec<Template>,
    pub conditions: Vec<Condition>,
    /// Texts that a name stands for, one at a time.
    pub choose: BTreeMap<String, Vec<String>>,
    /// What stands somewhere in a hole.
    pub inside: Vec<(String, Pattern)>,
    pub within: Vec<Exchange>,
    /// How else a field may be used, beside what is exchanged; however it likes where there are none.
    pub only: Vec<Pattern>,
    /// Items that a field needs, behind its struct.
    pub beside: Option<Template>,
    /// It only says the same in other words.
    pub rewords: bool,
}

/// What a pattern is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    Expr,
    Statements,
    /// What an arm of a `match` does: a statement without its semicolon.
    Arm,
    Function,
    /// A field of a struct.
    Field,
}

/// `hole: type`, where the type is a class or a type with holes, which are then known.
#[derive(Debug)]
pub struct Condition {
    pub hole: String,
    pub demand: Demand,
}

#[derive(Debug)]
pub enum Demand {
    /// `int`, `unsigned`, `signed`, `float`, `copy`; of statements `straight`.
    Class(Class),
    Type(Pattern),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    Int,
    Unsigned,
    Signed,
    Float,
    Copy,
    /// Statements that do not leave or go on with a loop around them.
    Straight,
}

/// Why a file of rules cannot be used.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {why}")]
pub struct RuleError {
    file: String,
    why: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Its rules only say the same in other words.
    #[serde(default)]
    rewords: bool,
    rule: Vec<toml::Table>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    find: Texts,
    put: Texts,
    #[serde(default, rename = "where")]
    conditions: Vec<String>,
    #[serde(default)]
    choose: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    inside: Vec<(String, String)>,
    #[serde(default)]
    within: Vec<(String, String, String)>,
    #[serde(default)]
    only: Vec<String>,
    beside: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Texts {
    One(String),
    Many(Vec<String>),
}

impl Texts {
    fn list(&self) -> &[String] {
        match self {
            Texts::One(text) => std::slice::from_ref(text),
            Texts::Many(texts) => texts,
        }
    }
}

/// Reads the rules of a file.
///
/// # Errors
/// What is wrong with it, and in which rule.
pub fn parse(file: &str, text: &str) -> Result<Vec<Rule>, RuleError> {
    let wrong = |why: String| RuleError { file: file.to_owned(), why };
    let read: File = toml::from_str(text).map_err(|error| wrong(error.to_string()))?;
    let mut rules = Vec::new();
    for table in read.rule.into_iter().map(versions).collect::<Result<Vec<_>, String>>().map_err(wrong)?.concat() {
        let written: Written = table.try_into().map_err(|error: toml::de::Error| wrong(error.to_string()))?;
        let rule = rule(&written).map_err(|why| wrong(format!("rule `{}`: {why}", written.name)))?;
        rules.push(Rule { rewords: read.rewords, ..rule });
    }
    Ok(rules)
}

/// A rule with each set of texts that it is written for.
fn versions(mut table: toml::Table) -> Result<Vec<toml::Table>, String> {
    let Some(with) = table.remove("with") else { return Ok(vec![table]) };
    let sets: Vec<BTreeMap<String, String>> = with.try_into().map_err(|error| format!("`with`: {error}"))?;
    let version = |set: &BTreeMap<String, String>| {
        let filled = table.iter().map(|(key, value)| (key.clone(), filled(value, set)));
        filled.collect()
    };
    Ok(sets.iter().map(version).collect())
}

/// A value with texts in the place of their names, the longest name first.
fn filled(value: &toml::Value, set: &BTreeMap<String, String>) -> toml::Value {
    match value {
        toml::Value::String(text) => {
            let fill = |text: String, (name, by): (&String, &String)| text.replace(&format!("@{name}"), by);
            toml::Value::String(set.iter().rev().fold(text.clone(), fill))
        }
        toml::Value::Array(values) => toml::Value::Array(values.iter().map(|value| filled(value, set)).collect()),
        other => other.clone(),
    }
}

fn rule(written: &Written) -> Result<Rule, String> {
    let value = written.put.list().iter().any(|put| !put.trim().ends_with([';', '}']));
    let find = |text: &String| match target(text, value) {
        Target::Field => Ok((Target::Field, Pattern::parse(field(text)?)?)),
        target => Ok((target, Pattern::parse(text)?)),
    };
    let mut finds = written.find.list().iter().map(find).collect::<Result<Vec<_>, String>>()?;
    let arms = written.find.list().iter().filter(|text| target(text, value) == Target::Statements);
    for text in arms.filter_map(|text| arm(text)) {
        finds.push((Target::Arm, Pattern::parse(text)?));
    }
    let conditions = written.conditions.iter().map(|text| condition(text)).collect::<Result<Vec<_>, String>>()?;
    let puts: Vec<Template> = written.put.list().iter().map(|text| Template::parse(text)).collect();
    let known = |name: &str| finds.iter().all(|(_, pattern)| pattern.holes().any(|hole| hole == name));
    let within = written.within.iter().map(|written| exchange(written, known));
    let within = within.collect::<Result<Vec<_>, String>>()?;
    let stands = |(hole, text): &(String, String)| Ok((hole.clone(), Pattern::parse(text)?));
    let inside = written.inside.iter().map(stands).collect::<Result<Vec<_>, String>>()?;
    let only = written.only.iter().map(|text| Pattern::parse(text)).collect::<Result<Vec<_>, String>>()?;
    if written.name.is_empty() || !written.name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err("a name is letters, digits and `-`".into());
    }
    let of_field = finds.iter().any(|(target, _)| *target == Target::Field);
    let kind = if of_field { Edit::FIELD } else { Edit::RULE };
    let operator: &str = Box::leak(format!("{kind}{}", written.name).into_boxed_str());
    let beside = written.beside.as_deref().map(Template::parse);
    let nameless = |pattern: &Pattern| pattern.holes().all(|hole| hole != "f");
    if finds.iter().any(|(target, pattern)| *target == Target::Field && nameless(pattern)) {
        return Err("the name of a field is the hole `$f`".into());
    }
    if beside.is_some() && finds.iter().any(|(target, _)| *target != Target::Field) {
        return Err("`beside` is for rules about fields of a struct".into());
    }
    let rule = Rule {
        operator,
        finds,
        puts,
        conditions,
        choose: written.choose.clone(),
        inside,
        within,
        only,
        beside,
        rewords: false,
    };
    for (_, pattern) in &rule.finds {
        for name in rule.puts.iter().flat_map(Template::holes) {
            let by_type = rule.conditions.iter().any(|condition| match &condition.demand {
                Demand::Type(demand) => demand.holes().any(|hole| hole == name),
                Demand::Class(_) => false,
            });
            let by_place = rule.inside.iter().any(|(_, pattern)| pattern.holes().any(|hole| hole == name));
            let by_target = name == OLD && rule.finds.iter().all(|(target, _)| *target == Target::Function);
            let by_find = rule.choose.contains_key(name) || pattern.holes().any(|hole| hole == name);
            if !by_type && !by_place && !by_target && !by_find {
                return Err(format!("`put` speaks of `${name}`, which `find` does not know"));
            }
        }
    }
    Ok(rule)
}

fn exchange((hole, from, to): &(String, String, String), known: impl Fn(&str) -> bool) -> Result<Exchange, String> {
    match Pattern::parse(from)? {
        from if from.is_hole() && !from.holes().all(known) => Err(format!("`within` exchanges all of `{hole}`")),
        from => Ok(Exchange { hole: hole.clone(), from, to: Template::parse(to) }),
    }
}

/// What a pattern is compared with. `value`: what is put is one, and so must be an `if` or a block that it takes the place of.
fn target(text: &str, value: bool) -> Target {
    let text = text.trim();
    let begins = |words: &[&str]| words.iter().any(|word| text.starts_with(word));
    match () {
        () if begins(&["fn "]) => Target::Function,
        () if begins(&["struct "]) => Target::Field,
        () if begins(&["let ", "for ", "while "]) || text.ends_with(';') || text.ends_with(":stmts") => {
            Target::Statements
        }
        () if text.ends_with('}') && !value => Target::Statements,
        () => Target::Expr,
    }
}

/// A single statement without its semicolon.
fn arm(text: &str) -> Option<&str> {
    let inner = text.trim().strip_suffix(';')?;
    let begins = |words: &[&str]| words.iter().any(|word| inner.starts_with(word));
    (!inner.contains([';', '{']) && !begins(&["let ", "for ", "while "])).then_some(inner)
}

/// The field in a struct.
fn field(text: &str) -> Result<&str, String> {
    let inside = text.split_once('{').and_then(|(_, rest)| rest.rsplit_once('}'));
    inside.map(|(field, _)| field).ok_or_else(|| format!("`{text}` has no field in braces"))
}

fn condition(text: &str) -> Result<Condition, String> {
    let (hole, demand) = text.split_once(':').ok_or_else(|| format!("`{text}` is not `hole: type`"))?;
    let demand = match demand.trim() {
        "int" => Demand::Class(Class::Int),
        "unsigned" => Demand::Class(Class::Unsigned),
        "signed" => Demand::Class(Class::Signed),
        "float" => Demand::Class(Class::Float),
        "copy" => Demand::Class(Class::Copy),
        "straight" => Demand::Class(Class::Straight),
        ty => Demand::Type(Pattern::parse(&with_kinds(ty))?),
    };
    Ok(Condition { hole: hole.trim().to_owned(), demand })
}

/// Holes in a type are types.
fn with_kinds(ty: &str) -> String {
    let mut out = String::new();
    let mut rest = ty;
    while let Some(at) = rest.find('$') {
        let end = at + 1 + rest[at + 1..].chars().take_while(|c| c.is_alphanumeric() || *c == '_').count();
        out.push_str(&rest[..end]);
        out.push_str(":ty");
        rest = &rest[end..];
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rule_that_is_written_for_several_texts_is_several_rules() {
        let with = "with = [{ op = \"+\", opposite = \"-\" }, { op = \"-\", opposite = \"+\" }]";
        let text = format!("[[rule]]\nname = \"a\"\n{with}\nfind = \"$x @op $y\"\nput = [\"$x @opposite (-$y)\"]\n");
        let rules = parse("my.toml", &text).unwrap();
        let puts = ["$x - (-$y)", "$x + (-$y)"].map(|put| vec![Template::parse(put)]);
        assert_eq!(rules.into_iter().map(|rule| rule.puts).collect::<Vec<_>>(), puts);
        let wrong = parse("my.toml", &text.replace("[{", "[1, {")).unwrap_err().to_string();
        assert!(wrong.starts_with("my.toml: `with`: "), "{wrong}");
    }

    #[test]
    fn a_rule_says_what_is_wrong_with_it() {
        let wrong = |text: &str| parse("my.toml", text).unwrap_err().to_string();
        let put = wrong("[[rule]]\nname = \"a\"\nfind = \"$x + 1\"\nput = \"$y\"\n");
        assert_eq!(put, "my.toml: rule `a`: `put` speaks of `$y`, which `find` does not know");
        let kind = wrong("[[rule]]\nname = \"a\"\nfind = \"$x:word + 1\"\nput = \"$x\"\n");
        assert!(kind.contains("`word` is no kind of hole"), "{kind}");
        let field = wrong("[[rule]]\nname = \"a\"\nfind = \"struct _ { $g:ident: u8 }\"\nput = \"$g: u16\"\n");
        assert!(field.ends_with("the name of a field is the hole `$f`"), "{field}");
        assert!(wrong("[[rule]]\nname = \"a\"\nput = \"$x\"\n").contains("find"));
    }

    #[test]
    fn what_a_pattern_is_compared_with_shows_in_its_text() {
        let of = |text: &str| target(text, false);
        assert_eq!([of("$x + 1"), of("f($x);"), of("fn f() {}")], [Target::Expr, Target::Statements, Target::Function]);
        assert_eq!([of("if $c { f(); }"), of("for $x in $v {} $y")], [Target::Statements; 2]);
        assert_eq!(target("if $c { $x } else { $y }", true), Target::Expr);
    }
}
