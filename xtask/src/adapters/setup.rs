//! `adapters setup`: the steps of a manifest, and the receipt at their end.

mod debian;
mod lock;
mod log;
mod python;
mod shop;

use std::{env, fs, process::ExitCode, time::Instant};

use clap::Args;
use suite::process::Interrupt;

use self::{lock::Lock, shop::Shop};
use super::{
    choice::{Choice, Skipped},
    inputs,
    receipt::{self, Receipt},
    registry::{Adapter, Registry},
};
use crate::{
    contestant::Contestant,
    failure::{Failure, Result, note},
    signals::Signals,
};

/// The arguments of `adapters setup`.
#[derive(Args)]
pub struct Arguments {
    #[command(flatten)]
    choice: Choice,
    /// Also those that are set up
    #[arg(long)]
    again: bool,
}

/// Sets up one adapter after another; 0 where all are set up, 1 where one is not.
pub fn run(registry: &Registry, arguments: &Arguments) -> Result<ExitCode> {
    let chosen = arguments.choice.of(registry)?;
    let signals = Signals::catch();
    let mut code = ExitCode::SUCCESS;
    for adapter in &chosen.adapters {
        match signals.in_order(|| set_up_alone(adapter, arguments.again, signals.interrupt())) {
            Ok(()) => {}
            Err(_) if signals.interrupt().raised() => {
                let message = format!("stopped; the adapter `{}` is not set up", adapter.name);
                return Err(Failure::interrupted(message));
            }
            Err(failure) => {
                failure.show();
                code = ExitCode::FAILURE;
            }
        }
    }
    for Skipped { name, reason } in &chosen.skipped {
        note(&format!("{name}: skipped: {reason}\n"));
    }
    Ok(code)
}

/// Sets up an adapter that is not set up, also not by whoever was waited for.
fn set_up_alone(adapter: &Adapter, again: bool, interrupt: &Interrupt) -> Result<()> {
    let _lock = Lock::wait(adapter, interrupt)?;
    if !again && adapter.state().receipt().is_some() {
        note(&format!("{}: set up already\n", adapter.name));
        return Ok(());
    }
    set_up(adapter, interrupt)
}

/// Goes through the steps. Without a receipt there is nothing that could be taken for an adapter that is set up.
fn set_up(adapter: &Adapter, interrupt: &Interrupt) -> Result<()> {
    let started = Instant::now();
    forget(adapter)?;
    let before = inputs::read(&adapter.folder).map_err(|error| Failure::usage(error.to_string()))?;
    let mut receipt = Receipt::new(adapter, before);
    let mut shop = Shop::open(adapter, interrupt)?;
    steps(&mut shop, &mut receipt)?;
    shop.tell("asking who it is");
    receipt.description = describe(adapter, interrupt)?;
    receipt.inputs = with_what_was_made(receipt.inputs, adapter)?;
    receipt.write(&adapter.target).map_err(|error| Failure::usage(error.to_string()))?;
    let (name, version) = (&receipt.description.name, &receipt.description.version);
    shop.tell(&format!("set up: {name} {version} ({:.0} s)", started.elapsed().as_secs_f64()));
    Ok(())
}

fn steps(shop: &mut Shop, receipt: &mut Receipt) -> Result<()> {
    let steps = shop.adapter.steps();
    let missing = steps.programs.iter().find(|program| !is_on_path(program));
    // A package may bring it.
    if let Some(program) = missing.filter(|_| steps.debian.is_empty()) {
        return Err(shop.failure(&format!("there is no program `{program}` on the path")));
    }
    debian::install(shop, &steps.debian)?;
    if let Some(program) = steps.programs.iter().find(|program| !is_on_path(program)) {
        return Err(shop.failure(&format!("there is no program `{program}` on the path")));
    }
    receipt.debian = debian::versions(shop, &steps.debian)?;
    for program in &steps.programs {
        receipt.programs.insert(program.clone(), shop.version(program)?);
    }
    if let Some(requirements) = &steps.python {
        receipt.python = python::environment(shop, requirements)?;
    }
    steps.commands.iter().try_for_each(|command| {
        shop.tell(&shell_words::join(command));
        shop.run(command)
    })
}

fn describe(adapter: &Adapter, interrupt: &Interrupt) -> Result<suite::format::Description> {
    let started = Contestant::ready(adapter, None).start(interrupt);
    let failure = |error: suite::process::StartError| {
        Failure::usage(format!("the adapter `{}` is not set up: {error}", adapter.name))
    };
    started.map(|implementation| implementation.description().clone()).map_err(failure)
}

/// What stands in the folder beside the files that were there before is the work of a step. A file that changed meanwhile is taken as it
/// was before, and so makes the receipt a stale one.
fn with_what_was_made(before: inputs::Inputs, adapter: &Adapter) -> Result<inputs::Inputs> {
    let mut inputs = inputs::read(&adapter.folder).map_err(|error| Failure::usage(error.to_string()))?;
    inputs.extend(before);
    Ok(inputs)
}

fn forget(adapter: &Adapter) -> Result<()> {
    let path = receipt::path(&adapter.target);
    match fs::remove_file(&path) {
        Err(error) if path.exists() => Err(Failure::usage(format!("{} cannot be removed: {error}", path.display()))),
        _ => Ok(()),
    }
}

fn is_on_path(program: &str) -> bool {
    env::var_os("PATH").is_some_and(|path| env::split_paths(&path).any(|place| place.join(program).is_file()))
}
