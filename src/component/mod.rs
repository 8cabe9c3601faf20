//! The seed crate as text: its sources, and what rustc says about them.

use std::collections::BTreeMap;
use std::sync::Arc;

pub mod types;

/// The source files of a crate: path relative to the package root to text.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Sources(BTreeMap<Arc<str>, Arc<str>>);

impl Sources {
    /// The text of one file.
    pub fn get(&self, path: &str) -> Option<&Arc<str>> {
        self.0.get(path)
    }

    /// All files, ordered by path.
    pub fn iter(&self) -> impl Iterator<Item = (&Arc<str>, &Arc<str>)> {
        self.0.iter()
    }

    /// The same sources with one file put in or replaced.
    pub fn with(&self, path: impl Into<Arc<str>>, text: impl Into<Arc<str>>) -> Sources {
        let mut sources = self.clone();
        sources.0.insert(path.into(), text.into());
        sources
    }
}

impl FromIterator<(Arc<str>, Arc<str>)> for Sources {
    fn from_iter<I: IntoIterator<Item = (Arc<str>, Arc<str>)>>(files: I) -> Sources {
        Sources(files.into_iter().collect())
    }
}
