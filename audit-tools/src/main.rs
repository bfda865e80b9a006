//! `aid-audit`: verifies a ledger that it need not trust.

use std::process::ExitCode;

fn main() -> ExitCode {
    audit_tools::main()
}
