//! Every way in which a command ends other than well, with the exit code that a pipeline branches on.

use crate::replay::process;

/// A command's failure; each variant is one exit code, each text says what, where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum Fault {
    /// 1: a fault of synth.
    #[error("a fault of synth, please report it: {0}")]
    Internal(String),
    /// 2: bad arguments.
    #[error("{0}")]
    Arguments(String),
    /// 3: the seed does not build, or its own tests fail.
    #[error("{0}")]
    Seed(String),
    /// 4: a trace is unreadable, does not fit the interface, or the seed does not reproduce it.
    #[error("{0}")]
    Trace(String),
    /// 5: interrupted; what was judged is saved.
    #[error("interrupted{0}")]
    Interrupted(String),
    /// 6: nothing could be evaluated.
    #[error("{0}")]
    NothingEvaluated(String),
    /// 7: the output folder is in use, full or not writable.
    #[error("{0}")]
    Output(String),
    /// 8: the claim of a variant no longer stands.
    #[error("{0}")]
    Claim(String),
    /// 9: behaviour differs.
    #[error("{0}")]
    Differs(String),
    /// 10: no improvement was found, and one was required.
    #[error("no variant is better than the seed, and --require-improvement was given")]
    NoImprovement,
}

impl Fault {
    /// What came of the user's own Ctrl-C is an interruption, whatever it looked like where it struck: a compiler, a test
    /// or a worker that was stopped half-way is no fault of the seed. `how`: how to go on.
    pub fn or_interrupted(self, how: impl FnOnce() -> String) -> Fault {
        match self {
            Fault::Interrupted(told) if !told.is_empty() => Fault::Interrupted(told),
            Fault::Output(_) => self,
            _ if process::interrupted() => Fault::Interrupted(how()),
            _ => self,
        }
    }

    /// The exit code of the contract.
    pub fn exit_code(&self) -> u8 {
        match self {
            Fault::Internal(_) => 1,
            Fault::Arguments(_) => 2,
            Fault::Seed(_) => 3,
            Fault::Trace(_) => 4,
            Fault::Interrupted(_) => 5,
            Fault::NothingEvaluated(_) => 6,
            Fault::Output(_) => 7,
            Fault::Claim(_) => 8,
            Fault::Differs(_) => 9,
            Fault::NoImprovement => 10,
        }
    }
}
