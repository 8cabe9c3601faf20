//! What code of the seed comes to that depends on nothing: asked of the seed itself, once. Nothing depends on getting an answer.

use std::time::Duration;

use super::Fault;
use super::ground::{Ground, MEMORY};
use super::relinks::host;
use crate::build::values::{answers, asking};
use crate::build::{BuildError, Form, Slot};
use crate::operators::{Closed, Values, View, closed, take_apart};
use crate::replay::{Failure, Limits};

/// How many questions are put.
const MOST: usize = 32;

/// CPU time for all answers. What takes longer is nothing that a program does again and again.
const ANSWERING: Duration = Duration::from_secs(2);

/// Bytes of all answers.
const ANSWERS: u64 = 1 << 22;

impl Ground {
    /// What the code of the seed comes to that depends on nothing. `view`: of the seed.
    ///
    /// # Errors
    /// The host's trouble, or the user interrupted.
    pub(super) fn values(&self, view: &View) -> Result<Values, Fault> {
        let mut asked = closed(&take_apart(view));
        asked.sort_by(|a, b| a.code.cmp(&b.code));
        asked.dedup_by(|a, b| a.code == b.code);
        let asked: Vec<&Closed> = asked.iter().take(MOST).collect();
        let mut values = Values::default();
        if !asked.is_empty() {
            self.ask_values(&mut self.slot("values")?, &asked, &mut values)?;
        }
        Ok(values)
    }

    /// Puts questions, and where the compiler does not take one of them, each half of them by itself.
    fn ask_values(&self, slot: &mut Slot, asked: &[&Closed], values: &mut Values) -> Result<(), Fault> {
        let sources = asking(&self.component.sources, &self.component.lib_path, asked);
        let form = Form { reach: true, unoptimised: true, ..Form::default() };
        let program = match self.toolchain.build(slot, &sources, &form, "values") {
            Ok(program) => program,
            Err(BuildError::Rejected(_)) if asked.len() > 1 => {
                let (left, right) = asked.split_at(asked.len() / 2);
                self.ask_values(slot, left, values)?;
                return self.ask_values(slot, right, values);
            }
            Err(BuildError::Rejected(_) | BuildError::Compiler(_)) => return Ok(()),
            Err(error) => return Err(host(error)),
        };
        let limits = Limits { cpu: ANSWERING, lap: Duration::MAX, memory: MEMORY, output: ANSWERS };
        let lap = program.alone().lap(Vec::new());
        match crate::replay::run(&self.run(&program, &self.timed.tape, std::slice::from_ref(&lap), limits)) {
            Ok(outcome) => {
                let answers = answers(&outcome.notes);
                asked.iter().zip(&answers).for_each(|(asked, answer)| values.learn(&asked.code, &asked.ty, answer));
                Ok(())
            }
            Err(Failure::Interrupted) => Err(Fault::Interrupted(String::new())),
            Err(_) => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::evolve::seed_of;
    use super::super::scene::Scene;

    #[test]
    fn what_depends_on_nothing_is_asked_of_the_seed() {
        let source = "\
fn units() -> Vec<(String, u32)> {
    \"mm=1 cm=10\".split(' ').map(|unit| (unit[..2].to_string(), unit[3..].parse().unwrap())).collect()
}
pub fn length(name: &str) -> Option<u32> {
    let fails: u32 = \"x\".parse().unwrap_or_else(|_| 7);
    units().into_iter().find(|unit| unit.0 == name).map(|unit| unit.1 + fails)
}
";
        let events: String =
            (0..30).map(|_| "{\"call\":\"length\",\"args\":[\"cm\"],\"ret\":{\"Some\":17}}\n").collect();
        let scene = Scene::new(source, &events.replace("{\"Some\":17}", "17"));
        let seed = seed_of(&scene.ground, &[]).unwrap();
        let units = seed.values.get("units()").expect("it was asked");
        assert_eq!(units.text, "&[(\"mm\", 1), (\"cm\", 10)]");
        assert_eq!(units.ty, "&'static [(&'static str, u32)]");
    }
}
