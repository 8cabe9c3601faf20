//! Counting the user-space instructions of a worker's laps: with a hardware counter that the parent holds, or under callgrind.
//!
//! Both see the laps only. A hardware counter is read by us while the worker waits for us; callgrind is told by the worker
//! itself, with a sequence of instructions that does nothing anywhere else (`harness/rt/sys.rs`). Must not know what the
//! counts are for.

use std::fs::File;
use std::io::{self, Read};
use std::os::fd::{FromRawFd, OwnedFd};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use super::process::SharedFile;
use super::worker::Limits;

/// What counts instructions on this host.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Counter {
    /// `perf_event_open` on the worker.
    Hardware,
    /// Valgrind's callgrind around the worker.
    Callgrind {
        /// The executable.
        valgrind: PathBuf,
        /// As it names itself: `valgrind-3.19.0`.
        version: String,
    },
}

/// Nothing here counts instructions.
#[derive(Debug, thiserror::Error)]
#[error(
    "nothing on this machine counts instructions: {hardware}, and callgrind cannot be run ({callgrind}); install \
     valgrind (`apt install valgrind`, `dnf install valgrind`), or use another --objective"
)]
pub struct Missing {
    hardware: String,
    callgrind: String,
}

/// Longest for callgrind to start and end.
const START: Duration = Duration::from_secs(60);
/// How many times as long a worker may take under callgrind: it was seen to take 20 to 60 times as long.
const SLOWER: u32 = 100;
/// What valgrind itself takes, bytes of address space.
const VALGRIND_MEMORY: u64 = 4 << 30;

impl Counter {
    /// Hardware counters where there are any, else callgrind.
    ///
    /// # Errors
    /// Neither is there.
    pub fn find() -> Result<Counter, Missing> {
        match Counter::hardware() {
            Ok(counter) => Ok(counter),
            Err(hardware) => Counter::callgrind().map_err(|callgrind| Missing { hardware, callgrind }),
        }
    }

    fn hardware() -> Result<Counter, String> {
        let count = Counted::of(0).and_then(|counted| Ok(counted.now()?.max(counted.now()?)));
        match count {
            Ok(1..) => Ok(Counter::Hardware),
            Ok(0) => Err("its hardware counters stand still".into()),
            Err(error) => Err(format!("it has no hardware counters that we may read ({error})")),
        }
    }

    /// Callgrind, whether or not there is anything better.
    ///
    /// # Errors
    /// Why it cannot be run.
    pub fn callgrind() -> Result<Counter, String> {
        let valgrind = PathBuf::from("valgrind");
        let run = |command: &mut Command| super::process::finish(command, START).map_err(|error| error.to_string());
        let named = run(Command::new(&valgrind).arg("--version"))?;
        let version = String::from_utf8_lossy(&named.stdout).trim().to_owned();
        let tried = run(callgrind(&valgrind).arg("/bin/true"))?;
        match tried.success() && collected(&tried.stderr).is_some() {
            true => Ok(Counter::Callgrind { valgrind, version }),
            false => Err(format!("{version} on /bin/true: {}", tried.how())),
        }
    }

    /// What counts, in a few words.
    pub fn name(&self) -> String {
        match self {
            Counter::Hardware => "hardware counters".into(),
            Counter::Callgrind { version, .. } => format!("callgrind ({version})"),
        }
    }

    /// What a candidate could do while it is counted that it cannot do while it is judged. Opening a file is the one call of
    /// callgrind's own that has no place in a worker, and what comes out of Rust's library is told from it.
    pub fn not_contained(&self) -> Option<&'static str> {
        match self {
            Counter::Hardware => None,
            Counter::Callgrind { .. } => Some(
                "with --objective instructions and callgrind only, a raw system call that opens a file to overwrite it",
            ),
        }
    }

    /// What a worker may use up that may use up `limits` when nobody counts.
    pub fn limits(&self, limits: Limits) -> Limits {
        match self {
            Counter::Hardware => limits,
            Counter::Callgrind { .. } => {
                Limits { cpu: limits.cpu * SLOWER, memory: limits.memory + VALGRIND_MEMORY, ..limits }
            }
        }
    }

    /// How the worker at `program` is started, and where its count will be found.
    pub(super) fn start(&self, program: &Path) -> io::Result<(Command, Count)> {
        match self {
            Counter::Hardware => {
                let mut command = Command::new(program);
                command.stderr(Stdio::null());
                Ok((command, Count::Hardware))
            }
            Counter::Callgrind { valgrind, .. } => {
                let log = SharedFile::zeroed(0)?;
                let mut command = callgrind(valgrind);
                command.arg(program).stderr(log.handle()?);
                Ok((command, Count::Callgrind(log)))
            }
        }
    }
}

/// Callgrind with its words on standard error and without a file of its own.
fn callgrind(valgrind: &Path) -> Command {
    let mut command = Command::new(valgrind);
    command.args(["--tool=callgrind", "--collect-atstart=no", "--callgrind-out-file=/dev/null", "--vgdb=no"]);
    command
}

/// Where the count of one worker is to be found.
pub(super) enum Count {
    /// In a counter of its process.
    Hardware,
    /// At the end of what callgrind says.
    Callgrind(SharedFile),
}

impl Count {
    /// What callgrind counted in a process that has ended.
    pub fn collected(&self) -> io::Result<Option<u64>> {
        match self {
            Count::Hardware => Ok(None),
            Count::Callgrind(log) => Ok(collected(&log.map()?)),
        }
    }
}

/// The last figure that callgrind says it collected. Its own words come last: whatever else wrote there had ended.
fn collected(log: &[u8]) -> Option<u64> {
    let log = String::from_utf8_lossy(log);
    let line = log.lines().rev().find_map(|line| line.split_once("Collected :"))?;
    line.1.trim().parse().ok()
}

/// A counter of the instructions that a process executes in user space.
pub(super) struct Counted {
    file: File,
}

impl Counted {
    /// Of a child that has just been started.
    pub fn child(child: &Child) -> io::Result<Counted> {
        Counted::of(child.id() as libc::pid_t)
    }

    /// `0`: of this thread.
    fn of(process: libc::pid_t) -> io::Result<Counted> {
        /// `struct perf_event_attr` as it was first (`PERF_ATTR_SIZE_VER0`).
        #[repr(C)]
        #[derive(Default)]
        struct Attributes {
            kind: u32,
            size: u32,
            config: u64,
            period: u64,
            sample: u64,
            read: u64,
            flags: u64,
            wakeup: u32,
            breakpoint: u32,
            config1: u64,
        }
        const INSTRUCTIONS: u64 = 1;
        const EXCLUDE_KERNEL: u64 = 1 << 5;
        const EXCLUDE_HYPERVISOR: u64 = 1 << 6;
        const CLOSE_ON_EXEC: libc::c_ulong = 1 << 3;
        let attributes = Attributes {
            size: size_of::<Attributes>() as u32,
            config: INSTRUCTIONS,
            flags: EXCLUDE_KERNEL | EXCLUDE_HYPERVISOR,
            ..Attributes::default()
        };
        // SAFETY: the attributes live during the call and are as long as they say; the descriptor that comes back is ours.
        unsafe {
            let fd = libc::syscall(libc::SYS_perf_event_open, &raw const attributes, process, -1, -1, CLOSE_ON_EXEC);
            match i32::try_from(fd) {
                Ok(fd) if fd >= 0 => Ok(Counted { file: File::from(OwnedFd::from_raw_fd(fd)) }),
                _ => Err(io::Error::last_os_error()),
            }
        }
    }

    /// Instructions up to now.
    pub fn now(&self) -> io::Result<u64> {
        let mut count = [0; 8];
        (&self.file).read_exact(&mut count)?;
        Ok(u64::from_ne_bytes(count))
    }
}

/// Runs `start` with addresses that are the same every time for what it starts: a count may depend on how memory lies.
/// Where the host refuses that, they are not.
pub(super) fn at_fixed_addresses<T>(start: impl FnOnce() -> T) -> T {
    const ASK: libc::c_ulong = 0xffff_ffff;
    // SAFETY: reads and sets a flag of this thread, which its children inherit.
    let before = unsafe { libc::personality(ASK) };
    if before >= 0 {
        // SAFETY: as above.
        unsafe { libc::personality((before | libc::ADDR_NO_RANDOMIZE) as libc::c_ulong) };
    }
    let started = start();
    if before >= 0 {
        // SAFETY: as above.
        unsafe { libc::personality(before as libc::c_ulong) };
    }
    started
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_figure_of_callgrind_counts() {
        let log = b"==7== Collected : 1\nfrom the candidate\n==7== Events    : Ir\n==7== Collected : 4711\n==7== \n";
        assert_eq!(collected(log), Some(4711));
        assert_eq!(collected(b"==7== Events    : Ir\n"), None);
    }
}
