//! What can go from the text of edits, or become the seed's again. Must not know what that costs, or whether it is right.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::{Arc, LazyLock};

use similar::{Algorithm, DiffOp, DiffTag, TextDiff};
use syn::spanned::Spanned;

use crate::build::added::{Added, Instead, done_to};
use crate::component::Sources;
use crate::genome::tokens::{tokens, words};
use crate::genome::{Change, Edit, Genome, Place};
use crate::operators::program::{Function, Program};
use crate::operators::{self, everything, take_apart};

/// Bytes by which a statement with the line break and indent before it may be longer than the edit that it stands in.
const MARGIN: usize = 40;
/// Most changes by which a text is reworded. Each makes it shorter.
const REWORDED: usize = 100;
/// Most neighbouring differences from the seed that are taken back together.
const NEIGHBOURS: usize = 4;
/// From which share of its words on, that are those of the seed, a block is one of the seed's.
const ALIKE: f32 = 0.5;

/// What rules put beside structs, as they have it: a slip in it is none of theirs.
static BESIDE: LazyLock<Vec<Program>> = LazyLock::new(|| {
    let items = operators::Rules::with(&[]).map(|rules| rules.items()).unwrap_or_default();
    let different: BTreeSet<String> = items.into_iter().collect();
    let sources = different.into_iter().map(|items| Sources::default().with("src/lib.rs", items));
    sources.map(|sources| take_apart(&everything(&sources))).collect()
});

/// What may make a genome less: all that makes edited text plainer, edits taken back, and parts of them.
pub fn lesser(genome: &Genome, seed: &Sources) -> Vec<Change> {
    let back = genome.edits().iter().zip(genome.rendered()).filter_map(|(edit, (file, range))| {
        let text = seed.get(&edit.file)?.get(edit.range.clone())?.to_owned();
        Some(Change { file, range, text, operator: Edit::REPAIR })
    });
    let parts = genome.edits().iter().zip(genome.rendered()).flat_map(|(edit, (_, range))| {
        let old = seed.get(&edit.file).and_then(|text| text.get(edit.range.clone())).unwrap_or_default();
        taken_back(edit, old, range.start)
    });
    let (back, parts): (Vec<Change>, Vec<Change>) = (back.collect(), parts.collect());
    back.into_iter().chain(plainer(genome, seed)).chain(parts).collect()
}

/// Changes that take back a few neighbouring differences between an edit and the seed's text there, the fewest first. `start`: where
/// the edit begins in the candidate.
fn taken_back(edit: &Edit, old: &str, start: usize) -> Vec<Change> {
    let (theirs, mine) = (tokens(old), tokens(&edit.text));
    let (their_words, my_words) = (words(old), words(&edit.text));
    let diff = TextDiff::configure().algorithm(Algorithm::Patience).diff_slices(&their_words, &my_words);
    let hunks: Vec<DiffOp> = diff.ops().iter().filter(|op| op.tag() != DiffTag::Equal).copied().collect();
    let back = |some: &[DiffOp]| {
        let (first, last) = (some.first()?, some.last()?);
        let (gone, come) =
            (first.old_range().start..last.old_range().end, first.new_range().start..last.new_range().end);
        let (gone, come) = (bytes(&theirs, gone, old.len()), bytes(&mine, come, edit.text.len()));
        let text = format!(" {} ", &old[gone]);
        let range = start + come.start..start + come.end;
        Some(Change { file: edit.file.clone(), range, text, operator: Edit::REPAIR })
    };
    (1..=NEIGHBOURS.min(hunks.len().saturating_sub(1)))
        .flat_map(|count| hunks.windows(count).filter_map(back))
        .collect()
}

/// Where some tokens of a text of `length` bytes stand; of none, where they would.
fn bytes(tokens: &[Range<usize>], some: Range<usize>, length: usize) -> Range<usize> {
    let start = tokens.get(some.start).map_or(length, |token| token.start);
    if some.is_empty() { start..start } else { start..tokens[some.end - 1].end }
}

/// In edited text, statements of the seed in the place of those that are nearly the same, then removals of statements, then
/// what says the same in fewer words.
fn plainer(genome: &Genome, seed: &Sources) -> Vec<Change> {
    let sources = &genome.render(seed);
    let (program, seed) = (take_apart(&everything(sources)), take_apart(&everything(seed)));
    let edited = genome.rendered();
    let mut removals = operators::removals(&program);
    // The innermost last, so that what goes as a whole goes first.
    removals.sort_by_key(|change| std::cmp::Reverse(change.range.len()));
    let mut plainer = operators::restorations(&program, &seed);
    for items in &*BESIDE {
        let known = |function: &&Function| items.functions.iter().any(|other| other.path == function.path);
        let theirs: Vec<&Function> = program.functions.iter().filter(known).collect();
        if theirs.is_empty() {
            continue;
        }
        let theirs = |change: &Change| {
            let holds = |function: &&Function| {
                let body = &function.body;
                function.file == change.file && body.start < change.range.start && change.range.end < body.end
            };
            theirs.iter().any(holds)
        };
        plainer.extend(operators::restorations(&program, items).into_iter().filter(theirs));
    }
    plainer.extend(removals);
    plainer.extend(operators::simplifications(&program));
    plainer.retain(|change| inside(&edited, change));
    plainer
}

/// Whether a change is one of edited text.
fn inside(edited: &[Place], change: &Change) -> bool {
    let within = |(file, range): &Place| {
        let overlaps = range.start < change.range.end && change.range.start < range.end;
        *file == change.file && overlaps && change.range.len() <= range.len() + MARGIN
    };
    edited.iter().any(within)
}

/// A genome whose text says the same in as few words as can be done without a measurement.
pub fn reworded(genome: &Genome, seed: &Sources) -> Genome {
    let mut genome = genome.clone();
    for _ in 0..REWORDED {
        let (edited, sources) = (genome.rendered(), genome.render(seed));
        let changes = operators::rewordings(&take_apart(&everything(&sources)));
        let Some(change) = changes.iter().find(|change| inside(&edited, change)) else { break };
        genome = genome.compose(seed, change);
    }
    genome
}

/// A genome without the code in some places of its text, which do not overlap: first without the edits there, then the likeliest for
/// all places at once, then what else can be done about the first. What several steps of a search have made of one place is one edit, so
/// that no edit need be to blame.
pub fn without_code(genome: &Genome, seed: &Sources, places: &[Place]) -> Vec<Genome> {
    let within = |(file, range): &Place| {
        places.iter().any(|(of, place)| of == file && place.start <= range.start && range.end <= place.end)
    };
    let edits: Vec<Edit> = genome
        .edits()
        .iter()
        .zip(genome.rendered())
        .filter(|(_, at)| within(at))
        .map(|(edit, _)| edit.clone())
        .collect();
    let without = (!edits.is_empty() && edits.len() < genome.edits().len()).then(|| genome.without_any(&edits));
    let likeliest = |genome: &Genome, place| cleared(genome, seed, place).into_iter().next();
    // What lies behind a change lies elsewhere after it.
    let all = places.iter().rev().try_fold(genome.clone(), |genome, place| likeliest(&genome, place));
    let first = places.first().map_or_else(Vec::new, |place| cleared(genome, seed, place));
    let several = all.filter(|_| places.len() > 1);
    without.into_iter().chain(several).chain(first).collect()
}

/// A genome with less of the code in a place of its text, the likeliest first: what an operation there is done to, without what holds
/// little else, with what the seed has in its place, without what holds more, without parts of it.
fn cleared(genome: &Genome, seed: &Sources, (file, place): &Place) -> Vec<Genome> {
    let mut plainer = plainer(genome, seed);
    plainer.retain(|change| change.file == *file && change.range.start < place.end && place.start < change.range.end);
    let holds = |change: &Change| change.range.start <= place.start && place.end <= change.range.end;
    plainer.sort_by_key(|change| (!holds(change), change.range.len()));
    let tight = plainer.iter().take_while(|change| holds(change) && change.range.len() <= place.len() + MARGIN).count();
    let sources = genome.render(seed);
    plainer.splice(tight..tight, restored(&sources, seed, (file, place)));
    plainer.splice(..0, undone(&sources, seed, (file, place)));
    plainer.iter().map(|change| genome.compose(seed, change)).collect()
}

/// What an operation is done to in the place of it, or the number that the seed has there.
fn undone(sources: &Sources, seed: &Sources, (file, place): (&Arc<str>, &Range<usize>)) -> Option<Change> {
    let whole = sources.get(file)?;
    let text = match Added::to(seed, whole).instead(place)? {
        Instead::Number(number) => number.clone(),
        Instead::Operand => {
            let text = whole.get(place.clone())?;
            text[done_to(&syn::parse_str(text).ok()?)?.span().byte_range()].to_owned()
        }
    };
    Some(Change { file: file.clone(), range: place.clone(), text, operator: Edit::REPAIR })
}

/// The seed's statements in the place of a block that was made of them.
fn restored(sources: &Sources, seed: &Sources, (file, place): (&Arc<str>, &Range<usize>)) -> Option<Change> {
    let text = sources.get(file)?.get(place.clone())?;
    let inside = text.strip_prefix('{').and_then(|text| text.strip_suffix('}')).unwrap_or(text);
    let (start, mine) = (place.start + text.find(inside.trim())?, words(inside));
    let program = take_apart(&everything(seed));
    let statements = program.blocks.iter().filter_map(|block| {
        let (first, last) = (*block.statements.first()?, *block.statements.last()?);
        let (first, last) = (&program.statements[first], &program.statements[last]);
        Some(program.text(&first.file, &(first.range.start..last.range.end)))
    });
    let likeness = |theirs: &str| TextDiff::from_slices(&mine, &words(theirs)).ratio();
    let alike = statements.map(|theirs| (likeness(theirs), theirs)).filter(|(likeness, _)| *likeness > ALIKE);
    let (_, theirs) = alike.max_by(|a, b| a.0.total_cmp(&b.0))?;
    let range = start..start + inside.trim().len();
    Some(Change { file: file.clone(), range, text: theirs.to_owned(), operator: Edit::REPAIR })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SEED: &str = "fn f(a: u8) -> u8 {\n    match a {\n        1 => {\n            g(a, a + 1);\n            h(a)\n        }\n        _ => 0,\n    }\n}\n";

    /// What becomes of the first of the texts in the seed with `old` exchanged.
    fn made(old: &str, new: &str, unrun: &[&str]) -> String {
        let seed = Sources::default().with("src/lib.rs", SEED);
        let at = SEED.find(old).unwrap();
        let range = at..at + old.len();
        let edit = Edit { file: "src/lib.rs".into(), range, text: new.into(), operator: "test".into() };
        let genome = Genome::new(vec![edit]).unwrap();
        let text = genome.render(&seed).get("src/lib.rs").unwrap().to_string();
        let place =
            |unrun: &&str| ("src/lib.rs".into(), text.find(unrun).unwrap()..text.find(unrun).unwrap() + unrun.len());
        let places: Vec<Place> = unrun.iter().map(place).collect();
        without_code(&genome, &seed, &places)[0].render(&seed).get("src/lib.rs").unwrap().to_string()
    }

    #[test]
    fn a_text_is_reworded_until_nothing_is_left_to_say_in_fewer_words() {
        let body = "{\n        let items = a.iter();\n        let mut rest = items.into_iter();\n        if let Some(b) = rest.next() {\n            g(b, b + 0);\n        }\n        for b in rest {\n            g(b, b + 0);\n        }\n    }\n    ";
        let (seed, at) = (Sources::default().with("src/lib.rs", SEED), SEED.find("match a").unwrap());
        let edit = Edit { file: "src/lib.rs".into(), range: at..at, text: body.into(), operator: "test".into() };
        let reworded = reworded(&Genome::new(vec![edit]).unwrap(), &seed).render(&seed);
        let plain = "    for b in a.iter() {\n        g(b, b);\n    }\n    match a";
        assert_eq!(&**reworded.get("src/lib.rs").unwrap(), SEED.replace("    match a", plain));
    }

    #[test]
    fn what_nothing_runs_goes_as_a_whole() {
        let (one, two) = ("{\n        return 9;\n    }", "{\n        k();\n    }");
        let new = format!("if a > 250 {one}\n    if a == 99 {two}\n    match a {{");
        assert_eq!(
            made("match a {", &new, &[one]),
            SEED.replace("match a {", &format!("if a == 99 {two}\n    match a {{"))
        );
        assert_eq!(made("match a {", &new, &[one, two]), SEED);
    }

    #[test]
    fn of_an_operation_what_it_is_done_to_is_left() {
        assert_eq!(made("a + 1", "(a + 1) ^ (a >> 9)", &["(a + 1) ^ (a >> 9)"]), SEED.replace("a + 1", "(a + 1)"));
    }

    #[test]
    fn a_slip_in_what_a_rule_put_beside_is_none_of_the_rules() {
        let items = operators::Rules::with(&[]).unwrap().items();
        let hasher = items.iter().find(|items| items.contains("word << 8 |")).unwrap();
        let slipped = format!("{SEED}\n{}\n", hasher.replace("word << 8 |", "(word >> 8) |"));
        let edit = Edit {
            file: "src/lib.rs".into(),
            range: SEED.len()..SEED.len(),
            text: slipped[SEED.len()..].into(),
            operator: "test".into(),
        };
        let seed = Sources::default().with("src/lib.rs", SEED);
        let lesser = lesser(&Genome::new(vec![edit]).unwrap(), &seed);
        let back = |change: &Change| slipped[change.range.clone()].trim() == "word >> 8" && change.text == "word << 8";
        assert!(lesser.iter().any(back), "{lesser:?}");
    }

    #[test]
    fn a_number_of_the_seed_comes_back() {
        assert_eq!(made("_ => 0", "_ => a / 255", &["a / 255"]), SEED);
    }

    #[test]
    fn edits_in_a_place_go_with_it() {
        let seed = Sources::default().with("src/lib.rs", SEED);
        let edit = |old: &str, new: &str| {
            let at = SEED.find(old).unwrap();
            Edit { file: "src/lib.rs".into(), range: at..at + old.len(), text: new.into(), operator: "test".into() }
        };
        let (inside, outside) = ([edit("a + 1", "a * 7"), edit("h(a)", "h(1)")], edit("_ => 0", "_ => 9"));
        let genome = Genome::new([&inside[..], std::slice::from_ref(&outside)].concat()).unwrap();
        let text = genome.render(&seed).get("src/lib.rs").unwrap().to_string();
        let arm = "{\n            g(a, a * 7);\n            h(1)\n        }";
        let at = text.find(arm).unwrap();
        let first = without_code(&genome, &seed, &[("src/lib.rs".into(), at..at + arm.len())]).remove(0);
        assert_eq!(first.edits(), [outside]);
    }

    #[test]
    fn where_it_cannot_go_the_seeds_own_comes_back() {
        let new = "g(a, 1 + a);\n            h(a)\n        }\n        _ => 7";
        let arm = "{\n            g(a, 1 + a);\n            h(a)\n        }";
        assert_eq!(
            made("g(a, a + 1);\n            h(a)\n        }\n        _ => 0", new, &[arm]),
            SEED.replace("_ => 0", "_ => 7")
        );
    }
}
