//! Sessions in a closed loop: the user's `drive` issues calls and sees their results, and the user's `judge`, in another
//! process, says what these are worth.
//!
//! The worker leaves results only. The judge's process lets `drive` issue the same calls once more, answered from those
//! results; so the calls that are judged are never what the candidate's process says they were.

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use super::drive::{Lap, Misfit, Sessions, Stored};
use super::fitness::{Call, Value};
use super::out::{END, NO_HANDLE, Out, PANICKED, RETURNED};
use super::{Component, Reader, Result, Step};

/// Issues the calls of a session.
pub type Drive = fn(&[Call], &mut dyn FnMut(&Call) -> Value);
/// Says what calls and results are worth, or which invariant they break.
pub type Judge = fn(&[(Call, Value)]) -> std::result::Result<f64, String>;

/// A function that may be issued, at its number.
pub struct Function {
    pub call: &'static str,
    /// It is called on a handle.
    pub on: bool,
    pub args: usize,
    /// Its events carry what is written through the `&mut` that it returns.
    pub writes: bool,
}

/// What the generated half of a worker provides beyond [`Component`].
pub trait Scored: Component {
    const FUNCTIONS: &'static [Function];
    /// Lets `drive` have a session.
    fn play(session: &[Call], out: &mut Out, played: &mut Played);
}

/// How far a session came.
#[derive(Default)]
pub struct Played {
    /// Calls issued.
    pub issued: usize,
    records: usize,
    panicked: bool,
}

/// The function number that stands for a drop.
const DROP: u16 = u16::MAX;

impl Call {
    fn read(functions: &[Function], r: &mut Reader) -> Result<Call> {
        let (number, on, new) = r.head()?;
        let handle = Some(on).filter(|&on| on != u32::MAX);
        if number == DROP {
            return Ok(Call { call: "drop", on: handle, args: Vec::new(), new, write: None });
        }
        let Some(function) = functions.get(usize::from(number)) else { return r.unknown(number) };
        let args = (0..function.args).map(|_| Value::read(r)).collect::<Result<_>>()?;
        let write = if function.writes { Some(Value::read(r)?) } else { None };
        Ok(Call { call: function.call, on: handle, args, new, write })
    }

    fn is_drop(&self) -> bool {
        self.call == "drop" && self.on.is_some() && self.args.is_empty()
    }

    /// Its bytes on a tape, or what is wrong with it.
    fn encode(&self, functions: &[Function]) -> Result<Vec<u8>> {
        let same = |f: &Function| f.call == self.call && f.on == self.on.is_some();
        let number = match functions.iter().position(same) {
            _ if self.is_drop() => DROP,
            Some(number) => number as u16,
            None => {
                let known: Vec<&str> = functions.iter().filter(|f| f.on == self.on.is_some()).map(|f| f.call).collect();
                let on = if self.on.is_some() { "on a handle" } else { "without a handle" };
                return Err(format!(
                    "issues `{}` {on}, which the trace does not know; known so are {}",
                    self.call,
                    known.join(", ")
                ));
            }
        };
        let mut bytes = number.to_le_bytes().to_vec();
        bytes.extend(self.on.unwrap_or(u32::MAX).to_le_bytes());
        if number == DROP {
            return Ok(bytes);
        }
        let function = &functions[usize::from(number)];
        if function.args != self.args.len() {
            return Err(format!("issues `{self}`, which takes {} arguments", function.args));
        }
        bytes.push(self.new.len() as u8);
        self.new.iter().for_each(|handle| bytes.extend(handle.to_le_bytes()));
        self.args.iter().for_each(|arg| arg.write(&mut bytes));
        if function.writes {
            self.write.as_ref().unwrap_or(&Value::Null).write(&mut bytes);
        }
        Ok(bytes)
    }
}

/// The calls of a session as they are.
pub(super) fn as_recorded(session: &[Call], issue: &mut dyn FnMut(&Call) -> Value) {
    session.iter().for_each(|call| drop(issue(call)));
}

fn read_session(functions: &[Function], stored: &Stored) -> std::result::Result<(Vec<Call>, Reader), Misfit> {
    let mut reader = stored.reader.clone();
    let mut calls = Vec::with_capacity(stored.entries);
    while calls.len() < stored.entries {
        let call = Call::read(functions, &mut reader);
        calls.push(call.map_err(|why| Misfit(calls.len() as u32, u32::MAX, why))?);
    }
    Ok((calls, reader))
}

/// The event of an issued call. What cannot be read as the function's arguments ends the session as a panic does.
pub fn issued<C: Scored>(call: &Call) -> C::Event {
    let bytes = call.encode(C::FUNCTIONS).unwrap_or_else(|_| stop());
    // Arguments live until the process ends.
    C::decode(&mut Reader::new(bytes.leak())).unwrap_or_else(|_| stop())
}

/// The result of an issued call, whose record begins at `start`.
pub fn settle<C: Scored>(step: Option<Step<C::Done>>, start: usize, out: &mut Out, played: &mut Played) -> Value {
    let event = played.issued;
    played.issued += 1;
    match step {
        Some(Step::Done(done)) => {
            out.begin(event);
            C::write(done, out);
            out.end();
        }
        Some(Step::Written) => {}
        Some(Step::Silent) => return Value::Null,
        _ => stop(),
    }
    played.records += 1;
    let values = out.since(start + RECORD_HEAD).to_vec().leak();
    Value::read(&mut Reader::new(values)).unwrap_or_else(|_| stop())
}

/// (event, length, status) before the values of a record.
const RECORD_HEAD: usize = 9;

/// Leaves `drive`.
fn stop() -> ! {
    resume_unwind(Box::new(()))
}

/// Sessions that are driven beside the candidate.
pub(super) struct Driven<C: Scored> {
    sessions: Vec<Vec<Call>>,
    played: Vec<Played>,
    component: std::marker::PhantomData<C>,
}

impl<C: Scored> Driven<C> {
    pub(super) fn new() -> Self {
        Driven { sessions: Vec::new(), played: Vec::new(), component: std::marker::PhantomData }
    }
}

impl<C: Scored> Sessions for Driven<C> {
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), Misfit> {
        self.sessions.push(read_session(C::FUNCTIONS, stored)?.0);
        Ok(())
    }

    fn reserve(&mut self) {
        self.played.reserve(self.sessions.len());
    }

    fn run(&mut self, _lap: &mut Lap, out: &mut Out) {
        for session in self.sessions.drain(..) {
            let mut played = Played::default();
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| C::play(&session, out, &mut played))) {
                // Its drop is the candidate's code, too.
                std::mem::forget(payload);
                out.abandon();
                played.panicked = true;
            }
            self.played.push(played);
        }
    }

    fn write(&mut self, ids: &[u32], written: usize, out: &mut Out) {
        let mut written = written;
        for (id, played) in ids.iter().zip(self.played.drain(..)) {
            out.raw(&id.to_le_bytes());
            for _ in 0..played.records {
                written = out.repeat(written);
            }
            out.ended(END as usize, if played.panicked { PANICKED } else { RETURNED });
        }
    }

    fn select(&self, candidate: u32, program: &[u8]) {
        C::select(candidate, program);
    }

    fn notes(&self) -> Vec<u64> {
        super::drive::notes::<C>()
    }
}

/// What is found of a session; `src/engine/jury.rs` reads it by these names.
pub(super) enum Ruling {
    Score(f64),
    /// The invariant.
    Broken(String),
    /// The call.
    Panicked(String),
    /// What `drive` or `judge` did that it may not do.
    Misused(String),
}

/// Sessions that are judged: each a script, then the records of a worker.
pub(super) struct Judging {
    pub(super) functions: &'static [Function],
    pub(super) drive: Drive,
    pub(super) judge: Judge,
    pub(super) sessions: Vec<(Vec<Call>, Reader)>,
    pub(super) rulings: Vec<Ruling>,
}

impl Judging {
    fn rule(&self, session: &[Call], records: Reader) -> Ruling {
        let mut records = Records { reader: records, issued: 0, functions: self.functions };
        let (mut log, mut stopped) = (Vec::new(), None);
        let driven = catch_unwind(AssertUnwindSafe(|| {
            (self.drive)(session, &mut |call| match records.answer(call) {
                Ok(value) => {
                    log.push((call.clone(), value.clone()));
                    value
                }
                Err(ruling) => {
                    stopped.get_or_insert(ruling);
                    stop()
                }
            })
        }));
        if let Some(ruling) = stopped {
            return ruling;
        }
        if let Err(payload) = driven {
            return Ruling::Misused(format!("`drive` panicked: {}", words(&*payload)));
        }
        if let Err(ruling) = records.end() {
            return ruling;
        }
        match catch_unwind(|| (self.judge)(&log)) {
            Ok(Ok(score)) if score.is_finite() => Ruling::Score(score),
            Ok(Ok(score)) => Ruling::Misused(format!("`judge` returned {score}, which is not a score")),
            Ok(Err(invariant)) => Ruling::Broken(invariant),
            Err(payload) => Ruling::Misused(format!("`judge` panicked: {}", words(&*payload))),
        }
    }
}

/// The results that a worker left of one session.
struct Records {
    reader: Reader,
    issued: u32,
    functions: &'static [Function],
}

impl Records {
    fn answer(&mut self, call: &Call) -> std::result::Result<Value, Ruling> {
        call.encode(self.functions).map_err(|why| Ruling::Misused(format!("`drive` {why}")))?;
        let event = self.issued;
        self.issued += 1;
        if call.is_drop() {
            return Ok(Value::Null);
        }
        let (found, status, mut values) = self.next()?;
        match (found, status) {
            (found, RETURNED) if found == event => Value::read(&mut values).map_err(unlike),
            (END, PANICKED) => Err(Ruling::Panicked(call.to_string())),
            (found, PANICKED) if found == event => Err(Ruling::Panicked(call.to_string())),
            (found, NO_HANDLE) if found == event => {
                Err(Ruling::Broken(format!("{call} has nothing to work on, because an earlier call did not give it")))
            }
            _ => Err(unlike(String::new())),
        }
    }

    fn end(&mut self) -> std::result::Result<(), Ruling> {
        match self.next()? {
            (END, RETURNED, _) => Ok(()),
            (END, _, _) => Err(Ruling::Panicked("the drop of what is left at the end of the session".into())),
            _ => Err(unlike(String::new())),
        }
    }

    fn next(&mut self) -> std::result::Result<(u32, u8, Reader), Ruling> {
        let event = self.reader.u32().map_err(unlike)?;
        let mut body = Reader::new(self.reader.block().map_err(unlike)?);
        let status = body.u8().map_err(unlike)?;
        Ok((event, status, body))
    }
}

fn unlike(_: String) -> Ruling {
    Ruling::Misused("`drive` does not issue the same calls for the same results; it may depend on nothing else".into())
}

fn words(payload: &(dyn Any + Send)) -> &str {
    let text = payload.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| payload.downcast_ref::<&str>().copied()).unwrap_or("without a word")
}

impl Sessions for Judging {
    fn load(&mut self, stored: &Stored) -> std::result::Result<(), Misfit> {
        self.sessions.push(read_session(self.functions, stored)?);
        Ok(())
    }

    fn reserve(&mut self) {}

    fn run(&mut self, _lap: &mut Lap, _out: &mut Out) {
        for (session, records) in std::mem::take(&mut self.sessions) {
            let ruling = self.rule(&session, records);
            self.rulings.push(ruling);
        }
    }

    fn write(&mut self, ids: &[u32], _written: usize, out: &mut Out) {
        for (id, ruling) in ids.iter().zip(self.rulings.drain(..)) {
            out.raw(&id.to_le_bytes());
            out.begin(0);
            out.object(1);
            let mut text = |name: &str, text: &str| {
                out.key(name);
                out.str(text);
            };
            match ruling {
                Ruling::Score(score) => {
                    out.key("score");
                    out.float(score);
                }
                Ruling::Broken(invariant) => text("broken", &invariant),
                Ruling::Panicked(call) => text("panicked", &call),
                Ruling::Misused(how) => text("misused", &how),
            }
            out.end();
            out.ended(END as usize, RETURNED);
        }
    }

    fn select(&self, _candidate: u32, _program: &[u8]) {}

    fn notes(&self) -> Vec<u64> {
        Vec::new()
    }
}
