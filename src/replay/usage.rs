//! What work costs in CPU time: by the thread that does it, by the compilers and by the workers that it starts.

use std::cell::Cell;
use std::io;
use std::ops::{AddAssign, Sub};
use std::os::unix::process::ExitStatusExt;
use std::process::{Child, ExitStatus};
use std::time::Duration;

/// CPU time.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Usage {
    /// Of the thread itself.
    pub own: Duration,
    /// Of compilers, linkers included.
    pub compilers: Duration,
    /// Of workers: candidate code and the harness around it.
    pub workers: Duration,
}

/// Which kind of child is reaped.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// rustc, cargo and what they start.
    Compiler,
    /// A worker.
    Worker,
}

thread_local! {
    /// What the children that this thread reaped have used.
    static CHILDREN: Cell<Usage> = const { Cell::new(Usage { own: Duration::ZERO, compilers: Duration::ZERO, workers: Duration::ZERO }) };
}

impl Usage {
    /// What this thread and its children have used up to now.
    pub fn now() -> Usage {
        let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: the out-parameter lives during the call. The clock exists on every Linux; were it to fail, time stands still.
        unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &raw mut time) };
        Usage { own: Duration::new(time.tv_sec as u64, time.tv_nsec as u32), ..CHILDREN.get() }
    }

    /// All of it.
    pub fn total(self) -> Duration {
        self.own + self.compilers + self.workers
    }
}

impl Sub for Usage {
    type Output = Usage;

    fn sub(self, earlier: Usage) -> Usage {
        Usage {
            own: self.own.saturating_sub(earlier.own),
            compilers: self.compilers.saturating_sub(earlier.compilers),
            workers: self.workers.saturating_sub(earlier.workers),
        }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, more: Usage) {
        self.own += more.own;
        self.compilers += more.compilers;
        self.workers += more.workers;
    }
}

/// Reaps a child if it has ended, or when it does, and notes what it used.
///
/// # Errors
/// It was reaped before.
pub fn reap(child: &Child, kind: Kind, wait: bool) -> io::Result<Option<ExitStatus>> {
    let mut status = 0;
    let pid = child.id() as libc::pid_t;
    loop {
        // SAFETY: both out-parameters live during the call.
        let (reaped, used) = unsafe {
            let mut used: libc::rusage = std::mem::zeroed();
            let flags = if wait { 0 } else { libc::WNOHANG };
            (libc::wait4(pid, &raw mut status, flags, &raw mut used), used)
        };
        match reaped {
            0 => return Ok(None),
            n if n == pid => {
                note(kind, &used);
                return Ok(Some(ExitStatus::from_raw(status)));
            }
            _ => match io::Error::last_os_error() {
                e if e.kind() == io::ErrorKind::Interrupted => {}
                e => return Err(e),
            },
        }
    }
}

fn note(kind: Kind, used: &libc::rusage) {
    let time = |t: libc::timeval| Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000);
    let used = time(used.ru_utime) + time(used.ru_stime);
    let mut children = CHILDREN.get();
    match kind {
        Kind::Compiler => children.compilers += used,
        Kind::Worker => children.workers += used,
    }
    CHILDREN.set(children);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_child_is_reaped_once_and_what_it_used_is_noted() {
        let before = Usage::now();
        #[expect(clippy::zombie_processes, reason = "reaped below")]
        let child = std::process::Command::new("true").spawn().unwrap();
        assert!(reap(&child, Kind::Worker, true).unwrap().unwrap().success());
        let used = Usage::now() - before;
        assert!(used.workers > Duration::ZERO && used.compilers == Duration::ZERO, "{used:?}");
        assert!(reap(&child, Kind::Worker, false).is_err());
    }
}
