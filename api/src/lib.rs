//! The service and its command line: everything that touches the world outside the log.

pub mod command;
pub mod http;
pub mod import;
pub mod service;
