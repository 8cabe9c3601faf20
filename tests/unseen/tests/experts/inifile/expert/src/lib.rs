//! INI files: read them, look things up, change them, write them back.

/// What is wrong with a line, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum IniError {
    BadSection(usize),
    NoEquals(usize),
    EmptyKey(usize),
    OpenQuote(usize),
}

/// A name as written, and in small letters where that is not the same but for ASCII.
#[derive(Debug, Clone, PartialEq)]
struct Name {
    text: String,
    lower: Option<String>,
}

impl Name {
    fn new(text: &str) -> Name {
        let lower = if text.is_ascii() { None } else { Some(text.to_lowercase()) };
        Name { text: text.to_string(), lower }
    }
}

/// A name that is looked for.
enum Wanted<'a> {
    Ascii(&'a str),
    Lower(String),
}

impl Wanted<'_> {
    fn new(text: &str) -> Wanted<'_> {
        if text.is_ascii() {
            Wanted::Ascii(text)
        } else {
            Wanted::Lower(text.to_lowercase())
        }
    }

    fn is(&self, name: &Name) -> bool {
        let own = name.lower.as_deref().unwrap_or(&name.text);
        match self {
            Wanted::Ascii(text) => own.eq_ignore_ascii_case(text),
            Wanted::Lower(text) => {
                if name.lower.is_some() {
                    own == text
                } else {
                    own.eq_ignore_ascii_case(text)
                }
            }
        }
    }
}

#[derive(Debug, Clone, PartialEq)]
struct Section {
    name: Name,
    entries: Vec<(Name, String)>,
}

/// The settings. Names of sections and keys do not care for case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ini {
    sections: Vec<Section>,
}

fn read_value(raw: &str, line: usize) -> Result<String, IniError> {
    let raw = raw.trim();
    let Some(inner) = raw.strip_prefix('"') else {
        let end = raw.find(" ;").or_else(|| raw.find(" #")).unwrap_or(raw.len());
        return Ok(raw[..end].trim().to_string());
    };
    let mut value = String::new();
    let mut rest = inner;
    loop {
        let Some(at) = rest.find(['"', '\\']) else { return Err(IniError::OpenQuote(line)) };
        value.push_str(&rest[..at]);
        if rest.as_bytes()[at] == b'"' {
            return Ok(value);
        }
        let mut chars = rest[at + 1..].chars();
        match chars.next() {
            None => return Err(IniError::OpenQuote(line)),
            Some('n') => value.push('\n'),
            Some(c) => value.push(c),
        }
        rest = chars.as_str();
    }
}

fn write_entry(text: &mut String, key: &str, value: &str) {
    text.push_str(key);
    text.push_str(" = ");
    let special = value.bytes().any(|b| matches!(b, b'"' | b'\n' | b';' | b'#'));
    if !special && value.trim().len() == value.len() {
        text.push_str(value);
    } else {
        text.push('"');
        for c in value.chars() {
            match c {
                '\\' => text.push_str("\\\\"),
                '"' => text.push_str("\\\""),
                '\n' => text.push_str("\\n"),
                c => text.push(c),
            }
        }
        text.push('"');
    }
    text.push('\n');
}

impl Ini {
    pub fn new() -> Ini {
        Ini::default()
    }

    /// Adds what a text says to the settings; later values win. Tells how many values it had.
    pub fn load(&mut self, text: &str) -> Result<usize, IniError> {
        let mut section = None;
        let mut count = 0;
        for (i, line) in text.lines().enumerate() {
            let line = line.trim();
            match line.as_bytes().first() {
                None | Some(b';' | b'#') => continue,
                Some(b'[') => {
                    if !line.ends_with(']') || line.len() < 3 {
                        return Err(IniError::BadSection(i + 1));
                    }
                    section = Some(self.section_index(line[1..line.len() - 1].trim()));
                    continue;
                }
                _ => {}
            }
            let Some((key, value)) = line.split_once('=') else { return Err(IniError::NoEquals(i + 1)) };
            let key = key.trim();
            if key.is_empty() {
                return Err(IniError::EmptyKey(i + 1));
            }
            let value = read_value(value, i + 1)?;
            let index = match section {
                Some(index) => index,
                None => self.section_index(""),
            };
            section = Some(index);
            self.set_at(index, key, value);
            count += 1;
        }
        Ok(count)
    }

    fn find_section(&self, section: &str) -> Option<&Section> {
        let wanted = Wanted::new(section);
        self.sections.iter().find(|s| wanted.is(&s.name))
    }

    fn section_index(&mut self, section: &str) -> usize {
        let wanted = Wanted::new(section);
        if let Some(i) = self.sections.iter().position(|s| wanted.is(&s.name)) {
            return i;
        }
        self.sections.push(Section { name: Name::new(section), entries: Vec::new() });
        self.sections.len() - 1
    }

    fn set_at(&mut self, section: usize, key: &str, value: String) {
        let wanted = Wanted::new(key);
        let entries = &mut self.sections[section].entries;
        match entries.iter_mut().find(|e| wanted.is(&e.0)) {
            Some(entry) => entry.1 = value,
            None => entries.push((Name::new(key), value)),
        }
    }

    fn find(&self, section: &str, key: &str) -> Option<&str> {
        let wanted = Wanted::new(key);
        let entries = &self.find_section(section)?.entries;
        entries.iter().find(|e| wanted.is(&e.0)).map(|e| e.1.as_str())
    }

    pub fn get(&self, section: &str, key: &str) -> Option<String> {
        self.find(section, key).map(str::to_string)
    }

    pub fn get_int(&self, section: &str, key: &str) -> Option<i64> {
        self.find(section, key)?.parse().ok()
    }

    pub fn get_bool(&self, section: &str, key: &str) -> Option<bool> {
        let value = self.find(section, key)?;
        let any = |words: [&str; 4]| words.iter().any(|word| value.eq_ignore_ascii_case(word));
        if any(["yes", "true", "on", "1"]) {
            Some(true)
        } else if any(["no", "false", "off", "0"]) {
            Some(false)
        } else {
            None
        }
    }

    pub fn set(&mut self, section: &str, key: &str, value: &str) {
        let index = self.section_index(section);
        self.set_at(index, key, value.to_string());
    }

    /// Takes a value out and tells whether it was there.
    pub fn remove(&mut self, section: &str, key: &str) -> bool {
        let wanted = Wanted::new(section);
        let Some(section) = self.sections.iter_mut().find(|s| wanted.is(&s.name)) else { return false };
        let wanted = Wanted::new(key);
        match section.entries.iter().position(|e| wanted.is(&e.0)) {
            Some(i) => {
                section.entries.remove(i);
                true
            }
            None => false,
        }
    }

    pub fn sections(&self) -> Vec<String> {
        self.sections.iter().map(|s| s.name.text.clone()).collect()
    }

    pub fn keys(&self, section: &str) -> Vec<String> {
        match self.find_section(section) {
            Some(section) => section.entries.iter().map(|e| e.0.text.clone()).collect(),
            None => Vec::new(),
        }
    }

    /// The settings as a text; those of no section come first.
    pub fn to_text(&self) -> String {
        let mut text = String::with_capacity(self.sections.iter().map(|s| 16 + s.entries.len() * 32).sum());
        if let Some(section) = self.find_section("") {
            for (key, value) in &section.entries {
                write_entry(&mut text, &key.text, value);
            }
        }
        for section in self.sections.iter().filter(|s| !s.name.text.is_empty()) {
            if !text.is_empty() {
                text.push('\n');
            }
            text.push('[');
            text.push_str(&section.name.text);
            text.push_str("]\n");
            for (key, value) in &section.entries {
                write_entry(&mut text, &key.text, value);
            }
        }
        text
    }
}
