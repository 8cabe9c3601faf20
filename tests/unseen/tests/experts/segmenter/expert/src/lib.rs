//! A prefix tree over bytes in one vector: a table for the first byte, lists of siblings below.

#[derive(Clone, Copy)]
struct Node {
    /// The first child; 0: none.
    child: u32,
    /// The next child of the same parent; 0: none.
    sibling: u32,
    byte: u8,
    word: bool,
}

pub struct Lexicon {
    first: [u32; 256],
    /// Node 0 is nobody.
    nodes: Vec<Node>,
}

const NOBODY: Node = Node { child: 0, sibling: 0, byte: 0, word: false };

impl Lexicon {
    pub fn new(list: &str) -> Lexicon {
        let mut lexicon = Lexicon { first: [0; 256], nodes: Vec::with_capacity(list.len() + 1) };
        lexicon.nodes.push(NOBODY);
        for word in list.split_whitespace() {
            lexicon.add(word.as_bytes());
        }
        lexicon
    }

    fn add(&mut self, word: &[u8]) {
        let nodes = &mut self.nodes;
        let first = &mut self.first[word[0] as usize];
        if *first == 0 {
            *first = nodes.len() as u32;
            nodes.push(NOBODY);
        }
        let mut node = *first as usize;
        for &byte in &word[1..] {
            let head = nodes[node].child;
            let mut at = head as usize;
            while at != 0 && nodes[at].byte != byte {
                at = nodes[at].sibling as usize;
            }
            if at == 0 {
                at = nodes.len();
                nodes.push(Node { byte, sibling: head, ..NOBODY });
                nodes[node].child = at as u32;
            }
            node = at;
        }
        nodes[node].word = true;
    }

    /// The child of a node for a byte; 0: none.
    #[inline]
    fn step(&self, node: usize, byte: u8) -> usize {
        let mut at = self.nodes[node].child as usize;
        while at != 0 && self.nodes[at].byte != byte {
            at = self.nodes[at].sibling as usize;
        }
        at
    }

    pub fn contains(&self, word: &str) -> bool {
        self.match_length(word.as_bytes()) == Some(word.len())
    }

    fn match_length(&self, text: &[u8]) -> Option<usize> {
        let (&byte, rest) = text.split_first()?;
        let mut node = self.first[byte as usize] as usize;
        let mut best = self.nodes[node].word.then_some(1);
        for (i, &byte) in rest.iter().enumerate() {
            node = self.step(node, byte);
            if node == 0 {
                break;
            }
            if self.nodes[node].word {
                best = Some(i + 2);
            }
        }
        best
    }

    pub fn longest_match(&self, text: &str) -> Option<String> {
        self.match_length(text.as_bytes()).map(|length| text[..length].to_string())
    }

    pub fn segment(&self, text: &str) -> Vec<String> {
        let mut parts = Vec::with_capacity(text.len() / 3 + 1);
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let length = self.match_length(rest.as_bytes()).unwrap_or(first.len_utf8());
            let (part, behind) = rest.split_at(length);
            parts.push(part.to_string());
            rest = behind;
        }
        parts
    }
}
