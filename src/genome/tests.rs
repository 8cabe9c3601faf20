use std::process::Command;

use proptest::prelude::*;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

use super::*;

const FILE: &str = "src/lib.rs";
const SEED: &str = "\
/// Adds.
fn add(a: u32, b: u32) -> u32 {
    let sum = a + b; // the sum
    sum
}

fn twice(a: u32) -> u32 {
    add(a, a)
}
";

fn seed() -> Sources {
    Sources::default().with(FILE, SEED).with("src/other.rs", "fn other() {}")
}

fn change(range: Range<usize>, text: &str) -> Change {
    Change { file: FILE.into(), range, text: text.into(), operator: "test" }
}

fn edit(range: Range<usize>, text: &str) -> Edit {
    Edit { file: FILE.into(), range, text: text.into(), operator: "test".into() }
}

fn text(sources: &Sources) -> &str {
    sources.get(FILE).expect("the file is there")
}

fn replace(genome: &Genome, old: &str, new: &str) -> Genome {
    let rendered = genome.render(&seed());
    let at = text(&rendered).find(old).expect("the old text is there");
    genome.compose(&seed(), &change(at..at + old.len(), new))
}

#[test]
fn a_field_that_changes_takes_its_idle_uses_along() {
    let made =
        |(range, operator): &(Range<usize>, &str)| Edit { operator: (*operator).into(), ..edit(range.clone(), "x") };
    let frozen = Frozen { unreached: vec![(FILE.into(), 40..50)], idle: vec![(FILE.into(), 10..20)] };
    let forbidden = |edits: &[_]| Genome::new(edits.iter().map(made).collect()).unwrap().forbidden(&frozen);
    let field = "rewrite field queue";
    assert!(!forbidden(&[(1..2, field), (12..15, field)]));
    assert!(forbidden(&[(12..15, field)]) && forbidden(&[(1..2, field), (42..45, field)]));
    assert!(forbidden(&[(1..2, field), (12..15, "rewrite field list")]));
    assert!(forbidden(&[(1..2, "rewrite queue"), (12..15, "rewrite queue")]));
}

#[test]
fn an_edit_is_no_larger_than_its_change() {
    let genome = replace(&Genome::default(), "let sum = a + b;", "let sum = a ^ b;");
    assert_eq!(genome.edits(), [edit(58..59, "^")]);
}

#[test]
fn a_change_inside_an_earlier_edit_becomes_one_edit_with_it() {
    let genome = replace(&Genome::default(), "a + b", "a.rotate_left(5) + b");
    let genome = replace(&genome, "5", "7");
    assert_eq!(genome.edits(), [edit(57..57, ".rotate_left(7)")]);
    let genome = replace(&genome, ".rotate_left(7)", "");
    assert_eq!(genome, Genome::default());
}

#[test]
fn changes_beside_each_other_stay_apart() {
    let genome = replace(&Genome::default(), "    let sum = a + b; // the sum\n", "");
    let genome = replace(&genome, "    sum\n", "");
    assert_eq!(genome.edits().len(), 2);
    assert_eq!(text(&genome.without(1).render(&seed())), SEED.replace("    let sum = a + b; // the sum\n", ""));
}

#[test]
fn formatting_and_comments_do_not_count_for_the_identity() {
    let plain = replace(&Genome::default(), "a + b", "a ^ b");
    let spaced = replace(&replace(&plain, "a ^ b", "a  ^  /* xor */ b"), "// the sum", "// another");
    assert_ne!(plain, spaced);
    assert_eq!(plain.identity(&seed()), spaced.identity(&seed()));
    assert_ne!(plain.identity(&seed()), Genome::default().identity(&seed()));
    let comment = replace(&Genome::default(), "// the sum", "// it");
    assert_eq!(comment.identity(&seed()), Genome::default().identity(&seed()));
}

#[test]
fn lines_laid_out_otherwise_join_the_edit_that_they_hold() {
    let genome = replace(&Genome::default(), "a + b", "a+b + 1");
    let laid_out = seed().with(FILE, SEED.replace("a + b", "a + b + 1"));
    let laid_out = genome.laid_out(&seed(), &laid_out);
    let want = Edit { operator: "test+rustfmt".into(), ..edit(61..61, " + 1") };
    assert_eq!(laid_out.edits(), [want]);
}

#[test]
fn a_genome_survives_json() {
    let genome = replace(&replace(&Genome::default(), "a + b", "a ^ b"), "add(a, a)", "a << 1");
    let json = serde_json::to_string(&genome).expect("a genome is plain data");
    assert_eq!(serde_json::from_str::<Genome>(&json).expect("and reads back"), genome);
}

#[test]
fn the_diff_is_what_git_applies_in_a_folder_of_a_repository() {
    let unfinished = seed().with("src/other.rs", "fn other() {}\n\n// no newline at the end");
    let genome = replace(&Genome::default(), "a + b", "a ^ b");
    let other = Change { file: "src/other.rs".into(), range: 11..13, text: "{ loop {} }".into(), operator: "test" };
    let genome = genome.compose(&unfinished, &other);
    let diff = genome.diff(&unfinished);
    assert!(diff.starts_with("--- a/src/lib.rs\n+++ b/src/lib.rs\n@@ "), "{diff}");

    let home = tempfile::tempdir().expect("a folder for the test");
    let package = home.path().join("deep/package");
    std::fs::create_dir_all(package.join("src")).expect("a folder for the package");
    for (path, text) in unfinished.iter() {
        std::fs::write(package.join(&**path), &**text).expect("a file of the package");
    }
    std::fs::write(home.path().join("patch"), diff).expect("the patch");
    let git = |arguments: &[&str]| {
        let done = Command::new("git").args(arguments).current_dir(&package).output().expect("git runs");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q", "../.."]);
    git(&["apply", "../../patch"]);
    for (path, text) in genome.render(&unfinished).iter() {
        assert_eq!(std::fs::read_to_string(package.join(&**path)).expect("the patched file"), **text);
    }
}

#[test]
fn a_place_in_the_seed_is_found_in_the_candidate() {
    let genome = replace(&Genome::default(), "a + b", "a.rotate_left(5) ^ b");
    let rendered = genome.render(&seed());
    let at = SEED.find("add(a, a)").expect("it is there");
    let place = genome.place(FILE, at..at + 9).expect("no edit cuts into it");
    assert_eq!(&text(&rendered)[place], "add(a, a)");
    assert_eq!(genome.place(FILE, 56..61).map(|place| &text(&rendered)[place]), Some("a.rotate_left(5) ^ b"));
}

/// A change by shares of the text: where, how long, what instead.
type Draw = (u16, u8, String);

fn draws() -> impl Strategy<Value = Vec<Draw>> {
    prop::collection::vec((any::<u16>(), 0..20u8, "[a-c+ ;\n]{0,12}"), 0..6)
}

fn drawn(text: &str, (at, length, new): &Draw) -> Change {
    let at = usize::from(*at) % (text.len() + 1);
    change(at..(at + usize::from(*length)).min(text.len()), new)
}

fn grow(draws: &[Draw]) -> Genome {
    let step = |genome: Genome, draw| genome.compose(&seed(), &drawn(text(&genome.render(&seed())), draw));
    draws.iter().fold(Genome::default(), step)
}

proptest! {
    #[test]
    fn the_empty_genome_is_the_seed_byte_for_byte(source in "\\PC*") {
        let sources = Sources::default().with(FILE, source);
        prop_assert_eq!(Genome::default().render(&sources), sources);
    }

    #[test]
    fn composing_then_rendering_is_rendering_then_changing(steps in draws(), last: (u16, u8), new in "[a-c+ ;\n]{0,12}") {
        let genome = grow(&steps);
        let before = genome.render(&seed());
        let change = drawn(text(&before), &(last.0, last.1, new));
        let mut want = text(&before).to_owned();
        want.replace_range(change.range.clone(), &change.text);
        let composed = genome.compose(&seed(), &change);
        let after = composed.render(&seed());
        prop_assert_eq!(text(&after), want);
        prop_assert_eq!(Genome::new(composed.edits().to_vec()), Some(composed), "edits overlap");
    }

    #[test]
    fn laying_out_gives_the_text_that_was_laid_out(steps in draws(), more in draws()) {
        let genome = grow(&steps);
        let laid_out = more.iter().fold(genome.clone(), |genome, draw| {
            genome.compose(&seed(), &drawn(text(&genome.render(&seed())), draw))
        });
        // Layout reaches only files that are edited.
        prop_assume!(!genome.edits().is_empty());
        let laid_out = laid_out.render(&seed());
        prop_assert_eq!(genome.laid_out(&seed(), &laid_out).render(&seed()), laid_out);
    }

    #[test]
    fn the_union_of_disjoint_edits_commutes(left in draws(), right in draws(), random: u64) {
        let (left, right) = (grow(&left), grow(&right));
        let mut rng = ChaCha8Rng::seed_from_u64(random);
        let union = left.union(&right, &mut rng);
        prop_assert_eq!(Genome::new(union.edits().to_vec()), Some(union.clone()), "edits overlap");
        let disjoint = left.edits().iter().all(|a| right.edits().iter().all(|b| !conflict(a, b)));
        if disjoint {
            prop_assert_eq!(union, right.union(&left, &mut rng));
        }
    }
}
