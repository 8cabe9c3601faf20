//! Where the time of the seed goes: samples of a worker's program counter, by function of the component.
//!
//! The search looks where time is spent, and the report shows what share of it lies in code that may be edited. This
//! module knows addresses, line tables and functions; it must not know how samples are taken or what a candidate is.

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::path::Path;

use crate::build::{BuildError, Form, Program, Slot, Toolchain};
use crate::component::Sources;
use crate::component::types::TypeMap;
use crate::operators::{View, Weights, take_apart};
use crate::replay::outcome::Sample;
use crate::report::{Place, ProfileLine};

/// Builds in advance what the worker to be sampled needs of anything but the seed. Whether it can is told when it is used.
pub fn prepare(toolchain: &Toolchain) {
    toolchain.prepare(&Form { profile: true, ..Form::default() });
}

/// Builds the worker to be sampled.
///
/// # Errors
/// As [`Toolchain::build`].
pub fn build(toolchain: &Toolchain, slot: &mut Slot, sources: &Sources) -> Result<Program, BuildError> {
    // With the C library linked in, `memcmp` and `malloc` lie at addresses of the file too. Not every machine has it.
    let named = Form { profile: true, flags: vec!["-Ctarget-feature=+crt-static".into()], ..Form::default() };
    match toolchain.build(slot, sources, &named, "profile") {
        Err(BuildError::Rejected(_)) => toolchain.build(slot, sources, &Form { flags: Vec::new(), ..named }, "profile"),
        built => built,
    }
}

/// The share of samples of each function, the largest first; shares add up to 1.
///
/// `program` is the sampled worker, `lib` the name of the library in it, `dir` the folder in which that was compiled,
/// `view` its sources and what of them may be edited. What the standard library and the allocator do counts for the function of the
/// component that called them. Nothing is said if the program cannot be read or nothing was sampled.
pub fn attribute(program: &Path, samples: &[Sample], lib: &str, dir: &Path, view: &View) -> Vec<ProfileLine> {
    let Ok(loader) = addr2line::Loader::new(program) else { return Vec::new() };
    let map = Map::new(lib, dir, view);
    let mut known: HashMap<u64, (String, Place)> = HashMap::new();
    let mut owner = |address: u64| {
        let settle = || map.settle(&steps(&loader, address), symbol(&loader, address).as_deref());
        known.entry(address).or_insert_with(settle).clone()
    };
    let mut found: BTreeMap<(String, Place), u64> = BTreeMap::new();
    for [address, callers @ ..] in samples {
        let mut to = owner(*address);
        if matches!(to.1, Place::Std | Place::Allocator | Place::Unknown) {
            // A return address is that of the instruction after the call.
            let mut callers = callers.iter().filter(|caller| **caller != 0).map(|caller| owner(caller - 1));
            to = callers.find(|(_, place)| matches!(place, Place::Component | Place::Harness)).unwrap_or(to);
        }
        *found.entry(to).or_default() += 1;
    }
    let share = |count: u64| count as f64 / samples.len() as f64;
    let line = |((name, place), count): ((String, Place), u64)| {
        let sites = if place == Place::Component { map.sites.get(&name).copied().unwrap_or(0) } else { 0 };
        ProfileLine { name, place, share: share(count), sites }
    };
    let mut lines: Vec<ProfileLine> = found.into_iter().map(line).collect();
    lines.sort_by(|a, b| b.share.total_cmp(&a.share));
    lines
}

/// What the search makes of a profile: weights of sites, such that a function as a whole is chosen by its share and a
/// floor. The floor is high and sites are shared out, because time is often spent where it is not caused: a poor hash
/// function is quick, and the chains that it makes are long.
pub fn weights(lines: &[ProfileLine]) -> Weights {
    const FLOOR: f64 = 0.25;
    // Brings the weights of small functions above what a function without a sample gets.
    const SCALE: f64 = 10.0;
    let component = lines.iter().filter(|line| line.place == Place::Component && line.sites > 0);
    Weights::new(component.map(|line| (line.name.clone(), SCALE * (FLOOR + line.share) / line.sites as f64)))
}

/// One of the functions that are inlined into one another at an address.
#[derive(Debug, Default)]
struct Step {
    file: String,
    line: usize,
    /// In bytes, from 1; 0: not known.
    column: usize,
    function: String,
}

/// The innermost first.
fn steps(loader: &addr2line::Loader, address: u64) -> Vec<Step> {
    let mut steps = Vec::new();
    let Ok(mut frames) = loader.find_frames(address) else { return steps };
    while let Ok(Some(frame)) = frames.next() {
        let function = frame.function.and_then(|name| name.demangle().ok().map(|name| without_hash(&name).to_owned()));
        let place = frame.location;
        steps.push(Step {
            file: place.as_ref().and_then(|place| place.file).unwrap_or_default().to_owned(),
            line: place.as_ref().and_then(|place| place.line).unwrap_or_default() as usize,
            column: place.as_ref().and_then(|place| place.column).unwrap_or_default() as usize,
            function: function.unwrap_or_default(),
        });
    }
    steps
}

/// The linker's name for what lies at an address of the program itself.
fn symbol(loader: &addr2line::Loader, address: u64) -> Option<String> {
    let code = loader.get_section_range(b".text")?;
    (code.begin..code.end).contains(&address).then(|| loader.find_symbol(address).map(str::to_owned))?
}

/// `a::b::h0123456789abcdef` without its end.
fn without_hash(name: &str) -> &str {
    match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => path,
        _ => name,
    }
}

/// From places in files to functions.
struct Map<'a> {
    /// As the compiler writes it before the names of files; ends in `/`.
    dir: String,
    /// Name of the library.
    lib: &'a str,
    sources: &'a Sources,
    /// File, place and path of every function, editable or not.
    functions: Vec<(String, Range<usize>, String)>,
    /// Nodes that an operator may touch, by function.
    sites: BTreeMap<String, u64>,
}

impl<'a> Map<'a> {
    fn new(lib: &'a str, dir: &Path, view: &View<'a>) -> Map<'a> {
        let dir = dir.canonicalize().unwrap_or_else(|_| dir.to_owned());
        let (types, weights) = (&TypeMap::default(), &Weights::default());
        let all = take_apart(&View { types, weights, allowed: &|_, _| true, allow_unsafe: true, ..*view });
        let editable = take_apart(view);
        let mut sites = BTreeMap::new();
        let expressions = editable.exprs.iter().map(|expr| expr.function);
        for function in expressions.chain(editable.statements.iter().map(|statement| statement.function)) {
            *sites.entry(editable.functions[function].path.clone()).or_default() += 1;
        }
        let functions = all.functions.into_iter().map(|f| (f.file.to_string(), f.range, f.path)).collect();
        Map { lib, dir: format!("{}/", dir.display()), sources: view.sources, functions, sites }
    }

    /// To whom an address belongs: the innermost function of the component, else of whoever is not the standard
    /// library, else the standard library; without line tables, whatever the symbol is.
    fn settle(&self, steps: &[Step], symbol: Option<&str>) -> (String, Place) {
        let whole = || self.named(symbol?);
        if let Some(name) = steps.iter().find_map(|step| self.function(step)).or_else(whole) {
            return (name, Place::Component);
        }
        let known = || steps.iter().filter(|step| !step.file.is_empty());
        let outsider = known().find(|step| !of_std(&step.file)).or(known().next_back());
        match outsider.map(|step| (step, step.file.as_str())) {
            Some((_, file)) if file.ends_with("/harness/src/main.rs") || file.contains("/synth_rt/") => {
                ("harness".into(), Place::Harness)
            }
            Some((_, file)) if file.ends_with("/std/src/alloc.rs") || file.contains("/std/src/sys/alloc/") => {
                ("allocator".into(), Place::Allocator)
            }
            Some((step, file)) if of_std(file) => (short(&step.function).to_owned(), Place::Std),
            Some((_, file)) => (package(file), Place::Dependency),
            None => of_c(symbol),
        }
    }

    /// The function of the component that a symbol names. Now and then the line table of a function knows only the
    /// places of what was inlined into it.
    fn named(&self, symbol: &str) -> Option<String> {
        let name = addr2line::demangle_auto(symbol.into(), None);
        let (of, path) = without_hash(&name).split_once("::")?;
        let known = of == self.lib && self.functions.iter().any(|(_, _, known)| known == path);
        known.then(|| path.to_owned())
    }

    /// The function of the component in which a step stands.
    fn function(&self, step: &Step) -> Option<String> {
        let file = step.file.strip_prefix(&self.dir)?;
        let text = self.sources.get(file)?;
        let line = line_range(text, step.line);
        let at = line.start + step.column.saturating_sub(1);
        let here = |range: &Range<usize>| step.column > 0 && range.contains(&at);
        // A body that the compiler made has the place of the whole item, `pub` and all.
        let beside = |range: &Range<usize>| range.start < line.end && line.start < range.end;
        let inside = |wanted: &dyn Fn(&Range<usize>) -> bool| {
            let mine = self.functions.iter().filter(|(of, range, _)| of == file && wanted(range));
            mine.min_by_key(|(_, range, _)| range.len()).map(|(_, _, path)| path.clone())
        };
        // What macros, derives and the compiler itself write may have no place of its own.
        let called = short(&step.function);
        let last = |path: &str| path.rsplit("::").next() == Some(called);
        let named =
            || self.functions.iter().find(|(of, _, path)| of == file && last(path)).map(|(_, _, path)| path.clone());
        inside(&here).or_else(|| inside(&beside)).or_else(named).or_else(|| Some(called.to_owned()))
    }
}

/// `push` of `alloc::vec::Vec<T>::push<u8>`.
fn short(function: &str) -> &str {
    let plain = function.find(['<', '{']).filter(|at| *at > 0).map_or(function, |at| &function[..at]);
    plain.trim_end_matches(':').rsplit("::").next().unwrap_or(plain)
}

/// The bytes of a line, from 1.
fn line_range(text: &str, line: usize) -> Range<usize> {
    let mut start = 0;
    for (number, content) in text.split_inclusive('\n').enumerate() {
        if number + 1 == line {
            return start..start + content.len();
        }
        start += content.len();
    }
    start..start
}

/// The standard library and what it is made of, wherever it was compiled.
fn of_std(file: &str) -> bool {
    file.starts_with("/rustc/") || file.starts_with("/rust/deps/") || file.contains("/lib/rustlib/src/rust/library/")
}

/// `name-1.2.3` of a file in `name-1.2.3/src`.
fn package(file: &str) -> String {
    let before = file.split("/src/").filter(|part| !part.is_empty());
    let folders: Vec<&str> = before.collect();
    let folder = folders.len().checked_sub(2).map_or(file, |at| folders[at]);
    folder.rsplit('/').next().unwrap_or(folder).to_owned()
}

/// The C library has no line tables, but names: `__memcmp_avx2_movbe`, `_int_malloc`.
fn of_c(symbol: Option<&str>) -> (String, Place) {
    const ALLOCATOR: [&str; 9] = ["alloc", "free", "chunk", "tcache", "morecore", "brk", "mmap", "munmap", "madvise"];
    let Some(symbol) = symbol else { return ("unknown".into(), Place::Unknown) };
    let plain = symbol.trim_start_matches('_');
    let short = plain.split('_').next().unwrap_or(plain);
    if ALLOCATOR.iter().any(|word| plain.contains(word)) {
        ("allocator".into(), Place::Allocator)
    } else if ["mem", "str", "bcmp"].iter().any(|word| short.starts_with(word)) {
        (short.to_owned(), Place::Std)
    } else {
        (symbol.to_owned(), Place::Unknown)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\
pub struct Table;
impl Table {
    #[inline]
    pub fn get(&self) -> u8 {
        let x = 1;
        x + helper()
    }
}
fn helper() -> u8 { 2 } fn other() -> u8 { 3 }
macro_rules! made { () => { 4 } }
";

    fn settled(steps: &[(&str, usize, usize, &str)], symbol: Option<&str>) -> (String, Place) {
        let sources = Sources::default().with("src/lib.rs", TEXT);
        let view = View {
            sources: &sources,
            types: &TypeMap::default(),
            weights: &Weights::default(),
            rules: &std::sync::Arc::default(),
            donors: &std::sync::Arc::default(),
            values: &std::sync::Arc::default(),
            allowed: &|_, _| true,
            allow_unsafe: false,
            allow_uncalled: true,
        };
        let map = Map::new("table", Path::new("/run/slots/0"), &view);
        let step = |&(file, line, column, function): &(&str, usize, usize, &str)| Step {
            file: file.into(),
            line,
            column,
            function: function.into(),
        };
        map.settle(&steps.iter().map(step).collect::<Vec<_>>(), symbol)
    }

    fn component(line: usize, column: usize) -> String {
        let (name, place) = settled(&[("/run/slots/0/src/lib.rs", line, column, "table::made")], None);
        assert_eq!(place, Place::Component);
        name
    }

    #[test]
    fn a_line_of_the_component_belongs_to_the_function_around_it() {
        assert_eq!(component(4, 5), "Table::get");
        assert_eq!(component(6, 13), "Table::get");
        assert_eq!(component(7, 6), "Table::get");
        assert_eq!(component(6, 0), "Table::get");
    }

    #[test]
    fn functions_on_one_line_are_told_apart_by_column() {
        assert_eq!(component(9, 21), "helper");
        assert_eq!(component(9, 44), "other");
    }

    #[test]
    fn what_stands_in_no_function_keeps_the_name_of_the_compiler() {
        assert_eq!(component(10, 29), "made");
        let (name, _) = settled(&[("/run/slots/0/src/lib.rs", 0, 0, "get<table::Table>")], None);
        assert_eq!(name, "Table::get");
    }

    #[test]
    fn inlined_code_counts_for_the_innermost_function_of_the_component() {
        let std = ("/rustc/abc/library/core/src/num/mod.rs", 7, 1, "core::num::add");
        let steps = [std, ("/run/slots/0/src/lib.rs", 6, 9, ""), ("/run/harness/src/main.rs", 3, 1, "run")];
        assert_eq!(settled(&steps, None), ("Table::get".into(), Place::Component));
        assert_eq!(settled(&[std, steps[2]], None).1, Place::Harness);
        assert_eq!(settled(&[std], None), ("add".into(), Place::Std));
    }

    #[test]
    fn a_function_whose_lines_are_all_of_std_is_known_by_its_symbol() {
        let std = ("/rustc/abc/library/core/src/num/mod.rs", 7, 1, "helper");
        let named = settled(&[std], Some("_ZN5table6helper17h03331ad5f48ea4e7E"));
        assert_eq!(named, ("helper".into(), Place::Component));
        let other = settled(&[std], Some("_ZN5chair6helper17h03331ad5f48ea4e7E"));
        assert_eq!(other, ("helper".into(), Place::Std));
    }

    #[test]
    fn what_is_outside_is_named_by_its_kind() {
        let dependency = [("/home/me/registry/src/index/hash-1.2.0/src/lib.rs", 1, 1, "hash::go")];
        assert_eq!(settled(&dependency, None), ("hash-1.2.0".into(), Place::Dependency));
        assert_eq!(settled(&[], Some("__memcmp_avx2_movbe")), ("memcmp".into(), Place::Std));
        assert_eq!(settled(&[], Some("_int_malloc")), ("allocator".into(), Place::Allocator));
        assert_eq!(settled(&[], None).1, Place::Unknown);
    }

    #[test]
    fn weights_are_the_shares_of_the_component() {
        let line = |name: &str, place, share| ProfileLine { name: name.into(), place, share, sites: 1 };
        let weights = weights(&[line("get", Place::Component, 0.7), line("memcmp", Place::Std, 0.3)]);
        assert!(weights.of("get") > 0.7);
        assert_eq!(weights.of("memcmp"), weights.of("put"));
    }
}
