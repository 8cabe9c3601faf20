//! The marks of Markdown inside a paragraph.

/// A link as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub text: String,
    pub url: String,
}

/// What is done with the parts of a text as they are found.
trait Sink {
    fn text(&mut self, text: &str);
    fn code(&mut self, code: &str);
    fn emphasis(&mut self, strong: bool, inner: &str);
    fn link(&mut self, label: &str, url: &str);
    fn image(&mut self, alt: &str, url: &str);
    fn line_break(&mut self);
}

/// Bytes that can begin something.
static SPECIAL: [bool; 256] = {
    let mut table = [false; 256];
    let bytes = b"\\ `*_[!";
    let mut i = 0;
    while i < bytes.len() {
        table[bytes[i] as usize] = true;
        i += 1;
    }
    table
};

/// How far to go over an escaped character, from the backslash on.
fn over_escape(text: &str, at: usize) -> usize {
    at + 1 + text[at + 1..].chars().next().map_or(1, char::len_utf8)
}

fn ends_blank(text: &str) -> bool {
    text.chars().next_back().is_some_and(char::is_whitespace)
}

/// Where a run of one or two marks closes what began at start.
fn find_closing(text: &str, start: usize, mark: u8, count: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut i = start;
    while i < bytes.len() {
        if bytes[i] == b'\\' {
            i = over_escape(text, i);
        } else if bytes[i] == mark {
            let run = bytes[i..].iter().take_while(|&&b| b == mark).count();
            if run >= count && (run != 2 || count == 2) && i > start && !ends_blank(&text[..i]) {
                return Some(i);
            }
            i += run;
        } else {
            i += 1;
        }
    }
    None
}

/// The label and address of a link whose bracket opens at start, and where it ends.
fn find_link(text: &str, start: usize) -> Option<(&str, &str, usize)> {
    let bytes = text.as_bytes();
    let mut depth = 0usize;
    let mut i = start;
    while i < bytes.len() {
        match bytes[i] {
            b'\\' => {
                i = over_escape(text, i);
                continue;
            }
            b'[' => depth += 1,
            b']' => {
                depth -= 1;
                if depth == 0 {
                    break;
                }
            }
            _ => {}
        }
        i += 1;
    }
    if bytes.get(i + 1) != Some(&b'(') {
        return None;
    }
    let url = &text[i + 2..];
    let url = &url[..url.find(')')?];
    if url.contains(char::is_whitespace) {
        return None;
    }
    Some((&text[start + 1..i], url, i + 3 + url.len()))
}

fn parse<S: Sink>(text: &str, sink: &mut S) {
    let bytes = text.as_bytes();
    let mut done = 0; // what comes before went to the sink
    let mut i = 0;
    let mut no_code = false; // no backtick is left
    while i < bytes.len() {
        let c = bytes[i];
        if !SPECIAL[c as usize] {
            i += 1;
            continue;
        }
        let next = bytes.get(i + 1).copied().unwrap_or(0);
        match c {
            b'\\' => {
                if next.is_ascii_punctuation() {
                    sink.text(&text[done..i]);
                    done = i + 1;
                    i += 2;
                    continue;
                }
                if next == b'\n' {
                    sink.text(&text[done..i]);
                    sink.line_break();
                    i += 2;
                    done = i;
                    continue;
                }
            }
            b' ' => {
                if next == b' ' && bytes.get(i + 2) == Some(&b'\n') {
                    sink.text(&text[done..i]);
                    sink.line_break();
                    i += 3;
                    done = i;
                    continue;
                }
            }
            b'`' if !no_code => {
                if let Some(length) = text[i + 1..].find('`') {
                    sink.text(&text[done..i]);
                    sink.code(text[i + 1..i + 1 + length].trim());
                    i += 2 + length;
                    done = i;
                    continue;
                }
                no_code = true;
            }
            b'*' | b'_' => {
                let in_word = || text[..i].chars().next_back().is_some_and(char::is_alphanumeric);
                if c == b'*' || !in_word() {
                    let count = 1 + (next == c) as usize;
                    let start = i + count;
                    if text[start..].chars().next().is_some_and(|x| !x.is_whitespace()) {
                        if let Some(end) = find_closing(text, start, c, count) {
                            sink.text(&text[done..i]);
                            sink.emphasis(count == 2, &text[start..end]);
                            i = end + count;
                            done = i;
                            continue;
                        }
                    }
                }
            }
            b'[' | b'!' => {
                let image = c == b'!';
                if !image || next == b'[' {
                    if let Some((label, url, end)) = find_link(text, i + image as usize) {
                        sink.text(&text[done..i]);
                        if image {
                            sink.image(label, url);
                        } else {
                            sink.link(label, url);
                        }
                        i = end;
                        done = i;
                        continue;
                    }
                }
            }
            _ => {}
        }
        i += 1;
    }
    sink.text(&text[done..]);
}

struct Html(String);

impl Sink for Html {
    fn text(&mut self, text: &str) {
        let mut done = 0;
        for (i, b) in text.bytes().enumerate() {
            let escaped = match b {
                b'&' => "&amp;",
                b'<' => "&lt;",
                b'>' => "&gt;",
                b'"' => "&quot;",
                _ => continue,
            };
            self.0.push_str(&text[done..i]);
            self.0.push_str(escaped);
            done = i + 1;
        }
        self.0.push_str(&text[done..]);
    }

    fn code(&mut self, code: &str) {
        self.0.push_str("<code>");
        self.text(code);
        self.0.push_str("</code>");
    }

    fn emphasis(&mut self, strong: bool, inner: &str) {
        self.0.push_str(if strong { "<strong>" } else { "<em>" });
        parse(inner, self);
        self.0.push_str(if strong { "</strong>" } else { "</em>" });
    }

    fn link(&mut self, label: &str, url: &str) {
        self.0.push_str("<a href=\"");
        self.text(url);
        self.0.push_str("\">");
        parse(label, self);
        self.0.push_str("</a>");
    }

    fn image(&mut self, alt: &str, url: &str) {
        self.0.push_str("<img src=\"");
        self.text(url);
        self.0.push_str("\" alt=\"");
        self.text(alt);
        self.0.push_str("\">");
    }

    fn line_break(&mut self) {
        self.0.push_str("<br>\n");
    }
}

struct Plain(String);

impl Sink for Plain {
    fn text(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn code(&mut self, code: &str) {
        self.0.push_str(code);
    }

    fn emphasis(&mut self, _: bool, inner: &str) {
        parse(inner, self);
    }

    fn link(&mut self, label: &str, _: &str) {
        parse(label, self);
    }

    fn image(&mut self, alt: &str, _: &str) {
        self.0.push_str(alt);
    }

    fn line_break(&mut self) {
        self.0.push('\n');
    }
}

struct Links(Vec<Link>);

impl Sink for Links {
    fn text(&mut self, _: &str) {}

    fn code(&mut self, _: &str) {}

    fn emphasis(&mut self, _: bool, inner: &str) {
        parse(inner, self);
    }

    fn link(&mut self, label: &str, url: &str) {
        self.0.push(Link { text: plain(label), url: url.to_string() });
        parse(label, self);
    }

    fn image(&mut self, _: &str, _: &str) {}

    fn line_break(&mut self) {}
}

/// A paragraph as HTML.
pub fn to_html(text: &str) -> String {
    let mut html = Html(String::with_capacity(text.len() + text.len() / 4 + 32));
    parse(text, &mut html);
    html.0
}

/// A paragraph without its marks.
pub fn plain(text: &str) -> String {
    let mut plain = Plain(String::with_capacity(text.len()));
    parse(text, &mut plain);
    plain.0
}

/// The links of a paragraph, outer ones before those inside them.
pub fn links(text: &str) -> Vec<Link> {
    let mut links = Links(Vec::new());
    parse(text, &mut links);
    links.0
}
