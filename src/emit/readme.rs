//! The variant's README: what changed, how much faster it is and how to check that, above the seed's own README.
//!
//! The seed's text stays in the same file because crates include it in their documentation.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};

use super::{Provenance, Transplanted, Variant};
use crate::report::{Aim, markdown, words};

/// Writes the README into a copy of the seed.
pub fn write(variant: &Variant, crate_dir: &Path) -> Result<()> {
    let names = fs::read_dir(crate_dir)?.filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    let name = names.into_iter().find(|name| name.eq_ignore_ascii_case("readme.md"));
    let path = crate_dir.join(name.as_deref().unwrap_or("README.md"));
    let mut text = render(variant);
    if name.is_some() {
        let old = fs::read_to_string(&path).context("cannot read the seed's README")?;
        text += &format!("\n---\n\nThe README of the seed follows.\n\n{old}");
    }
    fs::write(&path, text).context("cannot write the variant's README")
}

fn render(variant: &Variant) -> String {
    let provenance = &variant.provenance;
    let name = variant.name;
    let mut text = format!(
        "# {} as {name}\n\n{}\n\n{}## The change\n\n{}",
        provenance.seed,
        claim(provenance),
        caution(variant.diff),
        markdown::fenced("diff", variant.diff)
    );
    let without = Aim::of(&provenance.objective).without();
    text += &format!("\n| edit | where | what | {without} |\n| --- | --- | --- | --- |\n");
    for edit in &provenance.edits {
        let effect = edit.effect.map_or("not measured".to_owned(), words::times);
        let cells = [
            edit.operator.clone(),
            format!("{}:{}", edit.file, edit.line),
            format!("{} to {}", markdown::code(&edit.before), markdown::code(&edit.after)),
            effect,
        ];
        text += &format!("| {} |\n", cells.join(" | "));
    }
    text += &format!(
        "\nCheck the claim with `synth verify .`, or on other traces with `--trace FILE`. Take it with \
         `synth apply .`, or with `git apply` in the seed's folder on `{name}.patch` beside this folder.\n\n\
         ## Where it comes from\n\n"
    );
    text += &origin(provenance);
    text
}

/// What no trace shows, and a maintainer has to decide.
fn caution(diff: &str) -> &'static str {
    let added = |word: &str| diff.lines().any(|line| line.starts_with('+') && line.contains(word));
    match added("BuildHasherDefault") && !diff.lines().any(|line| line.starts_with('-') && line.contains("Hasher")) {
        true => {
            "**Before you take it:** a map hashes by a fixed function now, where the standard library draws another one for each map. Do not take \
             it where strangers choose the keys: they can choose ones that collide.\n\n"
        }
        false => "",
    }
}

/// The figure in a sentence that can be checked.
fn claim(provenance: &Provenance) -> String {
    let holdout = &provenance.speedup.holdout;
    let compared = match provenance.generated_calls {
        0 => "every recorded call".to_owned(),
        calls => format!("every recorded call and on {}", words::count(calls, "generated call")),
    };
    let required: Vec<String> = provenance.requires.iter().map(|line| markdown::code(line)).collect();
    let required = match required.is_empty() {
        true => String::new(),
        false => format!(" Beyond the trace it was compared only where callers keep {}.", required.join(" and ")),
    };
    let (aim, split) = (Aim::of(&provenance.objective), words::holdout(&provenance.split));
    let noise = format!("identical copies of the seed differ by up to {:.1} %", (provenance.noise_floor - 1.0) * 100.0);
    let better = aim.better(holdout.point, provenance.score.map(|score| score.holdout));
    let claim = match aim {
        Aim::Time => format!(
            "{better} as the seed on {split} (99 % interval {} to {}, over {} relinks; {noise}). It gave the seed's \
             results on {compared}",
            words::number(holdout.low),
            words::number(holdout.high),
            provenance.relinks,
        ),
        Aim::Instructions | Aim::Allocations | Aim::Size => format!(
            "{better} than the seed, {} {split} (counted{}; it is not slower than the seed over {} relinks, where \
             {noise}). It gave the seed's results on {compared}",
            aim.on(),
            provenance.counter.as_ref().map(|counter| format!(" by {counter}")).unwrap_or_default(),
            provenance.relinks,
        ),
        Aim::Score => format!(
            "{better}, seed to variant, on {split} (what the fitness file says, a mean over sessions; it is not slower \
             than the seed over {} relinks, where {noise}). Its results may differ from the seed's: it kept the \
             invariants of the fitness file in every recorded session, and in others made from them",
            provenance.relinks,
        ),
    };
    format!("Same public interface, and {claim}; {}.{required}", words::tests(provenance.tests))
}

fn origin(provenance: &Provenance) -> String {
    let mut items = vec![
        format!("seed {}, sha256 `{}`", provenance.seed, provenance.seed_sha256),
        format!("made by {} with {}", provenance.tool, provenance.compiler),
        format!("command {}", markdown::code(&provenance.command)),
        format!("split {}", words::split(&provenance.split)),
    ];
    items.extend(provenance.traces.iter().map(|it| format!("trace {}, sha256 `{}`", file_name(&it.file), it.sha256)));
    items
        .extend(provenance.fitness.iter().map(|it| format!("fitness {}, sha256 `{}`", file_name(&it.file), it.sha256)));
    let figure = |it| Aim::of(&provenance.objective).figure(it, None);
    items.extend(provenance.figures.iter().map(|(trace, it)| format!("holdout of {trace}: {}", figure(it))));
    let transplanted = |it: &Transplanted| format!("code transplanted from {}, licence {}", it.from, it.licence);
    items.extend(provenance.options.iter().map(words::options));
    items.extend(provenance.transplanted.iter().map(transplanted));
    if let Some(licence) = &provenance.licence {
        items.push(format!("licence {licence}"));
    }
    items.iter().map(|item| format!("- {item}\n")).collect()
}

/// Where a trace lies is the business of whoever made the run.
fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::super::examples::Example;
    use super::*;

    #[test]
    fn a_hash_that_strangers_can_foresee_is_told() {
        let field = "    names: HashMap<String, u32";
        let told = format!("-{field}>,\n+{field}, BuildHasherDefault<Words>>,\n");
        assert!(caution(&told).contains("they can choose ones that collide"));
        assert_eq!(caution(&told.replace("u32>,\n+", "u32, BuildHasherDefault<Fnv>>,\n+")), "");
    }

    #[test]
    fn the_readme_states_a_figure_that_can_be_checked_and_shows_the_diff() {
        insta::assert_snapshot!(render(&Example::new().variant()), @r##"
        # two-times 0.1.0 as v1

        Same public interface, and 1.42 times as fast as the seed on 20 sessions that the search never saw (99 % interval 1.40 to 1.44, over 40 relinks; identical copies of the seed differ by up to 0.4 %). It gave the seed's results on every recorded call and on 5,000 generated calls; the seed's own tests pass.

        ## The change

        ```diff
        --- a/src/lib.rs
        +++ b/src/lib.rs
        @@ -2,5 +2,5 @@
         
         /// Twice `x`.
         pub fn twice(x: u32) -> u32 {
        -    x + x
        +    x * 2
         }
        ```

        | edit | where | what | slower without it |
        | --- | --- | --- | --- |
        | replace-expression | src/lib.rs:5 | `x + x` to `x * 2` | 1.42x |

        Check the claim with `synth verify .`, or on other traces with `--trace FILE`. Take it with `synth apply .`, or with `git apply` in the seed's folder on `v1.patch` beside this folder.

        ## Where it comes from

        - seed two-times 0.1.0, sha256 `5eed`
        - made by synth 0.1.0 with rustc 1.95.0
        - command `synth evolve seed --trace calls.jsonl`
        - split by session: 60 train, 20 select, 20 holdout
        - trace calls.jsonl, sha256 `7ace`
        - holdout of calls.jsonl: 1.42x (1.40 to 1.44)
        - licence MIT
        "##);
    }

    #[test]
    fn only_a_time_is_called_fast() {
        let example = Example::new();
        let said = |objective: &str| {
            let mut variant = example.variant();
            variant.provenance.objective = objective.into();
            claim(&variant.provenance)
        };
        assert!(said("allocations").contains("1.42 times fewer allocations than the seed, on 20 sessions"));
        assert!(said("size").contains("1.42 times smaller code than the seed, checked on 20 sessions"));
        for objective in ["instructions", "allocations", "size", "score"] {
            assert!(!said(objective).contains("as fast"), "{}", said(objective));
        }
    }

    #[test]
    fn the_readme_of_the_seed_is_kept_in_the_file_that_documentation_includes() {
        let example = Example::new();
        write(&example.variant(), &example.seed_dir()).unwrap();
        let text = fs::read_to_string(example.seed_dir().join("README.md")).unwrap();
        assert!(text.ends_with("# two-times\n\nDoubles.\n"));
        assert!(text.starts_with("# two-times 0.1.0 as v1\n"));
    }
}
