//! Groups and what they hold, against the plain way, on random streams of statements.

mod plain;
mod pools;
mod stories;
mod streams;
