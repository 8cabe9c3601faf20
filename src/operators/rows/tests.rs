//! Tables in the spellings that people use.

use super::all;
use crate::genome::Change;
use crate::operators::testing::program;

/// The texts that come of a function with these statements. Each of them parses.
fn outcomes(body: &str) -> Vec<String> {
    let source = format!("fn f(a: &[u8], b: &[u8], n: usize, m: usize) -> usize {{\n{body}}}\n");
    let changed = |change: &Change| {
        let mut text = source.clone();
        text.replace_range(change.range.clone(), &change.text);
        syn::parse_file(&text).unwrap_or_else(|error| panic!("{error} in {text}"));
        text
    };
    all(&program(&source)).iter().map(|rewriting| changed(&rewriting.changes[0])).collect()
}

/// That some outcome holds all of these texts.
fn becomes(body: &str, wanted: &[&str]) {
    let outcomes = outcomes(body);
    let all = |outcome: &String| wanted.iter().all(|text| outcome.contains(text));
    assert!(outcomes.iter().any(all), "none of these holds {wanted:?}:\n{}", outcomes.join("---\n"));
}

const DISTANCE: &str = "    let mut d = vec![vec![0; m + 1]; n + 1];
    for (i, row) in d.iter_mut().enumerate() {
        row[0] = i;
    }
    for j in 0..=m {
        d[0][j] = j;
    }
    for i in 1..=n {
        for j in 1..=m {
            let change = d[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            d[i][j] = change.min(d[i - 1][j] + 1).min(d[i][j - 1] + 1);
        }
    }
    d[n][m]
";

#[test]
fn two_rows_take_turns() {
    let filled = "    for i in 1..=n {
        d[0] = i;
        for j in 1..=m {
            let change = above[j - 1] + usize::from(a[i - 1] != b[j - 1]);
            d[j] = change.min(above[j] + 1).min(d[j - 1] + 1);
        }
        std::mem::swap(&mut above, &mut d);
    }
    above[m]
";
    let made = "    let mut d = vec![0; m + 1];\n    let mut above = d.clone();\n    above[0] = 0;\n";
    becomes(DISTANCE, &[made, "        above[j] = j;\n", filled]);
    becomes(DISTANCE, &["        std::mem::swap(&mut above, &mut d);\n        d.fill(0);\n    }\n"]);
}

#[test]
fn one_row_is_enough_where_only_neighbours_matter() {
    let filled = "    for i in 1..=n {
        let mut corner = d[0];
        d[0] = i;
        let mut left = d[0];
        for j in 1..=m {
            let above = d[j];
            let change = corner + usize::from(a[i - 1] != b[j - 1]);
            d[j] = change.min(above + 1).min(left + 1);
            left = d[j];
            corner = above;
        }
    }
    d[m]
";
    becomes(DISTANCE, &["    let mut d = vec![0; m + 1];\n    d[0] = 0;\n", "        d[j] = j;\n", filled]);
    let first = DISTANCE.replace(
        "for j in 0..=m {\n        d[0][j] = j;",
        "for (j, cell) in d[0].iter_mut().enumerate() {\n        *cell = j;",
    );
    becomes(&first, &["for (j, cell) in d.iter_mut().enumerate()", filled]);
    let far = DISTANCE.replace("d[i - 1][j - 1]", "d[i - 1][j / 2]");
    assert!(outcomes(&far).iter().all(|outcome| outcome.contains("swap")) && outcomes(&far).len() == 2);
}

#[test]
fn a_flat_table_and_a_loop_that_counts_the_row_before() {
    let body = "    let w = m + 1;
    let mut d = vec![0; (n + 1) * w];
    for i in 1..=n {
        d[i * w] = i;
    }
    for j in 1..w {
        d[j] = j;
    }
    for i in 0..n {
        for j in 0..m {
            d[(i + 1) * w + j + 1] = d[i * w + (j + 1)].min(d[(i + 1) * w + j]) + usize::from(a[i] != b[j]);
        }
    }
    d[n * w + m]
";
    let filled = "        d[0] = i + 1;\n        for j in 0..m {\n            d[j + 1] = above[j + 1].min(d[j])";
    becomes(
        body,
        &["    let mut d = vec![0; w];\n    let mut above = d.clone();\n    for j in 1..w {", filled, "above[m]\n"],
    );
}

#[test]
fn while_loops_end_with_a_step_and_rows_may_be_counted_down() {
    let body = "    let mut d: Vec<Vec<usize>> = vec![vec![0; m + 1]; n + 1];
    let mut i = 1;
    while i <= n {
        let mut j = 1;
        while j <= m {
            d[i][j] = if a[i - 1] == b[j - 1] { d[i - 1][j - 1] + 1 } else { d[i - 1][j].max(d[i][j - 1]) };
            j += 1;
        }
        i += 1;
    }
    d[n][m]
";
    becomes(
        body,
        &[
            "            left = d[j];\n            corner = above;\n            j += 1;\n",
            "let mut d: Vec<usize> = vec",
        ],
    );
    becomes(body, &["        std::mem::swap(&mut above, &mut d);\n        i += 1;\n"]);
    let down = "    let mut d = [[0usize; 40]; 40];
    for i in (0..n).rev() {
        d[i][m] = d[i + 1][m] + 1;
        for j in (0..m).rev() {
            d[i][j] = d[i + 1][j + 1] + usize::from(a[i] == b[j]);
        }
    }
    d[0][0]
";
    let filled = "        d[m] = d[m] + 1;\n        for j in (0..m).rev() {\n            let above = d[j];\n            d[j] = corner +";
    becomes(down, &["let mut d = [0usize; 40];\n", "        let mut corner = d[m];\n", filled, "\n    d[0]\n"]);
}

#[test]
fn a_table_that_is_needed_whole_stays() {
    for other in
        ["for i in 0..n { sum += d[i][m]; }", "g(&d);", "sum += d[n][m] + d[n - 1][m];", "println!(\"{:?}\", d[n]);"]
    {
        assert_eq!(
            outcomes(&DISTANCE.replace("    d[n][m]", &format!("    {other}\n    d[n][m]"))),
            [""; 0],
            "{other}"
        );
    }
    assert_eq!(outcomes(&DISTANCE.replace("d[i - 1][j] + 1", "d[i - 2][j]")), [""; 0]);
}
