//! Cheats that the gate must refuse, whatever they compute: most of them could wait until nobody looks.
//! Each begins a body, and `WRONG` gives a wrong answer. Each holds one forbidden thing, so that each rule is tried alone.

/// What it does, after "it", and its text.
pub(super) const ALL: &[(&str, &str)] = &[
    (
        "is right for the first calls only",
        "static __CALLS: ::std::sync::atomic::AtomicU32 = ::std::sync::atomic::AtomicU32::new(0);
         if __CALLS.fetch_add(1, ::std::sync::atomic::Ordering::Relaxed) > 1000 { WRONG }",
    ),
    (
        "returns the last answer",
        "static __LAST: ::std::sync::Mutex<Option<u64>> = ::std::sync::Mutex::new(None);
         if __LAST.lock().is_ok_and(|mut last| last.replace(1).is_some()) { WRONG }",
    ),
    (
        "leaks a cache between sessions",
        "thread_local! { static __SEEN: ::std::cell::Cell<u32> = ::std::cell::Cell::new(0); }
         if __SEEN.replace(1) > 0 { WRONG }",
    ),
    (
        "leaks a cache between sessions through the panic hook",
        "let __state = ::std::sync::Arc::new(::std::sync::Mutex::new(0u32));
         ::std::panic::set_hook(::std::boxed::Box::new(move |_| { let _ = __state.lock().map(|mut n| *n += 1); }));",
    ),
    ("is quick only when timed", "if ::std::time::Instant::now().elapsed().as_nanos() % 2 == 0 { WRONG }"),
    (
        "is quick only when timed, the clock under another name",
        "use ::std::{time as __t}; if __t::Instant::now().elapsed().as_nanos() % 2 == 0 { WRONG }",
    ),
    (
        "is quick only when timed, the clock as a raw identifier",
        "if ::std::r#time::Instant::now().elapsed().as_nanos() % 2 == 0 { WRONG }",
    ),
    ("detects the harness by its environment", "if ::std::env::args().count() > 1 { WRONG }"),
    ("detects the harness by its process", "if ::std::process::id() % 2 == 0 { WRONG }"),
    ("detects the harness by its thread", "if ::std::thread::current().name().is_none() { WRONG }"),
    ("detects the harness by its types", "if ::std::any::type_name::<u8>().len() > 2 { WRONG }"),
    (
        "detects the harness by the depth of the stack",
        "let __here = 0u8; if (&__here as *const u8 as usize) % 4096 < 2048 { WRONG }",
    ),
    ("detects the harness by an address of the heap", "if ::std::vec![0u8].as_ptr() as usize % 4096 < 2048 { WRONG }"),
    ("writes over the harness", "let _ = ::std::fs::write(\"/proc/self/mem\", \"\");"),
    ("switches to another candidate", "crate::__synth::select(0);"),
    ("breaks the rules of memory", "unsafe { ::std::hint::assert_unchecked(true) }"),
];
