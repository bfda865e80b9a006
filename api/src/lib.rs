//! The service and its command line: everything that touches the world outside the log.

pub mod import;
pub mod service;
pub mod http;
pub mod pseudonym;
pub mod demo;
pub mod bench;
pub mod config;
pub mod command;
pub mod cli;
