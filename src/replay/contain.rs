//! What a worker may do: the system calls in its seccomp program and the limits of its process.

use std::collections::BTreeMap;
use std::io;

use seccompiler::{
    SeccompAction, SeccompCmpArgLen, SeccompCmpOp, SeccompCondition, SeccompFilter, SeccompRule, TargetArch,
};

use super::process::SharedFile;

/// The last descriptor that a worker may write to: 0 is its link to the parent, 1 and 2 are `/dev/null`, where the words
/// go with which Rust announces that it aborts.
const LAST: u64 = 2;

/// System calls that safe, single-threaded code needs after it has started. No open, socket, clone, exec, kill, ptrace.
const ALLOWED: &[i64] = &[
    libc::SYS_read,
    libc::SYS_mmap,
    libc::SYS_munmap,
    libc::SYS_mremap,
    libc::SYS_mprotect,
    libc::SYS_madvise,
    libc::SYS_brk,
    libc::SYS_futex,
    libc::SYS_exit,
    libc::SYS_exit_group,
    libc::SYS_sigaltstack,
    libc::SYS_rt_sigreturn,
    libc::SYS_rt_sigprocmask,
    libc::SYS_rt_sigaction,
    libc::SYS_clock_gettime,
    libc::SYS_gettid,
    libc::SYS_getpid,
    libc::SYS_sched_yield,
    libc::SYS_restart_syscall,
];

/// The seccomp program that every worker installs before candidate code runs, or none with `--unsandboxed`.
pub struct Sandbox {
    /// Instructions as the kernel reads them, in a file that workers inherit.
    pub(super) program: SharedFile,
}

impl Sandbox {
    /// Compiles the program.
    ///
    /// # Errors
    /// The architecture has no filter, or no memory file can be made.
    pub fn new() -> io::Result<Sandbox> {
        let mut rules: BTreeMap<i64, Vec<SeccompRule>> = ALLOWED.iter().map(|&call| (call, Vec::new())).collect();
        let harmless = SeccompCondition::new(0, SeccompCmpArgLen::Dword, SeccompCmpOp::Le, LAST)
            .and_then(|c| SeccompRule::new(vec![c]))
            .map_err(io::Error::other)?;
        rules.insert(libc::SYS_write, vec![harmless]);
        let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
        let filter = SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, arch);
        let program: seccompiler::BpfProgram = filter.and_then(TryInto::try_into).map_err(io::Error::other)?;
        let mut bytes = Vec::with_capacity(program.len() * 8);
        for instruction in &program {
            bytes.extend(instruction.code.to_le_bytes());
            bytes.extend([instruction.jt, instruction.jf]);
            bytes.extend(instruction.k.to_le_bytes());
        }
        Ok(Sandbox { program: SharedFile::with(&bytes)? })
    }

    /// No containment beyond the limits of the process.
    ///
    /// # Errors
    /// No memory file can be made.
    pub fn none() -> io::Result<Sandbox> {
        Ok(Sandbox { program: SharedFile::with(&[])? })
    }
}
