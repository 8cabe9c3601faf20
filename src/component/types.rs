//! The types of a crate's expressions, by their place in the text, as rustc knows them.
//!
//! The only file that knows the output of `rustc -Zunpretty=thir-tree`. That format is unstable, so
//! nothing here fails: what is not understood is left out, and everything that uses a [`TypeMap`]
//! must also work with an empty one. It must not know who asks, nor run rustc.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::ops::Range;
use std::sync::Arc;

use super::Sources;

/// A span of one file: first byte, and the byte behind the last one.
type Span = (usize, usize);

/// Types of expressions and bindings by file and byte range, as normalised text (`Vec<u64>`, `&mut [u8]`).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TypeMap {
    files: BTreeMap<Arc<str>, BTreeMap<Span, Arc<str>>>,
    /// Text that came after rustc was asked.
    unseen: Vec<(Arc<str>, Range<usize>)>,
}

impl TypeMap {
    /// Reads the output of `rustc -Zunpretty=thir-tree`.
    ///
    /// `root` is what rustc printed before each path of `sources`: empty if it ran in the package's folder.
    pub fn parse(thir: &str, sources: &Sources, root: &str) -> TypeMap {
        let mut reader = Reader::new(sources, root);
        let mut lines = thir.lines().map(str::trim);
        while let Some(line) = lines.next() {
            match line {
                "Expr {" => reader.expression(&mut lines),
                "Pat {" => reader.pattern(&mut lines),
                _ => {}
            }
        }
        reader.finish()
    }

    /// The type of the expression or binding that takes up exactly `range` of `file`.
    pub fn get(&self, file: &str, range: &Range<usize>) -> Option<&Arc<str>> {
        self.files.get(file)?.get(&(range.start, range.end))
    }

    /// Whether nothing is known: rustc was not asked, or its output not understood.
    pub fn is_empty(&self) -> bool {
        self.files.values().all(BTreeMap::is_empty)
    }

    /// How many expressions and bindings have a type.
    pub fn len(&self) -> usize {
        self.files.values().map(BTreeMap::len).sum()
    }

    /// Whether rustc was not asked about some of a range.
    pub fn is_unseen(&self, file: &str, range: &Range<usize>) -> bool {
        let over =
            |(of, new): &(Arc<str>, Range<usize>)| **of == *file && new.start < range.end && range.start < new.end;
        self.unseen.iter().any(over)
    }

    /// The same types after edits of the text: `place` says where a byte range has gone, if it still is there; `unseen` is the new text.
    pub fn moved(
        &self,
        place: impl Fn(&str, Range<usize>) -> Option<Range<usize>>,
        unseen: Vec<(Arc<str>, Range<usize>)>,
    ) -> TypeMap {
        let move_file = |(file, types): (&Arc<str>, &BTreeMap<Span, Arc<str>>)| {
            let moved = types.iter().filter_map(|(&(start, end), ty)| {
                let to = place(file, start..end)?;
                Some(((to.start, to.end), ty.clone()))
            });
            (file.clone(), moved.collect())
        };
        TypeMap { files: self.files.iter().map(move_file).collect(), unseen }
    }
}

/// One node of rustc's tree for a source expression: what it is, and its type.
///
/// An expression is a chain of nodes with one span: a `Scope`, the adjustments that rustc made
/// (borrow, dereference, coercion), and innermost what the programmer wrote.
struct Node<'a> {
    kind: &'a str,
    ty: &'a str,
    /// A call that stands for an operator: `a[i]`, `*a`, `a == b`.
    operator: bool,
}

/// A place in the output: file, span, and whether it is written there or comes from a macro or desugaring.
struct Place {
    file: Arc<str>,
    span: Span,
    written: bool,
}

struct Reader<'a> {
    files: BTreeMap<&'a str, (Arc<str>, Lines<'a>)>,
    root: &'a str,
    written: BTreeMap<(Arc<str>, Span), Vec<Node<'a>>>,
    /// The expression whose `Scope` was read last. The receiver of a method is adjusted by nodes that
    /// bear the span of the whole call: they are not part of the call's chain.
    open: Option<(Arc<str>, Span)>,
    /// `a?` and `vec![]` are only there as what they expand to: the outermost node has their type.
    expanded: BTreeMap<(Arc<str>, Span), &'a str>,
    bindings: BTreeMap<(Arc<str>, Span), &'a str>,
}

impl<'a> Reader<'a> {
    fn new(sources: &'a Sources, root: &'a str) -> Reader<'a> {
        let file = |(path, text): (&'a Arc<str>, &'a Arc<str>)| (&**path, (path.clone(), Lines::new(text)));
        Reader {
            files: sources.iter().map(file).collect(),
            root: root.trim_end_matches('/'),
            written: BTreeMap::new(),
            open: None,
            expanded: BTreeMap::new(),
            bindings: BTreeMap::new(),
        }
    }

    /// The lines after `Expr {`: type, temporary scope, span, kind.
    fn expression(&mut self, lines: &mut (impl Iterator<Item = &'a str> + Clone)) {
        let Some((ty, place)) = self.header(lines) else { return };
        // Looked ahead only: a `Call` is followed by more nodes.
        let mut ahead = lines.clone();
        if ahead.next() != Some("kind:") {
            return;
        }
        let kind = ahead.next().unwrap_or_default();
        let kind = kind.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let operator = kind == "Call" && ahead.take(2).any(|line| line == "from_hir_call: false");
        let key = (place.file, place.span);
        if !place.written {
            self.expanded.entry(key).or_insert(ty);
            return;
        }
        if kind == "Scope" {
            self.written.insert(key.clone(), Vec::new());
            self.open = Some(key);
        } else if self.open.as_ref() == Some(&key) {
            let chain = self.written.entry(key).or_default();
            let goes_on = chain.last().is_none_or(|node| node.operator || ["Borrow", "Deref"].contains(&node.kind));
            if goes_on && !["ZstLiteral", "Use", "NeverToAny", "PointerCoercion"].contains(&kind) {
                chain.push(Node { kind, ty, operator });
            }
        }
    }

    /// The lines after `Pat {`: type, span, kind; of a binding also the variable's own type.
    fn pattern(&mut self, lines: &mut (impl Iterator<Item = &'a str> + Clone)) {
        let Some((_, place)) = self.header(lines) else { return };
        let mut ahead = lines.clone();
        if ahead.next() == Some("kind: PatKind {") && ahead.next() == Some("Binding {") && place.written {
            let ty = ahead.take(4).find_map(|line| line.strip_prefix("ty: "));
            ty.and_then(|ty| self.bindings.insert((place.file, place.span), ty));
        }
    }

    fn header(&self, lines: &mut (impl Iterator<Item = &'a str> + Clone)) -> Option<(&'a str, Place)> {
        let ty = lines.next()?.strip_prefix("ty: ")?;
        let mut line = lines.next()?;
        if line.starts_with("temp_scope_id: ") {
            line = lines.next()?;
        }
        Some((ty, self.place(line.strip_prefix("span: ")?)?))
    }

    /// Reads `src/lib.rs:2:40: 2:71 (#0)`. Lines and columns count from 1, columns in characters.
    fn place(&self, text: &str) -> Option<Place> {
        let (text, context) = text.strip_suffix(')')?.rsplit_once(" (#")?;
        let (text, end_column) = text.rsplit_once(':')?;
        let (text, end_line) = text.rsplit_once(": ")?;
        let (text, start_column) = text.rsplit_once(':')?;
        let (path, start_line) = text.rsplit_once(':')?;
        let path = if self.root.is_empty() { path } else { path.strip_prefix(self.root)?.strip_prefix('/')? };
        let (file, lines) = self.files.get(path.strip_prefix("./").unwrap_or(path))?;
        let start = lines.offset(start_line.parse().ok()?, start_column.parse().ok()?)?;
        let end = lines.offset(end_line.parse().ok()?, end_column.parse().ok()?)?;
        Some(Place { file: file.clone(), span: (start, end), written: context == "0" })
    }

    fn finish(self) -> TypeMap {
        let mut map = TypeMap::default();
        let mut put = |(file, span): (Arc<str>, Span), ty: &str| {
            if let Entry::Vacant(free) = map.files.entry(file).or_default().entry(span) {
                free.insert(normalise(ty).into());
            }
        };
        for (place, chain) in self.written {
            if let Some(ty) = own_type(&chain) {
                put(place, ty);
            }
        }
        self.expanded.into_iter().chain(self.bindings).for_each(|(place, ty)| put(place, ty));
        map
    }
}

/// The type of the written expression, before adjustments: that of the innermost node.
/// Of `a[i]` and `*a`, where these are calls, it is that of the dereference around the call.
fn own_type<'a>(chain: &[Node<'a>]) -> Option<&'a str> {
    match chain {
        [.., place, call] if call.operator && place.kind == "Deref" => Some(place.ty),
        [.., node] => Some(node.ty),
        [] => None,
    }
}

/// Where the lines of a text begin, to turn line and column into an offset.
struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Lines<'a> {
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    /// The byte offset of a line and a column, both counted from 1, columns in characters.
    fn offset(&self, line: usize, column: usize) -> Option<usize> {
        let start = *self.starts.get(line.checked_sub(1)?)?;
        let end = self.starts.get(line).copied().unwrap_or(self.text.len());
        let line = &self.text[start..end];
        let column = column.checked_sub(1)?;
        if line.is_ascii() {
            return (column <= line.len()).then_some(start + column);
        }
        let ends = line.char_indices().map(|(at, _)| at).chain([line.len()]);
        ends.into_iter().nth(column).map(|at| start + at)
    }
}

/// Types as people write them: no erased lifetimes, no allocator, the prelude's names without their modules.
pub fn normalise(ty: &str) -> String {
    let mut text = ty.replace("'{erased} ", "").replace("<'{erased}, ", "<").replace("<'{erased}>", "");
    text = text.replace(", std::alloc::Global", "");
    for (long, short) in [
        ("std::vec::Vec<", "Vec<"),
        ("std::string::String", "String"),
        ("std::option::Option<", "Option<"),
        ("std::result::Result<", "Result<"),
        ("std::boxed::Box<", "Box<"),
    ] {
        text = text.replace(long, short);
    }
    without_indices(&text)
}

/// Drops the `/#0` behind a type parameter and the `_usize` behind an array's length.
fn without_indices(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("/#") {
        out.push_str(&rest[..at]);
        rest = rest[at + 2..].trim_start_matches(|c: char| c.is_ascii_digit());
    }
    out.push_str(rest);
    out.replace("_usize]", "]")
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = include_str!("testdata/typed.rs");
    const THIR: &str = include_str!("testdata/typed.thir");

    fn typed() -> (TypeMap, Sources) {
        let sources = Sources::default().with("src/lib.rs", TEXT);
        (TypeMap::parse(THIR, &sources, ""), sources)
    }

    #[test]
    fn every_expression_and_binding_of_a_small_crate_has_its_type() {
        let (map, _) = typed();
        let spans = map.files.get("src/lib.rs").into_iter().flatten();
        let shown: Vec<String> = spans
            .map(|(&(start, end), ty)| {
                let text: String = TEXT[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
                format!("{} : {ty}", if text.len() > 50 { &text[..text.floor_char_boundary(50)] } else { &text })
            })
            .collect();
        insta::assert_snapshot!(shown.join("\n"));
    }

    #[test]
    fn an_index_into_a_vector_has_the_type_of_the_element() {
        let (map, _) = typed();
        let at = TEXT.find("self.buckets[i]").expect("it is in the text");
        let ty = map.get("src/lib.rs", &(at..at + "self.buckets[i]".len()));
        assert_eq!(ty.map(|ty| &**ty), Some("Vec<(String, V)>"));
    }

    #[test]
    fn output_that_makes_no_sense_gives_an_empty_map() {
        let sources = Sources::default().with("src/lib.rs", TEXT);
        for garbage in
            ["", "Expr {", "Expr {\nty: u8\nspan: nowhere\n", "Pat {\nty: u8\nspan: src/lib.rs:900:1: 1:1 (#0)"]
        {
            assert!(TypeMap::parse(garbage, &sources, "").is_empty(), "{garbage}");
        }
    }

    #[test]
    fn the_folder_that_rustc_was_told_is_taken_off_the_paths() {
        let sources = Sources::default().with("src/lib.rs", TEXT);
        let elsewhere = THIR.replace(" src/lib.rs:", " /some/where/src/lib.rs:");
        assert_eq!(TypeMap::parse(&elsewhere, &sources, "/some/where/"), typed().0);
        assert!(TypeMap::parse(&elsewhere, &sources, "").is_empty());
    }

    #[test]
    fn a_moved_map_follows_the_text() {
        let (map, _) = typed();
        let moved = map.moved(|_, range| (range.start > 100).then_some(range.start + 7..range.end + 7), Vec::new());
        assert!(!moved.is_empty() && moved.len() < map.len());
        assert_eq!(moved.moved(|_, range| Some(range.start - 7..range.end - 7), Vec::new()).len(), moved.len());
    }
}
