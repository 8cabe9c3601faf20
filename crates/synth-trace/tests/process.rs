//! What a process leaves in the folder that `SYNTH_TRACE_DIR` names: the test runs itself anew with it set.

use std::process::Command;
use synth_trace::{Call, Handle};

struct Box2 {
    handle: Handle<Box2>,
}

fn double(n: u32) -> u32 {
    let mut call = Call::begin(|| "double".into());
    call.argument(&n);
    let result = n * 2;
    call.result(&result);
    result
}

fn quadruple(n: u32) -> u32 {
    let mut call = Call::begin(|| "quadruple".into());
    call.argument(&n);
    assert!(n < 100, "too much");
    let result = double(double(n));
    call.result(&result);
    result
}

fn program() {
    quadruple(2);
    let _ = std::panic::catch_unwind(|| quadruple(100));
    let made = Box2 { handle: Handle::new() };
    let mut call = Call::begin(|| "make".into());
    call.result(&made.handle);
    drop(call);
    std::thread::spawn(|| double(5)).join().expect("no panic");
    let mut call = Call::begin(|| "odd".into());
    call.receiver(&made.handle, false);
    call.cannot();
}

#[test]
fn only_outermost_calls_are_written_and_panics_and_drops_show() {
    if std::env::var_os("SYNTH_TRACE_DIR").is_some() {
        return program();
    }
    let folder = std::env::temp_dir().join(format!("synth-trace-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder");
    let status = Command::new(std::env::current_exe().expect("a path")).env("SYNTH_TRACE_DIR", &folder).status();
    assert!(status.expect("runs").success());
    let file = std::fs::read_dir(&folder).expect("reads").next().expect("one file").expect("an entry").path();
    let text = std::fs::read_to_string(file).expect("text");
    std::fs::remove_dir_all(&folder).expect("can be removed");
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(
        lines,
        [
            r#"{"call":"quadruple","args":[2],"ret":8}"#,
            r#"{"call":"quadruple","args":[100],"panic":true}"#,
            r#"{"call":"make","args":[],"ret":{"$new":0}}"#,
            r#"{"call":"double","args":[5],"ret":10}"#,
            r#"{"spoiled":0}"#,
            r#"{"drop":0}"#,
            r#"{"skipped":"odd","count":1}"#,
        ]
    );
}
