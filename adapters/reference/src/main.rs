//! The reference implementation as an adapter: requests on standard input, replies on standard output.

use std::io;

fn main() -> io::Result<()> {
    reference_adapter::serve(io::stdin().lock(), io::stdout().lock())
}
