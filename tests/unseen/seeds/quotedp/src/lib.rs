//! Quoted-printable text, the transfer encoding of e-mail (RFC 2045).

/// What is wrong with an encoded text; the number is the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QpError {
    /// `=` is not followed by two hexadecimal digits.
    BadEscape(usize),
    /// A control character or a character beyond ASCII.
    BadCharacter(usize),
}

const LINE_LIMIT: usize = 76;

/// How one byte is written; blanks need an escape only at the end of a line.
fn token(byte: u8, last_of_line: bool) -> String {
    let plain = match byte {
        b'=' => false,
        b' ' | b'\t' => !last_of_line,
        33..=126 => true,
        _ => false,
    };
    if plain {
        (byte as char).to_string()
    } else {
        format!("={:02X}", byte)
    }
}

/// Encodes bytes. `\n` is a line break, written as CR LF; longer lines are folded with
/// soft breaks so that none has more than 76 characters.
pub fn encode(data: &[u8]) -> String {
    let mut lines: Vec<String> = Vec::new();
    for line in data.split(|byte| *byte == b'\n') {
        let mut folded = String::new();
        let mut column = 0;
        for (i, byte) in line.iter().enumerate() {
            let piece = token(*byte, i + 1 == line.len());
            if column + piece.len() > LINE_LIMIT - 1 {
                folded.push_str("=\r\n");
                column = 0;
            }
            folded.push_str(&piece);
            column += piece.len();
        }
        lines.push(folded);
    }
    lines.join("\r\n")
}

fn hex_value(c: char) -> Option<u8> {
    c.to_digit(16).map(|value| value as u8)
}

/// Decodes a text. Blanks at the ends of lines are dropped, line breaks become `\n`.
pub fn decode(text: &str) -> Result<Vec<u8>, QpError> {
    let mut out = Vec::new();
    let lines: Vec<&str> = text.split('\n').collect();
    for (index, line) in lines.iter().enumerate() {
        let number = index + 1;
        let line = line.strip_suffix('\r').unwrap_or(line);
        let line = line.trim_end_matches([' ', '\t']);
        let (content, soft) = match line.strip_suffix('=') {
            Some(content) => (content, true),
            None => (line, false),
        };
        let mut chars = content.chars();
        while let Some(c) = chars.next() {
            if c == '=' {
                let high = chars.next().and_then(hex_value).ok_or(QpError::BadEscape(number))?;
                let low = chars.next().and_then(hex_value).ok_or(QpError::BadEscape(number))?;
                out.push(high << 4 | low);
            } else if c == '\t' || (' '..='~').contains(&c) {
                out.push(c as u8);
            } else {
                return Err(QpError::BadCharacter(number));
            }
        }
        if !soft && number < lines.len() {
            out.push(b'\n');
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodes() {
        assert_eq!(encode("a=b é \nx".as_bytes()), "a=3Db =C3=A9=20\r\nx");
        let long = encode(&[b'x'; 100]);
        assert_eq!(long, format!("{}=\r\n{}", "x".repeat(75), "x".repeat(25)));
    }

    #[test]
    fn decodes() {
        assert_eq!(decode("a=3db =C3=A9=20 \t\r\nx=\r\ny\n"), Ok("a=b é \nxy\n".as_bytes().to_vec()));
        assert_eq!(decode("ok\n=4"), Err(QpError::BadEscape(2)));
        assert_eq!(decode("é"), Err(QpError::BadCharacter(1)));
    }

    #[test]
    fn round_trip() {
        let data: Vec<u8> = (0..2000u32).map(|i| (i * i % 251) as u8).collect();
        assert_eq!(decode(&encode(&data)), Ok(data));
    }
}
