//! All mutants of a package at once: built into one program, each behind a switch, so that trying one takes as long as the quickest
//! test that notices it, and no build. What has no function to put the switch in is left to `cargo mutants`.

mod gather;
mod ledger;
mod listed;
mod program;
#[cfg(test)]
mod switch;
mod tests;
mod trial;
mod weave;

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use suite::replace::replace;

use self::{
    ledger::Ledger,
    listed::Listed,
    program::{Built, Program},
    weave::{Change, Woven, weave},
};
use super::{
    copy,
    laboratory::Laboratory,
    package::Package,
    tried::{self, Outcome, Span, Tried},
};
use crate::{
    arguments::workspace,
    failure::{Failure, Result, note},
};

const PROFILE: &str = "--profile=mutants";
const SWITCH: &str = include_str!("schemata/switch.rs");

/// Tries the mutants of a package; what an earlier run on the same code has found out is not tried again.
pub fn run(laboratory: &Laboratory, package: &Package, choice: &[String]) -> Result<Vec<Tried>> {
    let listed = listed::parse(&laboratory.list(package, choice)?)?;
    let directory = laboratory.directory("mutants-schemata")?;
    let ledger = Ledger::open(&directory.join(format!("{}.ledger", package.name)), copy::State::of_workspace()?)?;
    let bench = Bench { directory: &directory, laboratory, package, ledger: &ledger };
    bench.try_all(&listed)?;
    let outcomes = ledger.outcomes(listed.iter().map(|mutant| (mutant.name.as_str(), &mutant.whole)));
    let path = directory.join("outcomes.json");
    write(&path, &outcomes.to_string())?;
    tried::read(&path, &workspace())
}

/// Where the mutants of a package are tried.
struct Bench<'a> {
    directory: &'a Path,
    laboratory: &'a Laboratory,
    package: &'a Package,
    ledger: &'a Ledger,
}

/// A mutant by number; its function has one too.
struct Numbered<'a> {
    number: u32,
    function: u32,
    listed: &'a Listed,
}

/// A function with a mutant in every arm, inlined into another such function, and that into a third, is more than a compiler can hold.
const INLINED: &str = "#[inline(always)]";

/// The features of `pulp` by which code is compiled once more for each kind of vectors; it means the same without vectors.
const VECTORS: &str = ", \"x86-v3\", \"x86-v4\"";

impl Bench<'_> {
    fn try_all(&self, listed: &[Listed]) -> Result<()> {
        let (mut switched, mut left) = numbered(listed, |mutant| self.ledger.outcome(&mutant.name).is_none());
        if !switched.is_empty() {
            let (programs, unswitched) = self.build(&mut switched)?;
            left.extend(unswitched);
            let tests = tests::observe(&programs, self.directory)?;
            note(&format!("{} mutants, {} tests\n", switched.len(), tests.len()));
            trial::try_all(&tests, &switched, self.ledger, &self.directory.join("tree"))?;
        }
        if left.is_empty() {
            return Ok(());
        }
        let names: Vec<&str> = left.iter().map(|mutant| mutant.name.as_str()).collect();
        for tried in self.laboratory.run_named(self.package, &names)? {
            self.ledger.enter(&tried.name, tried.outcome)?;
        }
        Ok(())
    }

    /// Builds the tests with the mutants that compile, and strikes out the others; gives also those that can have no switch.
    fn build<'a>(&self, mutants: &mut Vec<Numbered<'a>>) -> Result<(Vec<Program>, Vec<&'a Listed>)> {
        let mut left = Vec::new();
        loop {
            let woven = self.weave(mutants)?;
            let unswitched: BTreeSet<u32> = woven.values().flat_map(|woven| woven.left.iter().copied()).collect();
            left.extend(take(mutants, &unswitched));
            let tree = self.directory.join("tree");
            match program::build(&tree, self.laboratory.target(), &self.package.test_packages(), &woven)? {
                Built::Programs(programs) => return Ok((programs, left)),
                Built::Unviable(numbers) => {
                    note(&format!("{} mutants do not compile\n", numbers.len()));
                    for mutant in take(mutants, &numbers) {
                        self.ledger.enter(&mutant.name, Outcome::Unviable)?;
                    }
                }
            }
        }
    }

    /// Brings the tree up to date, with the mutants in it.
    fn weave(&self, mutants: &[Numbered<'_>]) -> Result<BTreeMap<String, Woven>> {
        let mut woven: BTreeMap<String, Woven> = BTreeMap::new();
        let mut changes: BTreeMap<&str, Vec<Change<'_>>> = BTreeMap::new();
        for mutant in mutants {
            changes.entry(&mutant.listed.file).or_default().extend(mutant.change());
        }
        let roots: BTreeSet<String> = changes.keys().filter_map(|file| root(file)).collect();
        for file in changes.keys().copied().chain(roots.iter().map(String::as_str)) {
            let path = workspace().join(file);
            let source = fs::read_to_string(&path).map_err(|error| unreadable(&path, &error))?;
            let mut file_woven = weave(&source, changes.get(file).map_or(&[], Vec::as_slice));
            if roots.contains(file) {
                file_woven.text.push_str("\nmod schemata;\n");
            }
            woven.insert(file.to_owned(), file_woven);
        }
        let mut texts = gather::gathered()?;
        texts.extend(woven.iter().map(|(file, woven)| (file.clone(), woven.text.replace(INLINED, "#[inline(never)]"))));
        let manifest = workspace().join("Cargo.toml");
        let text = fs::read_to_string(&manifest).map_err(|error| unreadable(&manifest, &error))?;
        texts.insert("Cargo.toml".to_owned(), text.replace(VECTORS, ""));
        texts.extend(roots.iter().map(|root| (root.replace("lib.rs", "schemata.rs"), SWITCH.to_owned())));
        copy::copy(&self.directory.join("tree"), &texts)?;
        Ok(woven)
    }
}

impl<'a> Numbered<'a> {
    fn change(&self) -> Option<Change<'a>> {
        let Listed { span, replacement, function, .. } = self.listed;
        let function = function.as_ref()?;
        let (return_type, within) = (function.return_type.as_str(), &function.span);
        Some(Change { number: self.number, function: self.function, return_type, within, span, replacement })
    }
}

/// The mutants that are pending, with numbers that do not depend on which are; those that are in no function of a library are left.
fn numbered(listed: &[Listed], pending: impl Fn(&Listed) -> bool) -> (Vec<Numbered<'_>>, Vec<&Listed>) {
    let mut functions: BTreeMap<(&str, &Span), u32> = BTreeMap::new();
    let (mut switched, mut left) = (Vec::new(), Vec::new());
    for mutant in listed {
        let span = mutant.function.as_ref().map(|function| &function.span);
        match span.filter(|_| root(&mutant.file).is_some()) {
            Some(span) => {
                let next = functions.len() as u32;
                let function = *functions.entry((&mutant.file, span)).or_insert(next);
                switched.push(Numbered { number: switched.len() as u32 + 1, function, listed: mutant });
            }
            None => left.push(mutant),
        }
    }
    switched.retain(|mutant| pending(mutant.listed));
    left.retain(|mutant| pending(mutant));
    (switched, left)
}

/// Takes out the mutants of these numbers.
fn take<'a>(mutants: &mut Vec<Numbered<'a>>, numbers: &BTreeSet<u32>) -> Vec<&'a Listed> {
    mutants.extract_if(.., |mutant| numbers.contains(&mutant.number)).map(|mutant| mutant.listed).collect()
}

/// The root of the library that a file belongs to.
fn root(file: &str) -> Option<String> {
    let (package, inside) = file.rsplit_once("/src/")?;
    (inside != "main.rs").then(|| format!("{package}/src/lib.rs"))
}

fn write(path: &Path, text: &str) -> Result<()> {
    replace(path, text.as_bytes())
        .map_err(|error| Failure::usage(format!("{} cannot be written: {error}", path.display())))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::usage(format!("{} cannot be read: {error}", path.display()))
}
