//! The commands that a document tells its reader to type.

/// What a command begins with.
const PROGRAMS: [&str; 4] = ["aidledger ", "aid-audit ", "curl ", "echo "];

/// A command and the line of its document.
#[derive(Debug, Clone)]
pub struct Command {
    pub line: usize,
    pub text: String,
    pub was_run: bool,
}

/// Every command of a document: the lines of its plain blocks, and those in its sentences that name what they work on.
pub fn commands(document: &str) -> Vec<Command> {
    let mut found = Vec::new();
    let mut sentence = String::new();
    let mut started = 1;
    let mut lines = document.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        let Some(info) = line.trim_start().strip_prefix("```") else {
            if line.trim().is_empty() {
                found.extend(in_sentence(&sentence, started));
                sentence.clear();
            }
            if sentence.is_empty() {
                started = number + 1;
            }
            sentence.push_str(line.trim());
            sentence.push(' ');
            continue;
        };
        found.extend(in_sentence(&sentence, started));
        sentence.clear();
        let is_shell = matches!(info, "" | "sh");
        for (number, line) in lines.by_ref() {
            let line = line.trim();
            if line.starts_with("```") {
                break;
            }
            if is_shell && PROGRAMS.iter().any(|program| line.starts_with(program)) {
                found.push(Command { line: number + 1, text: line.to_owned(), was_run: false });
            }
        }
    }
    found.extend(in_sentence(&sentence, started));
    found
}

fn in_sentence(text: &str, line: usize) -> Vec<Command> {
    let quoted = text.split('`').skip(1).step_by(2);
    let named = |text: &str| {
        let names = |word: &str| word.contains(['.', '/']) || word.chars().any(|c| c.is_ascii_uppercase());
        PROGRAMS.iter().any(|program| text.starts_with(program)) && text.split(' ').skip(1).any(names)
    };
    quoted
        .filter(|text| named(text))
        .map(|text| Command { line, text: text.to_owned(), was_run: false })
        .collect()
}

/// The parts of the README that are a walk: its doors.
pub fn doors(readme: &str) -> String {
    // Other lines stay, empty, so that a command keeps its line.
    let mut is_door = false;
    let line = |line: &str| {
        if let Some(title) = line.strip_prefix("## ") {
            is_door = title.starts_with("Door ");
        }
        if is_door { format!("{line}\n") } else { "\n".to_owned() }
    };
    readme.lines().map(line).collect()
}
