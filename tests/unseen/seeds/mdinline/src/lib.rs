//! The marks of Markdown inside a paragraph.

/// A link as it stands in a text.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    pub text: String,
    pub url: String,
}

#[derive(Debug, Clone, PartialEq)]
enum Node {
    Text(String),
    Code(String),
    Emphasis(Vec<Node>),
    Strong(Vec<Node>),
    Link(Vec<Node>, String),
    Image(String, String),
    Break,
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

/// Where a run of one or two marks closes what began at start.
fn find_closing(chars: &[char], start: usize, mark: char, count: usize) -> Option<usize> {
    let mut i = start;
    while i < chars.len() {
        if chars[i] == '\\' {
            i += 2;
            continue;
        }
        if chars[i] == mark {
            let run = chars[i..].iter().take_while(|c| **c == mark).count();
            if run >= count && (run != 2 || count == 2) && i > start && !chars[i - 1].is_whitespace() {
                return Some(i);
            }
            i += run;
            continue;
        }
        i += 1;
    }
    None
}

/// The label and address of a link whose bracket opens at start, and where it ends.
fn find_link(chars: &[char], start: usize) -> Option<(Vec<char>, String, usize)> {
    let mut depth = 0;
    let mut i = start;
    while i < chars.len() {
        match chars[i] {
            '\\' => i += 1,
            '[' => depth += 1,
            ']' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            break;
        }
        i += 1;
    }
    if i + 1 >= chars.len() || chars[i + 1] != '(' {
        return None;
    }
    let label = chars[start + 1..i].to_vec();
    let length = chars[i + 2..].iter().position(|c| *c == ')')?;
    let url: String = chars[i + 2..i + 2 + length].iter().collect();
    if url.contains(char::is_whitespace) {
        return None;
    }
    Some((label, url, i + 3 + length))
}

fn parse(chars: &[char]) -> Vec<Node> {
    let mut nodes = Vec::new();
    let mut text = String::new();
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let next = chars.get(i + 1).copied().unwrap_or('\0');
        let mut found: Option<(Node, usize)> = None;
        if c == '\\' && next.is_ascii_punctuation() {
            text.push(next);
            i += 2;
            continue;
        }
        if c == '\\' && next == '\n' {
            found = Some((Node::Break, i + 2));
        }
        if c == ' ' && next == ' ' && chars.get(i + 2) == Some(&'\n') {
            found = Some((Node::Break, i + 3));
        }
        if c == '`' {
            if let Some(length) = chars[i + 1..].iter().position(|x| *x == '`') {
                let code: String = chars[i + 1..i + 1 + length].iter().collect();
                found = Some((Node::Code(code.trim().to_string()), i + 2 + length));
            }
        }
        let in_word = i > 0 && chars[i - 1].is_alphanumeric();
        if c == '*' || (c == '_' && !in_word) {
            let count = if next == c { 2 } else { 1 };
            let start = i + count;
            if chars.get(start).map_or(false, |x| !x.is_whitespace()) {
                if let Some(end) = find_closing(chars, start, c, count) {
                    let inner = parse(&chars[start..end]);
                    let node = if count == 2 { Node::Strong(inner) } else { Node::Emphasis(inner) };
                    found = Some((node, end + count));
                }
            }
        }
        if c == '[' {
            if let Some((label, url, end)) = find_link(chars, i) {
                found = Some((Node::Link(parse(&label), url), end));
            }
        }
        if c == '!' && next == '[' {
            if let Some((label, url, end)) = find_link(chars, i + 1) {
                found = Some((Node::Image(label.iter().collect(), url), end));
            }
        }
        match found {
            Some((node, end)) => {
                if !text.is_empty() {
                    nodes.push(Node::Text(text.clone()));
                    text.clear();
                }
                nodes.push(node);
                i = end;
            }
            None => {
                text.push(c);
                i += 1;
            }
        }
    }
    if !text.is_empty() {
        nodes.push(Node::Text(text));
    }
    nodes
}

fn html(nodes: &[Node]) -> String {
    let parts: Vec<String> = nodes
        .iter()
        .map(|node| match node {
            Node::Text(text) => escape(text),
            Node::Code(code) => format!("<code>{}</code>", escape(code)),
            Node::Emphasis(inner) => format!("<em>{}</em>", html(inner)),
            Node::Strong(inner) => format!("<strong>{}</strong>", html(inner)),
            Node::Link(inner, url) => format!("<a href=\"{}\">{}</a>", escape(url), html(inner)),
            Node::Image(alt, url) => format!("<img src=\"{}\" alt=\"{}\">", escape(url), escape(alt)),
            Node::Break => "<br>\n".to_string(),
        })
        .collect();
    parts.join("")
}

fn plain_text(nodes: &[Node]) -> String {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Text(t) | Node::Code(t) | Node::Image(t, _) => text.push_str(t),
            Node::Emphasis(inner) | Node::Strong(inner) | Node::Link(inner, _) => text.push_str(&plain_text(inner)),
            Node::Break => text.push('\n'),
        }
    }
    text
}

fn collect_links(nodes: &[Node]) -> Vec<Link> {
    let mut links = Vec::new();
    for node in nodes {
        match node {
            Node::Link(inner, url) => {
                links.push(Link { text: plain_text(inner), url: url.clone() });
                links.extend(collect_links(inner));
            }
            Node::Emphasis(inner) | Node::Strong(inner) => links.extend(collect_links(inner)),
            _ => {}
        }
    }
    links
}

fn read(text: &str) -> Vec<Node> {
    let chars: Vec<char> = text.chars().collect();
    parse(&chars)
}

/// A paragraph as HTML.
pub fn to_html(text: &str) -> String {
    html(&read(text))
}

/// A paragraph without its marks.
pub fn plain(text: &str) -> String {
    plain_text(&read(text))
}

/// The links of a paragraph, outer ones before those inside them.
pub fn links(text: &str) -> Vec<Link> {
    collect_links(&read(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks() {
        assert_eq!(to_html("a *b **c** d* `x < y`"), "a <em>b <strong>c</strong> d</em> <code>x &lt; y</code>");
        assert_eq!(to_html("snake_case_name 2 * 3 * 4"), "snake_case_name 2 * 3 * 4");
        assert_eq!(to_html("\\*no\\* & one  \ntwo"), "*no* &amp; one<br>\ntwo");
        assert_eq!(to_html("**open it"), "**open it");
    }

    #[test]
    fn addresses() {
        assert_eq!(to_html("[a _b_](http://x.y?a&b)"), "<a href=\"http://x.y?a&amp;b\">a <em>b</em></a>");
        assert_eq!(to_html("![alt](i.png) [x] (y)"), "<img src=\"i.png\" alt=\"alt\"> [x] (y)");
        assert_eq!(links("**[a `b`](u)**"), vec![Link { text: "a b".to_string(), url: "u".to_string() }]);
        assert_eq!(plain("see **[a `b`](u)**!"), "see a b!");
    }
}
