//! The system calls of a worker.

use std::ffi::c_void;
use std::sync::atomic::{AtomicBool, Ordering::Relaxed};

unsafe extern "C" {
    pub fn read(fd: i32, buffer: *mut u8, length: usize) -> isize;
    pub fn write(fd: i32, buffer: *const u8, length: usize) -> isize;
    pub fn _exit(code: i32) -> !;
    fn mmap(at: *mut c_void, length: usize, protection: i32, flags: i32, fd: i32, offset: i64) -> *mut c_void;
    fn lseek(fd: i32, offset: i64, whence: i32) -> i64;
    fn close(fd: i32) -> i32;
    fn recvmsg(fd: i32, message: *mut Message, flags: i32) -> isize;
    fn getrlimit(which: i32, limits: *mut [u64; 2]) -> i32;
    fn setrlimit(which: i32, limits: *const [u64; 2]) -> i32;
    fn sched_setaffinity(process: i32, length: usize, cores: *const u64) -> i32;
    fn signal(number: i32, handler: usize) -> usize;
    fn prctl(option: i32, a: usize, b: usize, c: usize, d: usize) -> i32;
}

/// `struct msghdr` of 64-bit Linux.
#[repr(C)]
struct Message {
    name: *mut c_void,
    name_length: u32,
    parts: *mut Part,
    part_count: usize,
    control: *mut Control,
    control_length: usize,
    flags: i32,
}

/// `struct iovec`.
#[repr(C)]
struct Part {
    bytes: *mut u8,
    length: usize,
}

/// `struct cmsghdr` with room for the descriptors.
#[repr(C, align(8))]
struct Control {
    length: usize,
    level: i32,
    kind: i32,
    fds: [i32; 4],
}

/// Takes what the parent says first: limits, which are put on at once, and three descriptors: the sessions, the output,
/// and the seccomp program (empty: none).
pub fn greet() -> [i32; 3] {
    let mut hello = [0u64; 4];
    let mut control = Control { length: 0, level: 0, kind: 0, fds: [-1; 4] };
    let mut part = Part { bytes: hello.as_mut_ptr().cast(), length: size_of_val(&hello) };
    let mut message = Message {
        name: std::ptr::null_mut(),
        name_length: 0,
        parts: &raw mut part,
        part_count: 1,
        control: &raw mut control,
        control_length: size_of::<Control>(),
        flags: 0,
    };
    // SAFETY: everything that the message names lives during the call and is as long as it says.
    if unsafe { recvmsg(0, &raw mut message, 0) } != size_of_val(&hello) as isize {
        super::drive::exit(super::drive::EXIT_SANDBOX);
    }
    let [memory, cpu, file, core] = hello.map(u64::from_le);
    const DEATH_SIGNAL: i32 = 1;
    const KILL: usize = 9;
    // CPU seconds, largest file, core dump, address space: the same numbers on all 64-bit Linux we run on.
    let limits = [(0, cpu), (1, file), (4, 0), (9, memory)];
    const OPEN_FILES: i32 = 7;
    // SAFETY: the arguments live during the calls.
    let failed = unsafe {
        let mut failed = prctl(DEATH_SIGNAL, KILL, 0, 0, 0) != 0;
        for (which, value) in limits {
            failed |= setrlimit(which, &[value, value]) != 0;
        }
        // Valgrind wants to keep the upper limit. What is contained cannot go there.
        let mut files = [0; 2];
        failed |= getrlimit(OPEN_FILES, &raw mut files) != 0;
        files[0] = files[1].min(64);
        failed |= setrlimit(OPEN_FILES, &raw const files) != 0;
        if core < 1024 {
            let mut cores = [0u64; 16];
            cores[core as usize / 64] = 1 << (core % 64);
            // A core that is not ours to use leaves us where we are.
            sched_setaffinity(0, size_of_val(&cores), cores.as_ptr());
        }
        failed
    };
    if failed {
        super::drive::exit(super::drive::EXIT_SANDBOX);
    }
    [control.fds[0], control.fds[1], control.fds[2]]
}

/// A stack that overflows ends the process by its signal: Rust's own handler would make it an abort.
pub fn no_handlers() {
    for number in [7, 11] {
        // SAFETY: the default action, for SIGBUS and SIGSEGV.
        unsafe { signal(number, 0) };
    }
}

const READ: i32 = 1;
const WRITE: i32 = 2;
const SHARED: i32 = 1;
const PRIVATE: i32 = 2;

/// Maps a whole file that nobody writes any more. The mapping lives as long as the process.
pub fn map(fd: i32) -> &'static [u8] {
    let (at, length) = mapping(fd, READ, PRIVATE);
    // SAFETY: `mapping` gives that many readable bytes for good, or none.
    unsafe { std::slice::from_raw_parts(at, length) }
}

/// Maps a whole file that is written here alone. The mapping lives as long as the process.
pub fn map_output(fd: i32) -> &'static mut [u8] {
    let (at, length) = mapping(fd, READ | WRITE, SHARED);
    // SAFETY: `mapping` gives that many writable bytes for good, or none; nobody else in this process has them.
    unsafe { std::slice::from_raw_parts_mut(at, length) }
}

fn mapping(fd: i32, protection: i32, sharing: i32) -> (*mut u8, usize) {
    const POPULATE: i32 = 0x8000;
    // SAFETY: a fresh mapping of a file that the parent made. An empty file is not mapped.
    unsafe {
        let length = lseek(fd, 0, 2) as usize;
        if length == 0 {
            return (std::ptr::NonNull::dangling().as_ptr(), 0);
        }
        // Page faults belong before the clock starts; a huge region is for a run that is not timed.
        let populate = if length <= 256 << 20 { POPULATE } else { 0 };
        let at = mmap(std::ptr::null_mut(), length, protection, sharing | populate, fd, 0);
        if at as isize == -1 {
            super::drive::exit(super::drive::EXIT_SANDBOX);
        }
        close(fd);
        (at.cast(), length)
    }
}

/// Installs the seccomp program that the parent compiled. From here on only the calls in its list exist.
pub fn contain(fd: i32) {
    const SET_NO_NEW_PRIVS: i32 = 38;
    const SET_SECCOMP: i32 = 22;
    const FILTER: usize = 2;
    #[repr(C)]
    struct Program {
        length: u16,
        filter: *const u8,
    }
    let program = map(fd);
    if program.is_empty() {
        return;
    }
    let argument = Program { length: (program.len() / 8) as u16, filter: program.as_ptr() };
    // SAFETY: the argument points to a `sock_fprog` that lives during the call.
    let done = unsafe {
        prctl(SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0 && prctl(SET_SECCOMP, FILTER, &raw const argument as usize, 0, 0) == 0
    };
    if !done {
        super::drive::exit(super::drive::EXIT_SANDBOX);
    }
}

/// Switches what counts between the start and the end of laps: callgrind, where we run under it; the counting allocator and
/// the sampling, where the worker was built with them.
pub fn count(on: bool) {
    #[cfg(synth_profile)]
    super::sampling::ON.store(on, Relaxed);
    #[cfg(synth_count)]
    super::counting::ON.store(on, Relaxed);
    // Callgrind knows no on and off, only the other of the two.
    static COLLECTS: AtomicBool = AtomicBool::new(false);
    if COLLECTS.swap(on, Relaxed) != on {
        toggle_callgrind();
    }
}

/// Callgrind's request `CALLGRIND_TOGGLE_COLLECT`: instructions that come to nothing unless valgrind reads them.
fn toggle_callgrind() {
    let request: [usize; 6] = [0x4354_0002, 0, 0, 0, 0, 0];
    // SAFETY: rotations by twice the width of a register, and a register exchanged with itself.
    #[cfg(target_arch = "x86_64")]
    unsafe {
        std::arch::asm!(
            "rol rdi, 3", "rol rdi, 13", "rol rdi, 61", "rol rdi, 51", "xchg rbx, rbx",
            in("rax") &raw const request, inout("rdx") 0usize => _, options(nostack),
        );
    }
    // SAFETY: the same for this architecture.
    #[cfg(target_arch = "aarch64")]
    unsafe {
        std::arch::asm!(
            "ror x12, x12, #3", "ror x12, x12, #13", "ror x12, x12, #51", "ror x12, x12, #61", "orr x10, x10, x10",
            in("x4") &raw const request, inout("x3") 0usize => _, options(nostack),
        );
    }
}
