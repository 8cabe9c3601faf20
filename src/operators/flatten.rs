//! Rows of rows as one row.

use rand::Rng;

use super::program::{Program, Statement};
use super::table::bracketed;
use super::{Operator, layout};
use crate::genome::Change;

/// Keeps a matrix that is made whole in one allocation in place of one for each row.
/// ```text
/// let mut grid = vec![vec![0; width]; height]; grid[y][x] += 1;
/// let mut grid = vec![0; (height) * width]; grid[y * width + x] += 1;
/// ```
pub struct Flatten;

impl Operator for Flatten {
    fn name(&self) -> &'static str {
        "flatten"
    }

    fn propose(&self, program: &Program, rng: &mut dyn Rng) -> Option<Change> {
        let index = program.pick_statement(rng, |statement| {
            statement.is_let && Matrix::made_by(program.text(&statement.file, &statement.range)).is_some()
        })?;
        let statement = &program.statements[index];
        let matrix = Matrix::made_by(program.text(&statement.file, &statement.range))?;
        let text = program.sources.get(&statement.file)?;
        let uses = uses(program, statement, &matrix.name)?;
        let (declared, width) = matrix.flat(layout::indent_of(program, statement));
        let (mut new, mut at) = (declared, statement.range.end);
        for start in uses {
            let (flat, end) = matrix.use_of(text.get(start..)?, &width)?;
            // One use within the brackets of another is too much for a text.
            new += text.get(at..start)?;
            new += &flat;
            at = start + end;
        }
        Some(Change {
            file: statement.file.clone(),
            range: statement.range.start..at,
            text: new,
            operator: self.name(),
        })
    }
}

/// Where a name that a statement declares is used, in order; `None` where some use cannot be seen, in a macro for instance.
pub fn uses(program: &Program, statement: &Statement, name: &str) -> Option<Vec<usize>> {
    let visible = program.resolve(&statement.file, statement.range.end, name)?.visible.clone();
    let used = |expr: &&super::program::Expr| {
        let here = program.resolve(&expr.file, expr.range.start, name);
        program.source(expr) == name && here.is_some_and(|here| here.visible == visible)
    };
    let mut uses: Vec<usize> =
        program.names_in(&statement.file, &visible).filter(used).map(|expr| expr.range.start).collect();
    uses.sort_unstable();
    uses.dedup();
    let words = program.text(&statement.file, &visible).split(|c: char| !c.is_alphanumeric() && c != '_');
    (words.filter(|word| *word == name).count() == uses.len()).then_some(uses)
}

/// What `let mut name = vec![vec![element; width]; height];` says.
struct Matrix {
    head: String,
    name: String,
    element: String,
    width: String,
    height: String,
}

impl Matrix {
    fn made_by(text: &str) -> Option<Matrix> {
        let (head, made) = text.split_once('=')?;
        let name = head.trim().strip_prefix("let ")?.trim();
        let name = name.strip_prefix("mut ").unwrap_or(name).split(':').next()?.trim();
        let outer = made.trim().strip_prefix("vec!")?.strip_suffix(';')?.trim();
        let (outer, rest) = bracketed(outer)?;
        let (inner, after) = bracketed(outer.trim().strip_prefix("vec!")?)?;
        let height = after.trim().strip_prefix(';')?.trim();
        let (element, width) = inner.rsplit_once(';')?;
        let plain = rest.trim().is_empty() && !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
        plain.then(|| Matrix {
            head: head.trim().replacen("Vec<Vec<", "Vec<", 1).replacen(">>", ">", 1),
            name: name.to_owned(),
            element: element.trim().to_owned(),
            width: width.trim().to_owned(),
            height: height.to_owned(),
        })
    }

    /// The declaration of one row, and the name of the width.
    fn flat(&self, indent: &str) -> (String, String) {
        let Matrix { head, name, element, width, height } = self;
        let height = held(height);
        match width.chars().all(|c| c.is_alphanumeric() || c == '_') {
            true => (format!("{head} = vec![{element}; {height} * {width}];"), width.clone()),
            false => {
                let wide = format!("{name}_width");
                let made = format!("let {wide} = {width};\n{indent}{head} = vec![{element}; {height} * {wide}];");
                (made, wide)
            }
        }
    }

    /// The use that a text begins with, flat, and how long it was.
    fn use_of(&self, text: &str, width: &str) -> Option<(String, usize)> {
        let (name, after) = (&self.name, text.get(self.name.len()..)?);
        for (rows, chunks) in [(".iter_mut()", "chunks_exact_mut"), (".iter()", "chunks_exact")] {
            if after.starts_with(rows) {
                return Some((format!("{name}.{chunks}({width})"), name.len() + rows.len()));
            }
        }
        let (row, rest) = bracketed(after)?;
        let nested = |index: &str| index.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| word == name);
        if row.contains("..") || nested(row) {
            return None;
        }
        let start = if row == "0" { String::new() } else { format!("{} * {width}", held(row)) };
        match bracketed(rest) {
            Some((column, rest)) if !column.contains("..") && !nested(column) => {
                let flat = if start.is_empty() { column.to_owned() } else { format!("{start} + {}", added(column)) };
                Some((format!("{name}[{flat}]"), text.len() - rest.len()))
            }
            Some(_) => None,
            None if start.is_empty() => Some((format!("{name}[..{width}]"), text.len() - rest.len())),
            None => Some((format!("{name}[{start}..][..{width}]"), text.len() - rest.len())),
        }
    }
}

/// Names, literals, fields and calls without operators in them.
fn is_atom(text: &str) -> bool {
    text.chars().all(|c| c.is_alphanumeric() || "_.()[]".contains(c)) && !text.starts_with('(')
}

/// As a factor.
fn held(text: &str) -> String {
    if is_atom(text) { text.to_owned() } else { format!("({text})") }
}

/// As the last term of a sum.
fn added(text: &str) -> String {
    let term = |c: char| c.is_alphanumeric() || "_.()[] +-*".contains(c);
    if text.chars().all(term) && !text.contains(" as ") { text.to_owned() } else { format!("({text})") }
}

#[cfg(test)]
mod tests {
    use super::super::testing::outcomes;
    use super::*;

    #[test]
    fn a_matrix_becomes_one_row() {
        let source = "\
fn f(a: &[u8], b: &[u8]) -> usize {
    let mut matrix = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[0] = i;
    }
    for (j, cell) in matrix[0].iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            matrix[i][j] = matrix[i - 1][j - 1].min(matrix[i][j - 1]) + usize::from(a[i - 1] == b[j - 1]);
        }
    }
    matrix[a.len()][b.len()]
}
";
        let found = outcomes(&Flatten, source);
        for line in [
            "    let matrix_width = b.len() + 1;\n    let mut matrix = vec![0; (a.len() + 1) * matrix_width];\n",
            "for (i, row) in matrix.chunks_exact_mut(matrix_width).enumerate()",
            "for (j, cell) in matrix[..matrix_width].iter_mut().enumerate()",
            "matrix[i * matrix_width + j] = matrix[(i - 1) * matrix_width + j - 1].min(matrix[i * matrix_width + j - 1])",
            "    matrix[a.len() * matrix_width + b.len()]\n",
        ] {
            assert!(found.contains(line), "{line}\nis not in\n{found}");
        }
    }

    #[test]
    fn a_matrix_whose_rows_are_handed_on_stays() {
        for uses in ["g(&rows)", "rows.push(vec![])", "println!(\"{:?}\", rows[0])", "rows[0][1..].len()"] {
            let source = format!("fn f(n: usize) {{ let mut rows = vec![vec![0u8; n]; 3]; {uses}; }}\n");
            assert_eq!(outcomes(&Flatten, &source), "", "{uses}");
        }
    }
}
