//! A virtual environment from a file of pinned requirements.

use std::fs;

use suite::{hash::sha256, replace::replace};

use super::{debian, shop::Shop};
use crate::failure::Result;

/// Makes the environment of a requirements file, unless it is there already; what `pip freeze` says of it.
pub fn environment(shop: &mut Shop, requirements: &str) -> Result<Vec<String>> {
    let environment = shop.adapter.target.join("venv");
    let python = environment.join("bin").join("python").to_string_lossy().into_owned();
    let mark = environment.join("requirements.sha256");
    let file = shop.adapter.folder.join(requirements);
    let bytes = fs::read(&file).map_err(|error| shop.failure(&format!("{}: {error}", file.display())))?;
    let hash = sha256(&bytes);
    let is_there = fs::read_to_string(&mark).is_ok_and(|found| found == hash);
    if !is_there || shop.ask(&[&python, "--version"])?.is_none() {
        // A package that is no longer asked for must not stay.
        if environment.exists() {
            fs::remove_dir_all(&environment)
                .map_err(|error| shop.failure(&format!("{} cannot be removed: {error}", environment.display())))?;
        }
        make(shop, &environment.to_string_lossy(), &python, requirements)?;
        replace(&mark, hash.as_bytes())
            .map_err(|error| shop.failure(&format!("{} cannot be written: {error}", mark.display())))?;
    }
    let packages = shop.ask(&[&python, "-m", "pip", "freeze"])?;
    let packages = packages.ok_or_else(|| shop.failure("`pip freeze` failed"))?;
    Ok(packages.lines().map(str::to_owned).collect())
}

fn make(shop: &mut Shop, environment: &str, python: &str, requirements: &str) -> Result<()> {
    // Debian's python3 comes without.
    if shop.ask(&["python3", "-c", "import ensurepip, venv"])?.is_none() {
        debian::install(shop, &["python3-venv".to_owned()])?;
    }
    shop.tell("python3 -m venv");
    shop.run(&["python3", "-m", "venv", environment].map(str::to_owned))?;
    shop.tell(&format!("pip install --requirement {requirements}"));
    let quiet = ["--disable-pip-version-check", "--no-input"];
    let words = [python, "-m", "pip", "install", quiet[0], quiet[1], "--requirement", requirements];
    shop.run(&words.map(str::to_owned))
}
