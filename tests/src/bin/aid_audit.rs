//! The auditor's command, started by tests.

use std::process::ExitCode;

fn main() -> ExitCode {
    audit_tools::main()
}
