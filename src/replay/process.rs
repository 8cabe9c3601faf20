//! Child processes that cannot outlive their deadline: own process group, limits, killed with all their children.

use std::fs::File;
use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

pub use super::stop::interrupted;
use super::usage::{self, Kind};

/// A file in memory that child processes inherit by descriptor.
pub struct SharedFile {
    file: File,
}

impl SharedFile {
    /// A file of `length` zero bytes; pages cost memory only when they are touched.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn zeroed(length: u64) -> io::Result<SharedFile> {
        // SAFETY: the name is a C string; the descriptor that comes back is ours alone.
        let file = unsafe {
            let fd = libc::memfd_create(c"synth".as_ptr(), libc::MFD_CLOEXEC);
            if fd < 0 {
                return Err(io::Error::last_os_error());
            }
            File::from_raw_fd(fd)
        };
        file.set_len(length)?;
        Ok(SharedFile { file })
    }

    /// A file that holds `bytes`.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn with(bytes: &[u8]) -> io::Result<SharedFile> {
        let mut shared = SharedFile::zeroed(0)?;
        shared.file.write_all(bytes)?;
        Ok(shared)
    }

    /// The bytes as they are now, without copying them: pages that nobody wrote cost nothing.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn map(&self) -> io::Result<Mapping> {
        let length = self.file.metadata()?.len() as usize;
        // SAFETY: a fresh private mapping of our own file; `Mapping` unmaps it and nothing else does.
        let at = unsafe {
            libc::mmap(std::ptr::null_mut(), length.max(1), libc::PROT_READ, libc::MAP_PRIVATE, self.fd(), 0)
        };
        if at == libc::MAP_FAILED {
            return Err(io::Error::last_os_error());
        }
        Ok(Mapping { at: at.cast(), length })
    }

    /// The same file for a child's standard stream.
    ///
    /// # Errors
    /// The kernel refuses.
    pub fn handle(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// The descriptor to inherit.
    pub fn fd(&self) -> RawFd {
        self.file.as_raw_fd()
    }
}

/// The bytes of a [`SharedFile`] whose writer has ended.
pub struct Mapping {
    at: *const u8,
    length: usize,
}

impl std::ops::Deref for Mapping {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: the mapping is `length` bytes long and lives as long as `self`; the process that wrote it is dead.
        unsafe { std::slice::from_raw_parts(self.at, self.length) }
    }
}

impl Drop for Mapping {
    fn drop(&mut self) {
        // SAFETY: made by `SharedFile::map` with this length.
        unsafe { libc::munmap(self.at.cast_mut().cast(), self.length.max(1)) };
    }
}

/// A command with limits on its address space (bytes), CPU time (seconds) and the largest file that it writes (bytes).
///
/// A shell sets the limits and becomes the command. To set them between fork and exec, this process would have to be copied first, which takes
/// longer than all the rest once it has a hundred MB.
pub fn limited(command: &Command, memory: u64, cpu_s: u64, file_size: u64) -> Command {
    // The signal of the lower limit of CPU time tells what it is about.
    let cpu = format!("ulimit -S -t {cpu_s}; ulimit -H -t {}", cpu_s + 5);
    let limits = format!("ulimit -c 0; ulimit -v {}; ulimit -f {}; {cpu}", memory >> 10, file_size >> 9);
    let mut limited = Command::new("/bin/sh");
    limited.arg("-c").arg(format!(r#"{{ {limits}; }} 2> /dev/null; exec "$0" "$@""#));
    limited.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => limited.env(name, value),
            None => limited.env_remove(name),
        };
    }
    if let Some(dir) = command.get_current_dir() {
        limited.current_dir(dir);
    }
    limited
}

/// Sends bytes over a socket together with descriptors, of which the receiver gets copies.
///
/// # Errors
/// The other end is closed, or the kernel refuses.
pub fn send_with(socket: &UnixStream, bytes: &[u8], fds: [RawFd; 3]) -> io::Result<()> {
    const SPACE: usize = 64;
    let mut control = [0u64; SPACE / 8];
    let mut part = libc::iovec { iov_base: bytes.as_ptr().cast_mut().cast(), iov_len: bytes.len() };
    // SAFETY: all parts live during the call, and the control buffer is aligned and long enough for three descriptors.
    let sent = unsafe {
        let mut message: libc::msghdr = std::mem::zeroed();
        message.msg_iov = &raw mut part;
        message.msg_iovlen = 1;
        message.msg_control = control.as_mut_ptr().cast();
        message.msg_controllen = libc::CMSG_SPACE(size_of_val(&fds) as u32) as _;
        let header = libc::CMSG_FIRSTHDR(&raw const message);
        (*header).cmsg_level = libc::SOL_SOCKET;
        (*header).cmsg_type = libc::SCM_RIGHTS;
        (*header).cmsg_len = libc::CMSG_LEN(size_of_val(&fds) as u32) as _;
        std::ptr::copy_nonoverlapping(fds.as_ptr(), libc::CMSG_DATA(header).cast(), fds.len());
        libc::sendmsg(socket.as_raw_fd(), &raw const message, libc::MSG_NOSIGNAL)
    };
    match usize::try_from(sent) {
        Ok(sent) if sent == bytes.len() => Ok(()),
        Ok(_) => Err(io::ErrorKind::UnexpectedEof.into()),
        Err(_) => Err(io::Error::last_os_error()),
    }
}

/// Kills a child with its whole process group and reaps it.
pub fn kill(child: &Child, kind: Kind) -> io::Result<ExitStatus> {
    // SAFETY: signals the group that `contain` made for this child, which has not been reaped yet.
    unsafe { libc::killpg(child.id() as libc::pid_t, libc::SIGKILL) };
    usage::reap(child, kind, true)?.ok_or_else(|| io::Error::other("a killed child did not end"))
}

/// CPU time that a running or ended, not yet reaped, child has used. Taken by us, from outside.
pub fn cpu_time(child: &Child) -> io::Result<Duration> {
    let mut clock: libc::clockid_t = 0;
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: both out-parameters live during the calls.
    let failed = unsafe {
        libc::clock_getcpuclockid(child.id() as libc::pid_t, &raw mut clock) != 0
            || libc::clock_gettime(clock, &raw mut time) != 0
    };
    if failed {
        return Err(io::Error::last_os_error());
    }
    Ok(Duration::new(time.tv_sec as u64, time.tv_nsec as u32))
}

/// CPU time of this process and of all the children it has reaped.
pub fn own_cpu_time() -> Duration {
    let of = |who| {
        // SAFETY: the out-parameter lives during the call.
        let usage = unsafe {
            let mut usage: libc::rusage = std::mem::zeroed();
            libc::getrusage(who, &raw mut usage);
            usage
        };
        let time = |t: libc::timeval| Duration::new(t.tv_sec as u64, t.tv_usec as u32 * 1000);
        time(usage.ru_utime) + time(usage.ru_stime)
    };
    of(libc::RUSAGE_SELF) + of(libc::RUSAGE_CHILDREN)
}

/// Waits until `fd` can be read. `false`: the deadline passed or the user interrupted.
pub fn readable(fd: RawFd, deadline: Instant) -> io::Result<bool> {
    loop {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() || interrupted() {
            return Ok(false);
        }
        let mut poll = libc::pollfd { fd, events: libc::POLLIN, revents: 0 };
        // The user's interrupt is looked at ten times a second.
        let step = left.as_millis().clamp(1, 100) as i32;
        // SAFETY: one pollfd that lives during the call.
        match unsafe { libc::poll(&raw mut poll, 1, step) } {
            0 => {}
            n if n > 0 => return Ok(true),
            _ => match io::Error::last_os_error() {
                e if e.kind() == io::ErrorKind::Interrupted => {}
                e => return Err(e),
            },
        }
    }
}

/// How a command that was run to its end, or to its deadline, ended.
#[derive(Debug)]
pub struct Finished {
    /// How it ended; `None`: killed at its deadline or because the user interrupted.
    pub status: Option<ExitStatus>,
    /// What it wrote to standard output, cut at 64 MiB.
    pub stdout: Vec<u8>,
    /// What it wrote to standard error, cut at 64 MiB.
    pub stderr: Vec<u8>,
}

impl Finished {
    /// It ended by itself with exit code 0.
    pub fn success(&self) -> bool {
        self.status.is_some_and(|s| s.success())
    }

    /// How it ended, in words.
    pub fn how(&self) -> String {
        match self.status {
            None if interrupted() => "interrupted".to_owned(),
            None => "killed at its deadline".to_owned(),
            Some(status) => match status.signal() {
                Some(libc::SIGXCPU) => "killed at its limit of CPU time".to_owned(),
                Some(signal) => format!("killed by signal {signal}"),
                None => format!("exit code {}", status.code().unwrap_or(-1)),
            },
        }
    }

    /// Somebody killed it, or one of those that it started, as it says in the words of cargo, rustc or gcc.
    fn killed(&self) -> bool {
        let says = |words: &str| self.stderr.windows(words.len()).any(|part| part == words.as_bytes());
        match self.status {
            Some(status) if !status.success() => {
                let told = ["signal: 9", "signal 9", "Killed signal"];
                status.signal() == Some(libc::SIGKILL) || told.into_iter().any(says)
            }
            _ => false,
        }
    }
}

/// Most that is kept of one output stream, bytes.
const OUTPUT: usize = 64 << 20;

/// Runs a command to its end; kills it and its group at the deadline or when the user interrupts. For commands that die
/// with us, see [`contain`].
///
/// # Errors
/// It cannot be started.
pub fn finish(command: &mut Command, deadline: Duration) -> io::Result<Finished> {
    run_to_end(command, deadline, false)
}

/// The same for a command that starts others, such as cargo: all of them die with us, however we die.
///
/// # Errors
/// As [`finish`].
pub fn finish_group(command: &mut Command, deadline: Duration) -> io::Result<Finished> {
    run_to_end(command, deadline, true)
}

/// Our own limits end a command by other signals, so one that was killed was killed by the host, or by hand. That says
/// nothing of what it works on, and it is run once more.
fn run_to_end(command: &mut Command, deadline: Duration, leashed: bool) -> io::Result<Finished> {
    let finished = run_once(command, deadline, leashed)?;
    if finished.killed() { run_once(command, deadline, leashed) } else { Ok(finished) }
}

fn run_once(command: &mut Command, deadline: Duration, leashed: bool) -> io::Result<Finished> {
    let end = Instant::now() + deadline;
    command.process_group(0).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn()?;
    let leash = leashed.then(|| Leash::on(&child)).transpose();
    let leash = match leash {
        Ok(leash) => leash,
        Err(error) => return kill(&child, Kind::Compiler).and(Err(error)),
    };
    let file = |stream: Option<OwnedFd>| stream.map(File::from);
    let mut streams = [file(child.stdout.take().map(OwnedFd::from)), file(child.stderr.take().map(OwnedFd::from))];
    let mut kept = [Vec::new(), Vec::new()];
    let mut ended = None;
    while streams.iter().any(Option::is_some) && Instant::now() < end && !interrupted() {
        let read = drain(&mut streams, &mut kept)?;
        // Whoever is left of its group may hold the streams open.
        if ended.is_some() && !read {
            break;
        }
        if ended.is_none() {
            ended = usage::reap(&child, Kind::Compiler, false)?;
        }
    }
    let status = match ended {
        Some(status) => Some(status),
        None => wait(&child, end)?,
    };
    drop(leash);
    let [stdout, stderr] = kept;
    Ok(Finished { status, stdout, stderr })
}

/// Reads what is there of some streams, or waits a tenth of a second for it; a stream that has ended is taken away. `false`:
/// there was nothing.
fn drain(streams: &mut [Option<File>; 2], kept: &mut [Vec<u8>; 2]) -> io::Result<bool> {
    let fd = |stream: &Option<File>| stream.as_ref().map_or(-1, AsRawFd::as_raw_fd);
    let mut polls = [0, 1].map(|i| libc::pollfd { fd: fd(&streams[i]), events: libc::POLLIN, revents: 0 });
    // SAFETY: two pollfds that live during the call; a negative descriptor is passed over.
    if unsafe { libc::poll(polls.as_mut_ptr(), 2, 100) } < 0 {
        let error = io::Error::last_os_error();
        return if error.kind() == io::ErrorKind::Interrupted { Ok(true) } else { Err(error) };
    }
    for i in (0..2).filter(|&i| polls[i].revents != 0) {
        let mut buffer = [0; 1 << 16];
        match streams[i].as_mut().map_or(Ok(0), |stream| stream.read(&mut buffer)) {
            Ok(n) if n > 0 => {
                let room = OUTPUT.saturating_sub(kept[i].len());
                kept[i].extend(&buffer[..n.min(room)]);
            }
            // A stream that breaks off has said what it had to say.
            _ => streams[i] = None,
        }
    }
    Ok(polls.iter().any(|poll| poll.revents != 0))
}

/// Holds a child and its children: when this is dropped, or this process dies, however it dies, their group is killed.
///
/// A signal on the parent's death reaches the child alone, not the compilers and tests that cargo started. So a shell in
/// the same group waits for the end of a pipe that nobody but us can end.
struct Leash {
    watcher: Child,
    group: libc::pid_t,
}

impl Leash {
    fn on(child: &Child) -> io::Result<Leash> {
        let group = child.id() as libc::pid_t;
        let mut watcher = Command::new("/bin/sh");
        watcher.args(["-c", r#"read -r _; kill -s KILL -- "-$0""#]).arg(group.to_string()).current_dir("/");
        watcher.env_clear().stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null()).process_group(group);
        Ok(Leash { watcher: watcher.spawn()?, group })
    }
}

impl Drop for Leash {
    fn drop(&mut self) {
        // SAFETY: signals the group of which the watcher, not reaped yet, is a member: its number is nobody else's.
        unsafe { libc::killpg(self.group, libc::SIGKILL) };
        // It has been killed; there is nothing to learn from how it ended.
        let _ = self.watcher.wait();
    }
}

/// Waits for the end of a child; `None`: it had to be killed.
fn wait(child: &Child, end: Instant) -> io::Result<Option<ExitStatus>> {
    let mut pause = Duration::from_micros(200);
    loop {
        if let Some(status) = usage::reap(child, Kind::Compiler, false)? {
            return Ok(Some(status));
        }
        if Instant::now() >= end || interrupted() {
            kill(child, Kind::Compiler)?;
            return Ok(None);
        }
        std::thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(5));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, deadline: Duration) -> Finished {
        finish_group(Command::new("/bin/sh").args(["-c", script]), deadline).unwrap()
    }

    #[test]
    fn whatever_a_command_leaves_running_is_killed_with_it() {
        let start = Instant::now();
        // The one in the background holds our end of the stream open.
        let finished = shell("sleep 600 & echo $!", Duration::from_secs(60));
        assert!(finished.success() && start.elapsed() < Duration::from_secs(30));
        let child = String::from_utf8(finished.stdout).unwrap();
        // Dying, and at last waiting for init to take notice.
        let status = || std::fs::read_to_string(format!("/proc/{}/status", child.trim())).unwrap_or_default();
        while !status().is_empty() && !status().contains("State:\tZ") {
            assert!(start.elapsed() < Duration::from_secs(30), "{}", status());
        }
    }

    #[test]
    fn what_somebody_killed_is_run_once_more_and_not_for_ever() {
        let dir = tempfile::tempdir().unwrap();
        let (first, runs) = (dir.path().join("first"), dir.path().join("runs"));
        let once = |then: &str| {
            format!("echo >> {}; if mkdir {} 2> /dev/null; then {then}; fi", runs.display(), first.display())
        };
        let told =
            ["linking failed: signal: 9 (SIGKILL)", "cc: fatal error: Killed signal terminated program collect2"];
        let told = told.map(|words| format!("echo '{words}' >&2; exit 1"));
        for killed in told.iter().map(String::as_str).chain(["kill -KILL $$"]) {
            assert!(shell(&once(killed), Duration::from_secs(60)).success(), "{killed}");
            std::fs::remove_dir(&first).unwrap();
        }
        assert!(!shell(&once("exit 1"), Duration::from_secs(60)).success());
        assert_eq!(std::fs::read(&runs).unwrap().len(), 7);
        assert_eq!(shell("kill -KILL $$", Duration::from_secs(60)).how(), "killed by signal 9");
    }

    #[test]
    fn limits_hold_and_what_was_asked_for_runs_where_it_was_to() {
        let dir = tempfile::tempdir().unwrap();
        let run = |script: &str| {
            let mut command = Command::new("/bin/sh");
            command.args(["-c", script]).current_dir(dir.path()).env("WORD", "a \"b\" $c");
            finish_group(&mut limited(&command, 1 << 30, 1, 1 << 20), Duration::from_secs(60)).unwrap()
        };
        let said = run(r#"echo "$WORD"; pwd -P; ulimit -v; ulimit -c"#);
        let said = String::from_utf8(said.stdout).unwrap();
        let place = dir.path().canonicalize().unwrap();
        assert_eq!(said, format!("a \"b\" $c\n{}\n1048576\n0\n", place.display()));
        assert_eq!(run("while :; do :; done").how(), "killed at its limit of CPU time");
        assert!(!run("head -c 2000000 /dev/zero > file").success());
    }

    #[test]
    fn a_deadline_kills_the_children_too() {
        let start = Instant::now();
        let finished = shell("sleep 600 | sleep 600", Duration::from_millis(100));
        assert!(finished.status.is_none() && start.elapsed() < Duration::from_secs(30));
    }
}
