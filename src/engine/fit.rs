//! Preconditions that the user declares (`requires`): recorded calls must keep them, made-up ones are dropped where they
//! do not. They are evaluated typed, in a worker of the seed that ends a session before a call that breaks one.

use super::Fault;
use super::ground::Ground;
use crate::build::{BuildError, Form, Program};
use crate::component::interface::Interface;
use crate::component::{Component, Requirement};
use crate::replay::outcome::{Ended, SessionOutput};

/// The preconditions of the metadata, each about some public function.
///
/// # Errors
/// The first line that says nothing.
pub fn requirements(component: &Component, interface: &Interface) -> Result<Vec<Requirement>, Fault> {
    let read = |line: &String| {
        let requirement = Requirement::parse(line).map_err(|why| refused(component, line, &why))?;
        let known = interface.functions.iter().any(|function| {
            let params: Vec<&str> = function.params.iter().map(|(name, _)| name.as_str()).collect();
            let last = |path: &str| path.rsplit("::").next().map(str::to_owned);
            let meant = |pattern: &String| pattern.contains('*') || last(pattern) == last(&function.name);
            requirement.function.as_ref().is_none_or(meant) && requirement.named_in(&params)
        });
        let names: Vec<String> = requirement.names.iter().map(|name| format!("`{name}`")).collect();
        let of = requirement.function.as_ref().map_or("no public function".into(), |f| format!("no function `{f}`"));
        match known {
            true => Ok(requirement),
            false => Err(refused(
                component,
                line,
                &format!(
                    "{of} has arguments {}; write the names that the function itself has for them",
                    names.join(", ")
                ),
            )),
        }
    };
    component.metadata.requires.iter().map(read).collect()
}

fn refused(component: &Component, line: &str, why: &str) -> Fault {
    Fault::Seed(format!("{}: requires {line:?}: {why}", component.place_in_manifest(line)))
}

/// Whether a session came to a call that breaks a precondition: its entry, and the place of the precondition.
fn broken(output: &SessionOutput) -> Option<(usize, usize)> {
    output.records().find_map(|record| match record.ended {
        Ended::Unfit(place) => Some((record.entry?, place as usize)),
        _ => None,
    })
}

/// Whether all calls of a session keep what the user requires.
pub fn keeps_preconditions(output: &SessionOutput) -> bool {
    broken(output).is_none()
}

impl Ground {
    /// A worker of the seed that looks at preconditions; none where there are none about functions of the trace.
    ///
    /// # Errors
    /// A precondition does not compile, or a recorded call breaks it.
    pub(super) fn fitting(&self) -> Result<Option<Program>, Fault> {
        let places = &self.harness.requires;
        if places.is_empty() {
            return Ok(None);
        }
        let program = self.requiring(places.clone())?;
        let (seen, _) = self.first(&program, &self.timed, 1)?;
        for (id, output) in seen.iter().enumerate() {
            let Some((entry, place)) = broken(output) else { continue };
            let line = &self.component.metadata.requires[place];
            return Err(Fault::Trace(format!(
                "{}: this call breaks the precondition {line:?} ({}); correct that line of [package.metadata.synth], or \
                 leave calls out of the trace that no caller may make",
                self.place(id, entry),
                self.component.place_in_manifest(line)
            )));
        }
        Ok(Some(program))
    }

    /// The preconditions about functions of the trace, for people.
    pub(super) fn required(&self) -> Option<String> {
        let lines: Vec<String> = self
            .harness
            .requires
            .iter()
            .map(|&place| format!("`{}`", self.component.metadata.requires[place]))
            .collect();
        (!lines.is_empty()).then(|| lines.join(" and "))
    }

    fn requiring(&self, places: Vec<usize>) -> Result<Program, Fault> {
        let build = |places: Vec<usize>| {
            let form = Form { requires: places, ..Form::default() };
            self.toolchain.build(
                &mut self.toolchain.slot("requires", &self.component.sources)?,
                &self.component.sources,
                &form,
                "requires",
            )
        };
        let why = match build(places.clone()) {
            Ok(program) => return Ok(program),
            Err(BuildError::Interrupted) => return Err(Fault::Interrupted(String::new())),
            Err(BuildError::Rejected(why)) => why,
            Err(error) => return Err(Fault::Output(error.to_string())),
        };
        // Alone, each says for itself whether it compiles.
        let culprit = places.iter().find_map(|&place| match build(vec![place]) {
            Err(BuildError::Rejected(why)) => Some((place, why)),
            _ => None,
        });
        let (place, why) = culprit.unwrap_or((places[0], why));
        // The place in the generated worker helps nobody.
        let words = why.find("error").map_or(&*why, |at| &why[at..]);
        Err(refused(&self.component, &self.component.metadata.requires[place], &format!("rustc says: {words}")))
    }
}
