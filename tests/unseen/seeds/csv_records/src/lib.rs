//! Reads comma-separated values with quoted fields (RFC 4180).

/// Where the reader is within a field.
#[derive(PartialEq)]
enum State {
    FieldStart,
    Plain,
    Quoted,
    QuoteInQuoted,
}

/// Splits a text into records and those into fields. In a quoted field, commas and line breaks are
/// content and two quotation marks are one. Lines end with `\n` or `\r\n`; empty ones are skipped.
pub fn parse(text: &str) -> Vec<Vec<String>> {
    let mut records: Vec<Vec<String>> = Vec::new();
    let mut record: Vec<String> = Vec::new();
    let mut field = String::new();
    let mut state = State::FieldStart;
    for c in text.chars() {
        if state == State::Quoted {
            match c {
                '"' => state = State::QuoteInQuoted,
                _ => field.push(c),
            }
            continue;
        }
        match c {
            '"' if state == State::FieldStart => state = State::Quoted,
            '"' if state == State::QuoteInQuoted => {
                field.push('"');
                state = State::Quoted;
            }
            ',' => {
                record.push(field.clone());
                field.clear();
                state = State::FieldStart;
            }
            '\n' => {
                if state == State::Plain && field.ends_with('\r') {
                    field.pop();
                }
                if !record.is_empty() || !field.is_empty() {
                    record.push(field.clone());
                    records.push(record.clone());
                }
                field.clear();
                record.clear();
                state = State::FieldStart;
            }
            other => {
                field.push(other);
                state = State::Plain;
            }
        }
    }
    if !record.is_empty() || !field.is_empty() {
        record.push(field);
        records.push(record);
    }
    records
}

/// The fields of one column. Records that are too short are left out.
pub fn column(text: &str, index: usize) -> Vec<String> {
    parse(text).iter().filter_map(|record| record.get(index).cloned()).collect()
}

/// The sum of a column, as far as its fields are whole numbers.
pub fn column_sum(text: &str, index: usize) -> i64 {
    column(text, index).iter().filter_map(|field| field.trim().parse::<i32>().ok()).map(i64::from).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_columns() {
        assert_eq!(parse("a,b,c\r\n1,,3\n"), [["a", "b", "c"], ["1", "", "3"]]);
        assert_eq!(parse("\"x,\ny\",\"say \"\"hi\"\"\""), [["x,\ny", "say \"hi\""]]);
        assert_eq!(column("a,b\nc\n,\"d\"", 1), ["b", "d"]);
        assert_eq!(column_sum("x,1\ny, -3\nz,4.5", 1), -2);
    }

    #[test]
    fn odd_ends() {
        assert!(parse("\n\r\n").is_empty());
        assert_eq!(parse("a,"), [["a", ""]]);
        assert_eq!(parse("\"open"), [["open"]]);
        assert_eq!(parse("\"a\"b\"c"), [["ab\"c"]]);
    }
}
