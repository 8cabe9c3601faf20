//! INI files: read them, look things up, change them, write them back.

/// What is wrong with a line, counted from 1.
#[derive(Debug, Clone, PartialEq)]
pub enum IniError {
    BadSection(usize),
    NoEquals(usize),
    EmptyKey(usize),
    OpenQuote(usize),
}

#[derive(Debug, Clone, PartialEq)]
struct Entry {
    section: String,
    key: String,
    value: String,
}

/// The settings. Names of sections and keys do not care for case.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ini {
    sections: Vec<String>,
    entries: Vec<Entry>,
}

fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// A value as written: in quotes with escapes, or bare up to a comment.
fn read_value(raw: &str, line: usize) -> Result<String, IniError> {
    let raw = raw.trim().to_string();
    if !raw.starts_with('"') {
        let end = raw.find(" ;").or_else(|| raw.find(" #")).unwrap_or(raw.len());
        return Ok(raw[..end].trim().to_string());
    }
    let chars: Vec<char> = raw.chars().collect();
    let mut value = String::new();
    let mut i = 1;
    while i < chars.len() {
        if chars[i] == '"' {
            return Ok(value);
        }
        if chars[i] == '\\' && i + 1 < chars.len() {
            i += 1;
            if chars[i] == 'n' {
                value.push('\n');
            } else {
                value.push(chars[i]);
            }
        } else {
            value.push(chars[i]);
        }
        i += 1;
    }
    Err(IniError::OpenQuote(line))
}

fn write_value(value: &str) -> String {
    let special = value.contains('"') || value.contains('\n') || value.contains(';') || value.contains('#');
    if !special && value.trim() == value {
        return value.to_string();
    }
    let escaped = value.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("\"{}\"", escaped)
}

impl Ini {
    pub fn new() -> Ini {
        Ini::default()
    }

    /// Adds what a text says to the settings; later values win. Tells how many values it had.
    pub fn load(&mut self, text: &str) -> Result<usize, IniError> {
        let mut section = String::new();
        let mut count = 0;
        for (i, line) in text.lines().enumerate() {
            let line = line.trim().to_string();
            if line.is_empty() || line.starts_with(';') || line.starts_with('#') {
                continue;
            }
            if line.starts_with('[') {
                if !line.ends_with(']') || line.len() < 3 {
                    return Err(IniError::BadSection(i + 1));
                }
                section = line[1..line.len() - 1].trim().to_string();
                self.add_section(&section);
                continue;
            }
            let parts: Vec<&str> = line.splitn(2, '=').collect();
            if parts.len() < 2 {
                return Err(IniError::NoEquals(i + 1));
            }
            let key = parts[0].trim().to_string();
            if key.is_empty() {
                return Err(IniError::EmptyKey(i + 1));
            }
            let value = read_value(parts[1], i + 1)?;
            self.set(&section, &key, &value);
            count += 1;
        }
        Ok(count)
    }

    fn add_section(&mut self, section: &str) {
        if !self.sections.iter().any(|s| same(s, section)) {
            self.sections.push(section.to_string());
        }
    }

    pub fn get(&self, section: &str, key: &str) -> Option<String> {
        self.entries
            .iter()
            .find(|e| same(&e.section, section) && same(&e.key, key))
            .map(|e| e.value.clone())
    }

    pub fn get_int(&self, section: &str, key: &str) -> Option<i64> {
        self.get(section, key)?.parse().ok()
    }

    pub fn get_bool(&self, section: &str, key: &str) -> Option<bool> {
        match self.get(section, key)?.to_lowercase().as_str() {
            "yes" | "true" | "on" | "1" => Some(true),
            "no" | "false" | "off" | "0" => Some(false),
            _ => None,
        }
    }

    pub fn set(&mut self, section: &str, key: &str, value: &str) {
        self.add_section(section);
        for entry in self.entries.iter_mut() {
            if same(&entry.section, section) && same(&entry.key, key) {
                entry.value = value.to_string();
                return;
            }
        }
        self.entries.push(Entry { section: section.to_string(), key: key.to_string(), value: value.to_string() });
    }

    /// Takes a value out and tells whether it was there.
    pub fn remove(&mut self, section: &str, key: &str) -> bool {
        let before = self.entries.len();
        self.entries.retain(|e| !(same(&e.section, section) && same(&e.key, key)));
        self.entries.len() < before
    }

    pub fn sections(&self) -> Vec<String> {
        self.sections.clone()
    }

    pub fn keys(&self, section: &str) -> Vec<String> {
        self.entries.iter().filter(|e| same(&e.section, section)).map(|e| e.key.clone()).collect()
    }

    /// The settings as a text; those of no section come first.
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        for key in self.keys("") {
            text += &format!("{} = {}\n", key, write_value(&self.get("", &key).unwrap_or_default()));
        }
        for section in self.sections.iter().filter(|s| !s.is_empty()) {
            if !text.is_empty() {
                text += "\n";
            }
            text += &format!("[{}]\n", section);
            for key in self.keys(section) {
                text += &format!("{} = {}\n", key, write_value(&self.get(section, &key).unwrap_or_default()));
            }
        }
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        let mut ini = Ini::new();
        assert_eq!(ini.load("a=1\n[Net]\nPort = 80 ; web\nname=\"x; \\\"y\\\"\"\n# end\n"), Ok(3));
        assert_eq!(ini.get_int("net", "PORT"), Some(80));
        assert_eq!(ini.get("NET", "name"), Some("x; \"y\"".to_string()));
        ini.set("Log", "on", "yes");
        assert_eq!(ini.get_bool("log", "on"), Some(true));
        assert!(ini.remove("", "A"));
        assert_eq!(ini.to_text(), "[Net]\nPort = 80\nname = \"x; \\\"y\\\"\"\n\n[Log]\non = yes\n");
        assert_eq!(ini.sections(), vec!["", "Net", "Log"]);
    }

    #[test]
    fn errors() {
        assert_eq!(Ini::new().load("[x"), Err(IniError::BadSection(1)));
        assert_eq!(Ini::new().load("\nx"), Err(IniError::NoEquals(2)));
        assert_eq!(Ini::new().load(" = 3"), Err(IniError::EmptyKey(1)));
        assert_eq!(Ini::new().load("a = \"b"), Err(IniError::OpenQuote(1)));
    }
}
