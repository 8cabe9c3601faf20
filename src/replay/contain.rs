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

/// What valgrind itself calls after its client has started.
const VALGRIND: &[i64] = &[libc::SYS_close, libc::SYS_rt_sigtimedwait];

/// The call by which callgrind opens the file for its figures, which is `/dev/null`, with the place of the flags among the
/// arguments, and these flags. Rust's library and the C library open files by another call, or with other flags.
#[cfg(target_arch = "x86_64")]
const OPEN: (i64, u8) = (libc::SYS_open, 1);
#[cfg(not(target_arch = "x86_64"))]
const OPEN: (i64, u8) = (libc::SYS_openat, 2);
/// See [`OPEN`].
const OVERWRITE: u64 = (libc::O_WRONLY | libc::O_TRUNC) as u64;
/// Most files that a worker may have open; as in `harness/rt/sys.rs`.
const OPEN_FILES: u64 = 64;

/// The seccomp programs that workers install before candidate code runs, or none with `--unsandboxed`: instructions as the
/// kernel reads them, in files that workers inherit.
pub struct Sandbox {
    /// For a worker that runs by itself.
    pub(super) program: SharedFile,
    /// For one that runs under callgrind, which lives in the same process.
    pub(super) under_callgrind: SharedFile,
}

impl Sandbox {
    /// Compiles the program.
    ///
    /// # Errors
    /// The architecture has no filter, or no memory file can be made.
    pub fn new() -> io::Result<Sandbox> {
        let rules: Rules = ALLOWED.iter().map(|&call| (call, Vec::new())).collect();
        let mut alone = rules.clone();
        alone.insert(libc::SYS_write, vec![only(0, SeccompCmpOp::Le, LAST)?]);
        let mut valgrind = rules;
        valgrind.extend(VALGRIND.iter().map(|&call| (call, Vec::new())));
        // The first descriptor that is free is the file for its figures. Its other streams lie above those that a worker
        // may have, and it does not let a worker reach them.
        let own = [only(0, SeccompCmpOp::Le, LAST + 1)?, only(0, SeccompCmpOp::Ge, OPEN_FILES)?];
        valgrind.insert(libc::SYS_write, own.to_vec());
        let (open, flags) = OPEN;
        valgrind.insert(open, vec![only(flags, SeccompCmpOp::Eq, OVERWRITE)?]);
        Ok(Sandbox { program: compiled(alone)?, under_callgrind: compiled(valgrind)? })
    }

    /// No containment beyond the limits of the process.
    ///
    /// # Errors
    /// No memory file can be made.
    pub fn none() -> io::Result<Sandbox> {
        Ok(Sandbox { program: SharedFile::with(&[])?, under_callgrind: SharedFile::with(&[])? })
    }
}

type Rules = BTreeMap<i64, Vec<SeccompRule>>;

/// A call of which one argument is compared with a value.
fn only(argument: u8, op: SeccompCmpOp, value: u64) -> io::Result<SeccompRule> {
    let condition = SeccompCondition::new(argument, SeccompCmpArgLen::Dword, op, value);
    condition.and_then(|c| SeccompRule::new(vec![c])).map_err(io::Error::other)
}

fn compiled(rules: Rules) -> io::Result<SharedFile> {
    let arch = TargetArch::try_from(std::env::consts::ARCH).map_err(io::Error::other)?;
    let filter = SeccompFilter::new(rules, SeccompAction::KillProcess, SeccompAction::Allow, arch);
    let program: seccompiler::BpfProgram = filter.and_then(TryInto::try_into).map_err(io::Error::other)?;
    let mut bytes = Vec::with_capacity(program.len() * 8);
    for instruction in &program {
        bytes.extend(instruction.code.to_le_bytes());
        bytes.extend([instruction.jt, instruction.jf]);
        bytes.extend(instruction.k.to_le_bytes());
    }
    SharedFile::with(&bytes)
}
