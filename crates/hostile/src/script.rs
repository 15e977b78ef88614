//! An adapter that follows a script: a thread at the other end of the pipes, in place of a process.

use std::{
    io::{BufRead, BufReader, PipeReader, PipeWriter, Write, pipe},
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

use serde_json::{Value, json};
use suite::process::{Connection, Launch, Peer};

use crate::{judges::Judge, numbers::Bytes, target::conversation::put};

/// One thing that an adapter does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Reads a request, which replies from then on refer to.
    Read,
    /// Describes itself, in reply to the last request.
    Describe,
    /// Tells the truth about a case, in reply to the last request.
    Answer(usize),
    /// Says that it has no such feature.
    Unsupported,
    /// Replies with another id.
    WrongId,
    /// Writes these bytes.
    Say(Vec<u8>),
    /// Writes these bytes to standard error.
    Complain(Vec<u8>),
    /// Closes its standard output.
    CloseOutput,
    /// Closes its standard input.
    CloseInput,
    /// Waits until it is killed.
    Hang,
    /// Ends.
    Die,
    /// Is where the next start begins.
    Next,
}

/// What an adapter does after each start, from the first script on.
#[derive(Clone, Debug)]
pub struct Script(Arc<Vec<Vec<Act>>>);

/// A thread that hangs without being killed ends all the same.
const PATIENCE: Duration = Duration::from_secs(60);

impl Script {
    /// The script that some bytes stand for.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut bytes = Bytes::new(bytes);
        let mut scripts = vec![Vec::new()];
        while !bytes.is_empty() {
            match act(&mut bytes) {
                Act::Next => scripts.push(Vec::new()),
                act => scripts.last_mut().expect("there is one").push(act),
            }
        }
        Self(Arc::new(scripts))
    }

    /// The bytes that some acts are read from.
    #[must_use]
    pub fn written(acts: &[Act]) -> Vec<u8> {
        let mut bytes = Vec::new();
        for act in acts {
            let text = |tag: u8, said: &[u8]| [&[tag, said.len() as u8], said].concat();
            bytes.extend(match act {
                Act::Read => vec![0],
                Act::Describe => vec![1],
                Act::Answer(index) => vec![2, *index as u8],
                Act::Unsupported => vec![3],
                Act::WrongId => vec![4],
                Act::Say(said) => text(5, said),
                Act::Complain(said) => text(6, said),
                Act::CloseOutput => vec![7],
                Act::CloseInput => vec![8],
                Act::Hang => vec![9],
                Act::Die => vec![10],
                Act::Next => vec![11],
            });
        }
        bytes
    }

    /// Whether any act can be the right answer to a case: its truth, or bytes that nobody has looked into.
    #[must_use]
    pub fn may_answer(&self, case: usize) -> bool {
        self.0.iter().flatten().any(|act| matches!(act, Act::Say(_)) || *act == Act::Answer(case))
    }

    /// Starts the next script, the first after the last.
    #[must_use]
    pub fn launch(&self) -> Launch {
        let (scripts, starts) = (Arc::clone(&self.0), AtomicUsize::new(0));
        Box::new(move || {
            let start = starts.fetch_add(1, Ordering::Relaxed);
            connect(scripts[start % scripts.len()].clone())
        })
    }
}

fn act(bytes: &mut Bytes<'_>) -> Act {
    let text = |bytes: &mut Bytes<'_>| {
        let len = usize::from(bytes.byte());
        bytes.some(len).to_vec()
    };
    match bytes.byte() % 12 {
        0 => Act::Read,
        1 => Act::Describe,
        2 => Act::Answer(bytes.below(put().len())),
        3 => Act::Unsupported,
        4 => Act::WrongId,
        5 => Act::Say(text(bytes)),
        6 => Act::Complain(text(bytes)),
        7 => Act::CloseOutput,
        8 => Act::CloseInput,
        9 => Act::Hang,
        10 => Act::Die,
        _ => Act::Next,
    }
}

fn connect(acts: Vec<Act>) -> std::io::Result<Connection> {
    let (theirs, requests) = pipe()?;
    let (replies, output) = pipe()?;
    let (complaints, errors) = pipe()?;
    let life = Arc::new(Life::default());
    let actor = Actor {
        requests: Some(BufReader::new(theirs)),
        output: Some(output),
        errors,
        last_id: Value::Null,
        life: Arc::clone(&life),
    };
    thread::spawn(move || actor.play(&acts));
    let peer = Box::new(Scripted(life));
    Ok(Connection { requests: Box::new(requests), replies: Box::new(replies), complaints: Box::new(complaints), peer })
}

/// Whether it has ended, and whether it is to.
#[derive(Default)]
struct Life {
    state: Mutex<(bool, bool)>,
    killed: Condvar,
}

struct Scripted(Arc<Life>);

impl Peer for Scripted {
    fn ended(&mut self) -> Option<String> {
        let (ended, _) = *self.0.state.lock().expect("no act panics");
        ended.then(|| "the script is over".to_owned())
    }

    fn kill(&mut self) {
        self.0.state.lock().expect("no act panics").1 = true;
        self.0.killed.notify_all();
    }
}

struct Actor {
    requests: Option<BufReader<PipeReader>>,
    output: Option<PipeWriter>,
    errors: PipeWriter,
    last_id: Value,
    life: Arc<Life>,
}

impl Actor {
    /// Plays until an act ends it; a script that is over reads on until its input ends, as an adapter does.
    fn play(mut self, acts: &[Act]) {
        if acts.iter().all(|act| self.does(act).is_some()) {
            while self.does(&Act::Read).is_some() {}
        }
        let life = Arc::clone(&self.life);
        // Its pipes close first, as those of a process do.
        drop(self);
        life.state.lock().expect("no act panics").0 = true;
    }

    /// `None` where that ends it.
    fn does(&mut self, act: &Act) -> Option<()> {
        match act {
            Act::Read => self.read(),
            Act::Describe => self.reply(json!({ "id": self.last_id, "ok": { "name": "script" } })),
            Act::Answer(index) => self.reply(truth(put()[*index], &self.last_id)),
            Act::Unsupported => self.reply(json!({ "id": self.last_id, "unsupported": "" })),
            Act::WrongId => self.reply(json!({ "id": 1_000_000, "ok": {} })),
            Act::Say(said) => self.say(said),
            Act::Complain(said) => self.errors.write_all(said).ok(),
            Act::CloseOutput => {
                self.output = None;
                Some(())
            }
            Act::CloseInput => {
                self.requests = None;
                Some(())
            }
            Act::Hang => self.hang(),
            Act::Die | Act::Next => None,
        }
    }

    fn read(&mut self) -> Option<()> {
        let mut line = Vec::new();
        let Some(requests) = &mut self.requests else { return self.hang() };
        let count = requests.read_until(b'\n', &mut line).ok()?;
        let request: Value = serde_json::from_slice(&line).unwrap_or_default();
        self.last_id = request["id"].clone();
        (count > 0).then_some(())
    }

    fn reply(&mut self, reply: Value) -> Option<()> {
        self.say(format!("{reply}\n").as_bytes())
    }

    fn say(&mut self, said: &[u8]) -> Option<()> {
        match &mut self.output {
            Some(output) => output.write_all(said).ok(),
            None => Some(()),
        }
    }

    fn hang(&mut self) -> Option<()> {
        let state = self.life.state.lock().expect("no act panics");
        let _ended = self.life.killed.wait_timeout_while(state, PATIENCE, |(_, killed)| !*killed);
        None
    }
}

fn truth(judge: &Judge, id: &Value) -> Value {
    match &judge.truth {
        Some(truth) => json!({ "id": id, "ok": truth }),
        None => json!({ "id": id, "rejected": "as it should be" }),
    }
}
