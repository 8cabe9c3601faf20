//! Notes where the program is, once per tick of its CPU clock, while a lap runs; the samples are part of the output.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering::Relaxed};

pub static ON: AtomicBool = AtomicBool::new(false);
/// As many as `SAMPLES` in `src/replay/worker.rs`.
static SAMPLES: [AtomicU64; 1 << 16] = [const { AtomicU64::new(0) }; 1 << 16];
static TAKEN: AtomicUsize = AtomicUsize::new(0);

/// `struct sigaction` of glibc and musl on 64-bit Linux.
#[repr(C)]
struct Action {
    handler: extern "C" fn(i32, *const c_void, *const c_void),
    mask: [u64; 16],
    flags: i32,
    restorer: usize,
}

/// `struct itimerval`: interval and first value, in seconds and microseconds.
#[repr(C)]
struct Timer([i64; 4]);

unsafe extern "C" {
    fn sigaction(signal: i32, new: *const Action, old: *mut Action) -> i32;
    fn setitimer(which: i32, new: *const Timer, old: *mut Timer) -> i32;
}

/// Where `ucontext_t` holds the program counter, bytes.
#[cfg(target_arch = "x86_64")]
const COUNTER: usize = 168;
#[cfg(target_arch = "aarch64")]
const COUNTER: usize = 440;

extern "C" fn sample(_: i32, _: *const c_void, context: *const c_void) {
    if ON.load(Relaxed) {
        // SAFETY: the kernel passes a whole `ucontext_t`, in which the program counter stands at this offset.
        let counter = unsafe { context.byte_add(COUNTER).cast::<u64>().read() };
        if let Some(slot) = SAMPLES.get(TAKEN.fetch_add(1, Relaxed)) {
            slot.store(counter, Relaxed);
        }
    }
}

/// Asks for a signal per millisecond of CPU time; the kernel rounds that up to its own tick. To be called before
/// the process is contained.
pub fn start() {
    const SIGPROF: i32 = 27;
    const ITIMER_PROF: i32 = 2;
    const SIGINFO: i32 = 4;
    const ONSTACK: i32 = 0x0800_0000;
    const RESTART: i32 = 0x1000_0000;
    let action = Action { handler: sample, mask: [0; 16], flags: SIGINFO | ONSTACK | RESTART, restorer: 0 };
    let timer = Timer([0, 1000, 0, 1000]);
    // SAFETY: both structures live during the calls; the handler only touches atomics.
    let failed = unsafe {
        sigaction(SIGPROF, &action, std::ptr::null_mut()) != 0
            || setitimer(ITIMER_PROF, &timer, std::ptr::null_mut()) != 0
    };
    if failed {
        super::drive::exit(super::drive::EXIT_SANDBOX);
    }
}

/// Writes the number of samples, then the samples.
pub fn write(out: &mut super::Out) {
    let taken = &SAMPLES[..TAKEN.load(Relaxed).min(SAMPLES.len())];
    out.raw(&(taken.len() as u64).to_le_bytes());
    taken.iter().for_each(|sample| out.raw(&sample.load(Relaxed).to_le_bytes()));
}
