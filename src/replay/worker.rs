//! One run of a worker: laps asked for, time taken from outside, records read when the process has ended.
//!
//! The time of a lap is the worker's CPU time between two of its stops, read by us while it waits: what else the
//! machine does moves it little, and the candidate cannot touch it.

use std::io::{self, Read, Write};
use std::os::fd::{AsRawFd, OwnedFd};
use std::os::unix::net::UnixStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use super::contain::Sandbox;
use super::instructions::{Count, Counted, Counter, at_fixed_addresses};
use super::outcome::{FRAMES, Outcome, SAMPLES, SessionOutput, collect};
use super::process::{self, SharedFile};
use super::tape::Tape;
use super::usage::Kind;
use super::wire;

/// What a worker may use up.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// CPU time of the whole run. A busy machine does not count; but no run takes longer than ten times this and what
    /// a worker may do nothing.
    pub cpu: Duration,
    /// CPU time of one lap.
    pub lap: Duration,
    /// Address space, bytes.
    pub memory: u64,
    /// Bytes of records.
    pub output: u64,
}

/// What to run, and how.
pub struct Run<'a> {
    /// The linked worker.
    pub program: &'a Path,
    /// The sessions it may be asked for.
    pub tape: &'a Tape,
    /// What to run, in turn.
    pub laps: &'a [Lap],
    /// What it may use up.
    pub limits: Limits,
    /// What it may do.
    pub sandbox: &'a Sandbox,
    /// Stream of the answers of `getrandom`.
    pub random: u32,
    /// Bytes of padding in its environment, which moves its stack.
    pub padding: usize,
    /// The core to stay on.
    pub core: Option<usize>,
    /// The worker was built with the counting allocator.
    pub counts: bool,
    /// The worker was built to sample where it spends its time.
    pub samples: bool,
    /// What counts the instructions of its laps, if they are to be counted.
    pub counter: Option<&'a Counter>,
    /// What the seed left of the sessions of the tape, where that is known: what is the same need not be taken apart.
    pub expected: &'a [SessionOutput],
}

/// Sessions that are timed together.
#[derive(Debug, Clone)]
pub struct Lap {
    /// The candidate to run, where several are built into one worker; 0 is the seed.
    pub candidate: u32,
    /// What fills its holes, where it was built with some.
    pub program: Vec<u8>,
    /// The sessions, by their index on the tape.
    pub sessions: Vec<u32>,
}

/// Why a run gave no outcome.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// It did not end in time.
    #[error("did not end in time")]
    Deadline,
    /// It did not end in time, and had not used the CPU time that it had.
    #[error("did not end in time")]
    Stalled,
    /// It was killed by a signal.
    #[error("killed by signal {0}{name}", name = signal_name(*.0))]
    Signal(i32),
    /// It asked for something that a component may not do.
    #[error("made a forbidden system call")]
    Forbidden,
    /// It ended before its last event.
    #[error("ended early with exit code {0}")]
    EarlyExit(i32),
    /// It wrote more than the seed ever did.
    #[error("wrote too much output")]
    Output,
    /// The records are not those that were asked for.
    #[error("left records that nobody asked for")]
    Forged,
    /// An argument on the tape does not have the type that the function takes.
    #[error("entry {entry} of session {session}: {why}")]
    Decode {
        /// Session on the tape.
        session: usize,
        /// Entry of the session.
        entry: usize,
        /// Position of the argument; none: another part of the entry.
        argument: Option<usize>,
        /// What does not fit.
        why: String,
    },
    /// The host did not install the sandbox.
    #[error("this host refuses the sandbox (seccomp); --unsandboxed runs without it")]
    Sandbox,
    /// The user interrupted.
    #[error("interrupted")]
    Interrupted,
    /// The parent's own trouble.
    #[error("cannot run the worker: {0}")]
    Host(#[from] io::Error),
}

fn signal_name(signal: i32) -> &'static str {
    match signal {
        libc::SIGSEGV => " (segmentation fault or stack overflow)",
        libc::SIGABRT => " (abort)",
        libc::SIGILL => " (illegal instruction)",
        libc::SIGFPE => " (arithmetic trap)",
        libc::SIGBUS => " (bus error)",
        libc::SIGXCPU => " (CPU limit)",
        _ => "",
    }
}

// The other end of these is in `harness/rt/drive.rs`.
const EXIT_OUTPUT: i32 = 70;
const EXIT_SANDBOX: i32 = 72;
const EXIT_ABORT: i32 = 74;
/// How long a worker may do nothing, and how long when it is run once more: a host that stood still once may do so again.
const HANGS: [Duration; 2] = [Duration::from_secs(2), Duration::from_secs(15)];

/// Runs the laps in a fresh process.
///
/// # Errors
/// Anything but an orderly end with all records.
pub fn run(run: &Run) -> Result<Outcome, Failure> {
    run_through(run).map_err(|(_, failure)| failure)
}

/// The same for whoever wants to know how many laps the process was through when it failed.
///
/// # Errors
/// As [`run`].
pub fn run_through(run: &Run) -> Result<Outcome, (usize, Failure)> {
    let mut done = 0;
    let outcome = unless_the_host_failed(|hangs| {
        done = 0;
        let mut worker = Worker::start(run, hangs)?;
        for lap in run.laps {
            worker.lap(lap)?;
            done += 1;
        }
        worker.end()
    });
    outcome.map_err(|failure| (done, failure))
}

/// A worker cannot send signals. So one that was killed was killed by the host, or by hand, and is run once more; as is one that was
/// late without having used its time, because a host can stand still for seconds.
fn unless_the_host_failed<T>(mut run: impl FnMut(Duration) -> Result<T, Failure>) -> Result<T, Failure> {
    match run(HANGS[0]) {
        Err(Failure::Signal(libc::SIGKILL) | Failure::Stalled) => run(HANGS[1]),
        answer => answer,
    }
}

/// Runs two in processes of their own that take turns, lap by lap, so that whatever slows the machine meets both: first,
/// second, second, first, and so on. They have as many laps.
///
/// # Errors
/// As [`run`], of either.
pub fn in_turn(first: &Run, second: &Run) -> Result<[Outcome; 2], Failure> {
    unless_the_host_failed(|hangs| {
        let mut workers = [Worker::start(first, hangs)?, Worker::start(second, hangs)?];
        for (i, laps) in first.laps.iter().zip(second.laps).enumerate() {
            for side in if i.is_multiple_of(2) { [0, 1] } else { [1, 0] } {
                workers[side].lap([laps.0, laps.1][side])?;
            }
        }
        let [first, second] = workers.map(Worker::end);
        Ok([first?, second?])
    })
}

/// Why driving a worker stopped early.
enum Stop {
    /// The worker's end of the link is closed.
    Gone,
    /// The worker could not read an argument.
    Refused,
    Failure(Failure),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe | io::ErrorKind::UnexpectedEof | io::ErrorKind::ConnectionReset => Stop::Gone,
            // A worker that does not read what it is asked.
            io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut => Stop::Failure(Failure::Stalled),
            _ => Stop::Failure(Failure::Host(error)),
        }
    }
}

/// A worker's process while it lives; it does not outlive this.
struct Worker<'a> {
    run: &'a Run<'a>,
    output: SharedFile,
    child: Child,
    socket: UnixStream,
    /// CPU time at which it is stopped.
    cpu: Duration,
    end: Instant,
    /// The worker has spoken, so it is contained.
    heard: bool,
    ended: Option<ExitStatus>,
    laps: Vec<Duration>,
    /// Where the instructions will be found that somebody else counts.
    count: Option<Count>,
    /// Counts the instructions.
    counted: Option<Counted>,
    instructions: Vec<u64>,
}

impl<'a> Worker<'a> {
    fn start(run: &'a Run, hangs: Duration) -> Result<Worker<'a>, Failure> {
        let space = run.limits.output + if run.samples { (SAMPLES * FRAMES as u64 + 1) * 8 } else { 0 };
        let output = SharedFile::zeroed(space)?;
        let (socket, theirs) = UnixStream::pair()?;
        let (mut command, count) = match run.counter {
            Some(counter) => counter.start(run.program).map(|(command, count)| (command, Some(count)))?,
            None => (plain(run.program), None),
        };
        command.env_clear().env("P", "x".repeat(run.padding)).process_group(0);
        command.stdin(OwnedFd::from(theirs)).stdout(Stdio::null());
        // Nothing runs between fork and exec here, so that the kernel need not copy our memory map for every run.
        let child = match run.counter {
            Some(_) => at_fixed_addresses(|| command.spawn())?,
            None => command.spawn()?,
        };
        drop(command);
        let most = run.limits.cpu * 10 + hangs;
        let (cpu, end, laps) = (run.limits.cpu, Instant::now() + most, Vec::with_capacity(run.laps.len()));
        let (counted, instructions) = (None, Vec::new());
        let mut worker = Worker {
            run,
            output,
            child,
            socket,
            cpu,
            end,
            heard: false,
            ended: None,
            laps,
            count,
            counted,
            instructions,
        };
        worker.socket.set_write_timeout(Some(most))?;
        if matches!(worker.count, Some(Count::Hardware)) {
            worker.counted = Some(Counted::child(&worker.child)?);
        }
        let greeted = worker.greet(space).map_err(Stop::from);
        worker.settle(greeted)?;
        Ok(worker)
    }

    fn lap(&mut self, lap: &Lap) -> Result<(), Failure> {
        // To a worker, no sessions mean that there are no more laps.
        let time = if lap.sessions.is_empty() { Ok(Duration::ZERO) } else { self.time(lap) };
        let time = self.settle(time)?;
        self.laps.push(time);
        Ok(())
    }

    fn end(mut self) -> Result<Outcome, Failure> {
        let nonce: [u8; 16] = rand::random();
        let left = self.leave(&nonce);
        self.settle(left)?;
        self.kill()?;
        let outcome = collect(self.run, &self.output, &nonce, std::mem::take(&mut self.laps))?;
        let mut instructions = std::mem::take(&mut self.instructions);
        instructions.extend(self.count.as_ref().map(Count::collected).transpose()?.flatten());
        if self.count.is_some() && instructions.is_empty() {
            return Err(Failure::Host(io::Error::other("its instructions were not counted")));
        }
        Ok(Outcome { instructions, ..outcome })
    }

    /// Turns why driving it stopped into what it did, which shows when it has ended.
    fn settle<T>(&mut self, driven: Result<T, Stop>) -> Result<T, Failure> {
        let stop = match driven {
            Ok(value) => return Ok(value),
            Err(stop) => stop,
        };
        let status = self.kill()?;
        Err(match stop {
            Stop::Refused => refused(&self.output),
            Stop::Failure(failure) => failure,
            Stop::Gone => cause(status, self.heard),
        })
    }

    fn kill(&mut self) -> io::Result<ExitStatus> {
        match self.ended {
            Some(status) => Ok(status),
            None => Ok(*self.ended.insert(process::kill(&self.child, Kind::Worker)?)),
        }
    }

    /// Hands over the limits, which the worker puts on itself before anything of the candidate runs, and the files.
    fn greet(&mut self, space: u64) -> io::Result<()> {
        let run = self.run;
        let mut hello = Vec::new();
        hello.extend((run.limits.memory + space).to_le_bytes());
        hello.extend((run.limits.cpu.as_secs() + 2).to_le_bytes());
        hello.extend(space.to_le_bytes());
        hello.extend(run.core.map_or(u64::MAX, |core| core as u64).to_le_bytes());
        let program = if matches!(run.counter, Some(Counter::Callgrind { .. })) {
            &run.sandbox.under_callgrind
        } else {
            &run.sandbox.program
        };
        process::send_with(&self.socket, &hello, [run.tape.file().fd(), self.output.fd(), program.fd()])?;
        self.socket.write_all(&run.random.to_le_bytes())?;
        self.socket.write_all(&u32::from(run.tape.driven()).to_le_bytes())
    }

    /// CPU time that a lap takes.
    fn time(&mut self, lap: &Lap) -> Result<Duration, Stop> {
        let mut request = (lap.sessions.len() as u32).to_le_bytes().to_vec();
        request.extend(lap.candidate.to_le_bytes());
        request.extend((lap.program.len() as u32).to_le_bytes());
        request.extend(&lap.program);
        lap.sessions.iter().for_each(|session| request.extend(session.to_le_bytes()));
        self.write(&request)?;
        self.hear(b'R')?;
        let start = process::cpu_time(&self.child)?;
        let before = self.counted.as_ref().map(Counted::now).transpose()?;
        self.socket.write_all(&[0])?;
        let whole = self.cpu;
        self.cpu = whole.min(start.saturating_add(self.run.limits.lap));
        self.hear(b'D')?;
        self.cpu = whole;
        let taken = process::cpu_time(&self.child)?.saturating_sub(start);
        if let (Some(counted), Some(before)) = (&self.counted, before) {
            self.instructions.push(counted.now()?.saturating_sub(before));
        }
        self.socket.write_all(&[0])?;
        Ok(taken)
    }

    fn leave(&mut self, nonce: &[u8; 16]) -> Result<(), Stop> {
        self.socket.write_all(&0u32.to_le_bytes())?;
        self.hear(b'N')?;
        self.socket.write_all(nonce)?;
        self.hear(b'E')?;
        // Whoever spoke in the worker's place is found out by what the worker still has to say.
        match self.listen()? {
            None => Ok(()),
            Some(_) => Err(Stop::Failure(Failure::Forged)),
        }
    }

    /// A request may be longer than a pipe holds; the worker reads it as it comes.
    fn write(&mut self, bytes: &[u8]) -> Result<(), Stop> {
        Ok(self.socket.write_all(bytes)?)
    }

    fn hear(&mut self, expected: u8) -> Result<(), Stop> {
        match self.listen()? {
            Some(byte) if byte == expected => Ok(()),
            Some(b'X') => Err(Stop::Refused),
            Some(_) => Err(Stop::Failure(Failure::Forged)),
            None => Err(Stop::Gone),
        }
    }

    /// The next byte; `None`: the worker's end is closed.
    fn listen(&mut self) -> Result<Option<u8>, Stop> {
        let mut used = process::cpu_time(&self.child)?;
        while !process::readable(self.socket.as_raw_fd(), self.end.min(Instant::now() + self.cpu.saturating_sub(used)))?
        {
            used = process::cpu_time(&self.child)?;
            if process::interrupted() {
                return Err(Stop::Failure(Failure::Interrupted));
            }
            if used >= self.cpu {
                return Err(Stop::Failure(Failure::Deadline));
            }
            if Instant::now() >= self.end {
                return Err(Stop::Failure(Failure::Stalled));
            }
        }
        let mut byte = [0];
        match self.socket.read(&mut byte) {
            Ok(0) => Ok(None),
            Ok(_) => {
                self.heard = true;
                Ok(Some(byte[0]))
            }
            Err(error) if error.kind() == io::ErrorKind::ConnectionReset => Ok(None),
            Err(error) => Err(error.into()),
        }
    }
}

fn plain(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stderr(Stdio::null());
    command
}

impl Drop for Worker<'_> {
    fn drop(&mut self) {
        // Its other end has failed, and that is what is told.
        let _ = self.kill();
    }
}

/// Why the worker is gone. It may have been killed by us after its end was seen, so an exit code comes first.
fn cause(status: ExitStatus, contained: bool) -> Failure {
    match (status.code(), status.signal()) {
        (Some(EXIT_OUTPUT), _) => Failure::Output,
        (Some(EXIT_SANDBOX), _) if !contained => Failure::Sandbox,
        (Some(EXIT_ABORT), _) => Failure::Signal(libc::SIGABRT),
        (Some(code), _) => Failure::EarlyExit(code),
        (_, Some(libc::SIGSYS)) => Failure::Forbidden,
        (_, Some(libc::SIGXCPU)) => Failure::Deadline,
        (_, signal) => Failure::Signal(signal.unwrap_or(0)),
    }
}

fn refused(output: &SharedFile) -> Failure {
    let read = |bytes: &[u8]| -> Option<Failure> {
        let (session, rest) = bytes.split_first_chunk()?;
        let (entry, rest) = rest.split_first_chunk()?;
        let (argument, mut rest) = rest.split_first_chunk()?;
        let why = wire::decode(&mut rest)?.as_str()?.to_owned();
        let number = |n: &[u8; 4]| u32::from_le_bytes(*n) as usize;
        let argument = Some(number(argument)).filter(|&argument| argument != u32::MAX as usize);
        Some(Failure::Decode { session: number(session), entry: number(entry), argument, why })
    };
    output.map().ok().and_then(|bytes| read(&bytes)).unwrap_or(Failure::Forged)
}
