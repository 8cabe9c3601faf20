//! Tables as text: how a `let` makes one, in rows or flat, which cell a use of its name means, and how loops walk it.
//! It must not know what is made of a table.

use super::program::{Program, Statement};

/// What `let mut name = vec![vec![element; width]; height];` says, or `let mut name = vec![element; height * width];`.
pub struct Table {
    pub name: String,
    /// What one row is declared as: `let mut name: Vec<u32> = vec![element; width];`.
    pub row: String,
    pub element: String,
    /// What a row number is multiplied by, where rows lie one behind the other.
    stride: Option<String>,
}

/// A use of a table's name.
pub struct Cell {
    pub row: String,
    /// A row as a whole has none.
    pub column: Option<String>,
    /// How long the text of the use is.
    pub length: usize,
}

impl Table {
    /// What a `let` may mean: of a flat table it is not clear which factor of its size is the width.
    pub fn made_by(text: &str) -> Vec<Table> {
        let Some((head, made)) = text.split_once('=') else { return Vec::new() };
        let made = made.trim().trim_end_matches(';').trim_end();
        let Some(name) = head.trim().strip_prefix("let mut ") else { return Vec::new() };
        let (name, ty) = name.split_once(':').map_or((name, None), |(name, ty)| (name, Some(ty.trim())));
        let name = name.trim();
        if !is_word(name) {
            return Vec::new();
        }
        let table = |ty: Option<&str>, row: &str, element: &str, stride: Option<&str>| Table {
            name: name.to_owned(),
            row: format!("let mut {name}{} = {row};", ty.map(|ty| format!(": {ty}")).unwrap_or_default()),
            element: element.to_owned(),
            stride: stride.map(str::to_owned),
        };
        let Some((content, size)) = repeated(made) else { return Vec::new() };
        if let Some((element, _)) = repeated(content) {
            return vec![table(ty.and_then(row_type), content, element, None)];
        }
        let factors = split(size, '*');
        let [one, two] = factors[..] else { return Vec::new() };
        let open = if made.starts_with("vec!") { "vec![" } else { "[" };
        let flat = |width: &str| table(ty, &format!("{open}{content}; {}]", bare(width)), content, Some(width));
        vec![flat(two), flat(one)]
    }

    /// The cell or row that a text means that begins with the table's name.
    pub fn cell(&self, text: &str) -> Option<Cell> {
        let after = text.strip_prefix(&*self.name)?;
        let (index, rest) = bracketed(after)?;
        let cell = |row: &str, column: Option<&str>, rest: &str| Cell {
            row: bare(row).to_owned(),
            column: column.map(|column| bare(column).to_owned()),
            length: text.len() - rest.len(),
        };
        let Some(stride) = &self.stride else {
            return match bracketed(rest) {
                _ if index.contains("..") => None,
                Some((column, rest)) => Some(cell(index, Some(column), rest)),
                None => Some(cell(index, None, rest)),
            };
        };
        if let Some(end) = index.strip_prefix("..") {
            return same(end, stride).then(|| cell("0", None, rest));
        }
        let (row, column) = apart(index, stride)?;
        Some(cell(&row, Some(&column), rest))
    }

    /// Whether a text goes through all rows to change them.
    pub fn is_rows(&self, text: &str) -> bool {
        let Table { name, stride, .. } = self;
        let rest = text.trim().strip_prefix("&mut ").map_or(text.trim(), str::trim).strip_prefix(&**name);
        match (rest, stride) {
            (Some(""), None) => text.trim().starts_with('&'),
            (Some(rest), None) => rest == ".iter_mut()",
            (Some(rest), Some(stride)) => {
                let width = [".chunks_mut", ".chunks_exact_mut"].iter().find_map(|chunks| rest.strip_prefix(chunks));
                width.is_some_and(|width| same(width, stride))
            }
            (None, _) => false,
        }
    }
}

/// A loop over a number.
pub struct Walk {
    /// The name that changes.
    pub over: String,
    /// Its first value.
    pub first: Option<String>,
    /// The value that a walk downwards stops short of, which would come before the first.
    pub above: Option<String>,
    /// The statements of its body, as indices into [`Program::statements`]; never empty.
    pub body: Vec<usize>,
}

/// The head of a `for` or `while`, from its first word to its brace, and the statements of its body.
pub fn head<'a>(program: &'a Program, statement: &Statement) -> Option<(&'a str, &'a [usize])> {
    let text = program.text(&statement.file, &statement.range);
    if !text.starts_with("for ") && !text.starts_with("while ") {
        return None;
    }
    let inside = |other: &&Statement| {
        other.file == statement.file
            && statement.range.start < other.range.start
            && other.range.end <= statement.range.end
    };
    let first = program.statements.iter().filter(inside).min_by_key(|other| other.range.start)?;
    let head = text.get(..first.range.start - statement.range.start)?;
    let head = head.get(..head.rfind('{')?)?.trim();
    Some((head, &program.blocks[first.block].statements))
}

impl Walk {
    /// `for i in 1..=n`, `for i in (0..n).rev()`, `for (i, x) in v.iter().enumerate()`, or `while i < n` with what `i` was set to before.
    pub fn of(program: &Program, statement: &Statement) -> Option<Walk> {
        let (head, body) = head(program, statement)?;
        let walk = |over: &str, first: Option<&str>, above: Option<&str>| Walk {
            over: over.to_owned(),
            first: first.map(|text| bare(text).to_owned()),
            above: above.map(|text| bare(text).to_owned()),
            body: body.to_vec(),
        };
        if let Some(condition) = head.strip_prefix("while ") {
            let over =
                condition.split(|c: char| !c.is_alphanumeric() && c != '_').next().filter(|word| is_word(word))?;
            let before = program.sources.get(&statement.file)?.get(..statement.range.start)?;
            let set = before.rfind(&format!("{over} = ")).map(|at| &before[at + over.len() + 3..]);
            return Some(walk(over, set.and_then(|set| set.split(';').next()), None));
        }
        let (over, range) = head.strip_prefix("for ")?.split_once(" in ")?;
        if range.trim().ends_with(".enumerate()") {
            let (over, _) = over.trim().strip_prefix('(')?.split_once(',')?;
            return Some(walk(over.trim(), Some("0"), None)).filter(|walk| is_word(&walk.over));
        }
        let over = Some(over.trim()).filter(|over| is_word(over))?;
        let (range, down) = range.trim().strip_suffix(".rev()").map_or((range, false), |range| (range, true));
        let (first, last) = bare(range).split_once("..")?;
        match down {
            false => Some(walk(over, Some(first), None)),
            true => Some(walk(over, None, Some(last).filter(|last| !last.starts_with('=')))),
        }
    }

    /// How far an index is from the name that changes: -1, 0 or 1.
    pub fn offset(&self, index: &str) -> Option<i64> {
        let index: String = bare(index).split_whitespace().collect();
        let Walk { over, .. } = self;
        match index {
            _ if index == *over => Some(0),
            _ if index == format!("{over}+1") || index == format!("1+{over}") => Some(1),
            _ if index == format!("{over}-1") => Some(-1),
            _ => None,
        }
    }

    /// Whether a statement is the step of a `while`: `i += 1;`.
    pub fn is_step(&self, statement: &str) -> bool {
        same(statement, &format!("{} += 1;", self.over))
    }

    /// What an index so far from the name that changes was before the first time.
    pub fn before(&self, written: i64, read: i64) -> Option<String> {
        match (&self.first, &self.above) {
            (Some(first), _) => Some((first.parse::<i64>().ok()? + read).to_string()),
            (None, Some(above)) if written == 0 && read == 1 => Some(above.clone()),
            _ => None,
        }
    }
}

/// What stands in the brackets that a text begins with, and what follows them.
pub fn bracketed(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0usize;
    for (at, letter) in text.char_indices() {
        match letter {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth = depth.checked_sub(1)?,
            _ if depth == 0 => return None,
            _ => {}
        }
        if depth == 0 {
            return text.starts_with('[').then(|| (&text[1..at], &text[at + 1..]));
        }
    }
    None
}

/// Whether a text is a name.
pub fn is_word(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_') && text.chars().all(|c| c.is_alphanumeric() || c == '_')
}

/// What is repeated in `vec![content; size]` or `[content; size]`, and how often.
fn repeated(text: &str) -> Option<(&str, &str)> {
    let (inside, rest) = bracketed(text.strip_prefix("vec!").unwrap_or(text))?;
    match split(inside, ';')[..] {
        [content, size] if rest.is_empty() => Some((content, size)),
        _ => None,
    }
}

/// The type of a row of a `Vec<Vec<T>>` or `[[T; W]; H]`.
fn row_type(ty: &str) -> Option<&str> {
    match bracketed(ty) {
        Some((inside, _)) => split(inside, ';').first().copied(),
        None => ty.strip_prefix("Vec<")?.strip_suffix('>'),
    }
}

/// The parts of a text between signs that stand outside of brackets.
fn split(text: &str, sign: char) -> Vec<&str> {
    let (mut depth, mut from, mut parts) = (0i32, 0, Vec::new());
    for (at, letter) in text.char_indices() {
        match letter {
            '[' | '(' | '{' => depth += 1,
            ']' | ')' | '}' => depth -= 1,
            _ if letter == sign && depth == 0 => {
                parts.push(text[from..at].trim());
                from = at + letter.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(text[from..].trim());
    parts
}

/// A text without the parentheses around it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let inside = text.strip_prefix('(').and_then(|text| text.strip_suffix(')'));
    let closes = |inside: &&str| {
        let mut depth = 0;
        inside.chars().all(|c| {
            depth += i32::from(c == '(') - i32::from(c == ')');
            depth >= 0
        })
    };
    inside.filter(closes).map_or(text, bare)
}

/// Whether two texts say the same, spaces and outer parentheses apart.
pub fn same(one: &str, two: &str) -> bool {
    let words = |text: &str| bare(text).split_whitespace().collect::<String>();
    words(one) == words(two)
}

/// Row and column of `row * stride + column`, in any order.
fn apart(index: &str, stride: &str) -> Option<(String, String)> {
    let (mut row, mut column) = (None, Vec::new());
    for term in split(index, '+') {
        // What is taken away from the last column is taken from the column.
        let (first, less) = term.find('-').filter(|_| !term.contains('(')).map_or((term, ""), |at| term.split_at(at));
        match split(first, '*')[..] {
            [one, two] if same(two, stride) && row.is_none() && less.is_empty() => row = Some(one.to_owned()),
            [one, two] if same(one, stride) && row.is_none() && less.is_empty() => row = Some(two.to_owned()),
            _ => column.push(bare(term)),
        }
    }
    let column = if column.is_empty() { "0".to_owned() } else { column.join(" + ") };
    Some((row.unwrap_or_else(|| "0".to_owned()), column))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(made: &str, used: &str) -> Vec<(String, Option<String>)> {
        let cell = |table: &Table| table.cell(used).map(|cell| (cell.row, cell.column));
        Table::made_by(made).iter().filter_map(cell).collect()
    }

    #[test]
    fn a_cell_is_found_in_rows_and_in_a_flat_table() {
        let at = |row: &str, column: &str| (row.to_owned(), Some(column.to_owned()));
        assert_eq!(cells("let mut d = vec![vec![0; m + 1]; n + 1];", "d[i - 1][j] + 1"), [at("i - 1", "j")]);
        assert_eq!(cells("let mut d: [[u8; 9]; 9] = [[0; 9]; 9];", "d[i][(j - 1)]"), [at("i", "j - 1")]);
        let flat = "let mut d = vec![0; (n + 1) * (m + 1)];";
        for (used, cell) in [
            ("d[(i - 1) * (m+1) + j - 1]", at("i - 1", "j - 1")),
            ("d[j + i * (m + 1)]", at("i", "j")),
            ("d[(m + 1) * i]", at("i", "0")),
            ("d[j]", at("0", "j")),
        ] {
            assert_eq!(cells(flat, used)[0], cell, "{used}");
        }
    }

    #[test]
    fn one_row_is_declared_with_its_type() {
        for (made, row) in [
            ("let mut d: Vec<Vec<u8>> = vec![vec![0; m]; n];", "let mut d: Vec<u8> = vec![0; m];"),
            ("let mut d = [[0u8; 9]; 9];", "let mut d = [0u8; 9];"),
            ("let mut d: Vec<u8> = vec![1; n * (m + 1)];", "let mut d: Vec<u8> = vec![1; m + 1];"),
        ] {
            assert_eq!(Table::made_by(made)[0].row, row);
        }
        assert!(Table::made_by("let mut d = vec![0; n];").is_empty());
        assert!(Table::made_by("let d = f();").is_empty());
    }
}
