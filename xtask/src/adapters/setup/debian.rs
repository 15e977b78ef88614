//! Debian packages: those that are missing are installed, by root alone.

use std::{
    collections::BTreeMap,
    sync::atomic::{AtomicBool, Ordering},
};

use super::shop::Shop;
use crate::failure::Result;

/// Whether the lists of packages were fetched by this process.
static FETCHED: AtomicBool = AtomicBool::new(false);

/// Another's lock is waited for, in seconds.
const INSTALL: [&str; 5] =
    ["apt-get", "install", "--yes", "--no-install-recommends", "--option=DPkg::Lock::Timeout=600"];
const FETCH: [&str; 3] = ["apt-get", "update", "--option=DPkg::Lock::Timeout=600"];

/// Installs those of some packages that are missing.
pub fn install(shop: &mut Shop, packages: &[String]) -> Result<()> {
    let installed = installed(shop, packages)?;
    let missing: Vec<&str> =
        packages.iter().filter(|package| !installed.contains_key(*package)).map(String::as_str).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let by_hand = format!("apt-get install {}", missing.join(" "));
    if shop.ask(&["apt-get", "--version"])?.is_none() {
        return Err(shop.failure(&format!("it needs Debian's {}, and there is no apt-get here", missing.join(", "))));
    }
    if shop.ask(&["id", "-u"])?.is_none_or(|user| user.trim() != "0") {
        let failure = shop.failure(&format!("packages are missing: {}", missing.join(", ")));
        return Err(failure.help(format!("as root, run `{by_hand}`")));
    }
    shop.tell(&by_hand);
    let command = words(INSTALL.iter().copied().chain(missing.iter().copied()));
    match shop.run(&command) {
        // A new machine knows of no package, and an old one of versions that are gone.
        Err(_) if !shop.is_stopped() && !FETCHED.swap(true, Ordering::SeqCst) => {
            shop.tell("apt-get update");
            shop.run(&words(FETCH))?;
            shop.run(&command)
        }
        ended => ended,
    }
}

/// The versions of packages that are installed.
pub fn versions(shop: &mut Shop, packages: &[String]) -> Result<BTreeMap<String, String>> {
    let installed = installed(shop, packages)?;
    match packages.iter().find(|package| !installed.contains_key(*package)) {
        Some(missing) => Err(shop.failure(&format!("`{missing}` was installed, but dpkg does not know it"))),
        None => Ok(installed),
    }
}

/// Those of some packages that are installed, with their versions.
fn installed(shop: &mut Shop, packages: &[String]) -> Result<BTreeMap<String, String>> {
    let mut installed = BTreeMap::new();
    for package in packages {
        // One at a time: it fails over all where it does not know one.
        let said = shop.ask(&["dpkg-query", "--show", "--showformat=${db:Status-Status} ${Version}\n", package])?;
        let version = said.as_deref().and_then(|said| said.lines().find_map(|line| line.strip_prefix("installed ")));
        installed.extend(version.map(|version| (package.clone(), version.to_owned())));
    }
    Ok(installed)
}

fn words<'a>(words: impl IntoIterator<Item = &'a str>) -> Vec<String> {
    words.into_iter().map(str::to_owned).collect()
}
