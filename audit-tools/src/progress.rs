//! The bar on stderr; hidden where stderr is no terminal.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Most redraws a second are those of the bar itself.
const TICK: Duration = Duration::from_millis(200);

/// A bar over entries.
pub struct Progress {
    bar: ProgressBar,
}

impl Progress {
    /// A bar that says what it counts.
    pub fn new(doing: &'static str) -> Self {
        let bar = ProgressBar::new(0);
        let template = "{msg} [{bar:30}] {human_pos}/{human_len} entries, {eta} left";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("=> "));
        }
        bar.set_message(doing);
        bar.enable_steady_tick(TICK);
        Self { bar }
    }

    /// So far and to do.
    pub fn set(&self, done: u64, total: u64) {
        self.bar.set_length(total);
        self.bar.set_position(done);
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
