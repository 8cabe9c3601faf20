//! Quoted-printable text, the transfer encoding of e-mail (RFC 2045).

/// What is wrong with an encoded text; the number is the line, counted from 1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum QpError {
    /// `=` is not followed by two hexadecimal digits.
    BadEscape(usize),
    /// A control character or a character beyond ASCII.
    BadCharacter(usize),
}

const HEX: &[u8; 16] = b"0123456789ABCDEF";
const ROOM: usize = 75;

/// Bytes that stand for themselves inside a line.
const PLAIN: [bool; 256] = {
    let mut table = [false; 256];
    let mut b = 32;
    while b < 127 {
        table[b] = b != b'=' as usize;
        b += 1;
    }
    table[9] = true;
    table
};

/// The value of a hexadecimal digit, 0xff for any other byte.
const VALUE: [u8; 256] = {
    let mut table = [0xffu8; 256];
    let mut i = 0;
    while i < 16 {
        table[b"0123456789ABCDEF"[i] as usize] = i as u8;
        table[b"0123456789abcdef"[i] as usize] = i as u8;
        i += 1;
    }
    table
};

fn plain_run(bytes: &[u8]) -> usize {
    bytes.iter().position(|&b| !PLAIN[b as usize]).unwrap_or(bytes.len())
}

fn escape(out: &mut Vec<u8>, column: &mut usize, byte: u8) {
    if *column + 3 > ROOM {
        out.extend_from_slice(b"=\r\n");
        *column = 0;
    }
    out.extend_from_slice(&[b'=', HEX[(byte >> 4) as usize], HEX[(byte & 15) as usize]]);
    *column += 3;
}

/// Encodes bytes. `\n` is a line break, written as CR LF; longer lines are folded with
/// soft breaks so that none has more than 76 characters.
pub fn encode(data: &[u8]) -> String {
    let mut out: Vec<u8> = Vec::with_capacity(data.len() + data.len() / 4 + 16);
    let mut at = 0;
    let mut column = 0;
    while at < data.len() {
        let mut run = plain_run(&data[at..]);
        let end = at + run;
        let line_ends = end == data.len() || data[end] == b'\n';
        // A blank at the end of a line is escaped.
        let blank_last = line_ends && run > 0 && matches!(data[end - 1], b' ' | b'\t');
        if blank_last {
            run -= 1;
        }
        while run > 0 {
            if column == ROOM {
                out.extend_from_slice(b"=\r\n");
                column = 0;
            }
            let part = run.min(ROOM - column);
            out.extend_from_slice(&data[at..at + part]);
            at += part;
            run -= part;
            column += part;
        }
        if blank_last {
            escape(&mut out, &mut column, data[at]);
            at += 1;
        }
        if at < data.len() {
            if data[at] == b'\n' {
                out.extend_from_slice(b"\r\n");
                column = 0;
            } else {
                escape(&mut out, &mut column, data[at]);
            }
            at += 1;
        }
    }
    String::from_utf8(out).unwrap()
}

/// Decodes a text. Blanks at the ends of lines are dropped, line breaks become `\n`.
pub fn decode(text: &str) -> Result<Vec<u8>, QpError> {
    let mut out = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    let mut number = 0;
    loop {
        number += 1;
        let end = rest.iter().position(|&b| b == b'\n');
        let mut line = match end {
            Some(end) => &rest[..end],
            None => rest,
        };
        if let [head @ .., b'\r'] = line {
            line = head;
        }
        while let [head @ .., b' ' | b'\t'] = line {
            line = head;
        }
        let mut soft = false;
        if let [head @ .., b'='] = line {
            line = head;
            soft = true;
        }
        loop {
            let run = plain_run(line);
            out.extend_from_slice(&line[..run]);
            match &line[run..] {
                [] => break,
                [b'=', high, low, tail @ ..] => {
                    let (high, low) = (VALUE[*high as usize], VALUE[*low as usize]);
                    if high | low > 15 {
                        return Err(QpError::BadEscape(number));
                    }
                    out.push(high << 4 | low);
                    line = tail;
                }
                [b'=', ..] => return Err(QpError::BadEscape(number)),
                _ => return Err(QpError::BadCharacter(number)),
            }
        }
        match end {
            Some(end) => {
                if !soft {
                    out.push(b'\n');
                }
                rest = &rest[end + 1..];
            }
            None => return Ok(out),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ways() {
        assert_eq!(encode("a=b é \nx".as_bytes()), "a=3Db =C3=A9=20\r\nx");
        assert_eq!(encode(&[b'x'; 100]), format!("{}=\r\n{}", "x".repeat(75), "x".repeat(25)));
        assert_eq!(decode("a=3db =C3=A9=20 \t\r\nx=\r\ny\n"), Ok("a=b é \nxy\n".as_bytes().to_vec()));
        assert_eq!(decode("ok\n=4"), Err(QpError::BadEscape(2)));
        assert_eq!(decode("é"), Err(QpError::BadCharacter(1)));
        let data: Vec<u8> = (0..2000u32).map(|i| (i * i % 251) as u8).collect();
        assert_eq!(decode(&encode(&data)), Ok(data));
    }
}
