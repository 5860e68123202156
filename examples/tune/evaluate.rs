//! One trial: the command is run, and its last line is the objective.

use core::time::Duration;
use std::{
    io::{self, BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
    time::Instant,
};

/// What became of a trial.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Outcome {
    /// The objective, finite.
    Value(f64),
    /// Why there is none.
    Failed(String),
}

impl Outcome {
    pub(crate) fn value(&self) -> Option<f64> {
        if let Self::Value(value) = self { Some(*value) } else { None }
    }
}

/// Runs the command of these words, without a shell and without input, for as long as `timeout` allows.
///
/// An error means that it could not be started: that is not the candidate's fault. On a timeout the command itself is
/// ended; what it has started in turn goes on.
pub(crate) fn evaluate(words: &[String], timeout: Option<Duration>) -> io::Result<Outcome> {
    let deadline = timeout.and_then(|timeout| Instant::now().checked_add(timeout));
    let (program, arguments) = words.split_first().ok_or(io::ErrorKind::InvalidInput)?;
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().map_err(|error| io::Error::new(error.kind(), format!("{program:?}: {error}")))?;
    // A pipe that nobody reads would stop the command.
    let (output, complaints) = (child.stdout.take().map(last_line_of), child.stderr.take().map(last_line_of));
    let last_line = output.and_then(|output| within(&output, deadline));
    let (Some(last_line), Some(status)) = (last_line, wait(&mut child, deadline)?) else {
        let _ = child.kill();
        child.wait()?;
        let seconds = timeout.unwrap_or_default().as_secs_f64();
        return Ok(Outcome::Failed(format!("not done within {seconds} s")));
    };
    // What it left running may hold on to the pipe; that is no reason to wait.
    let patience = Instant::now().checked_add(PATIENCE);
    let complaint = || complaints.as_ref().and_then(|complaints| within(complaints, patience)).unwrap_or_default();
    Ok(judge(status, &last_line, complaint))
}

fn judge(status: ExitStatus, last_line: &str, complaint: impl Fn() -> String) -> Outcome {
    if !status.success() {
        let complaint = complaint();
        let colon = if complaint.is_empty() { "" } else { ": " };
        return Outcome::Failed(excerpt(&format!("{status}{colon}{complaint}")));
    }
    match last_line.parse::<f64>() {
        Ok(value) if value.is_finite() => Outcome::Value(value),
        Ok(value) => Outcome::Failed(format!("the objective is {value}")),
        Err(_) if last_line.is_empty() => Outcome::Failed("it printed nothing".to_owned()),
        Err(_) => Outcome::Failed(excerpt(&format!("the last line is no number: {last_line:?}"))),
    }
}

/// Reads to the end on a thread of its own; what arrives is the last line that is not blank.
fn last_line_of(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        // If nobody waits any more, the time was up.
        let _ = sender.send(last_line(pipe));
    });
    receiver
}

fn last_line(pipe: impl Read) -> String {
    let mut pipe = BufReader::new(pipe);
    let (mut last, mut line) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        match pipe.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return String::from_utf8_lossy(&last).trim().to_owned(),
            Ok(_) => {}
        }
        if line.last() != Some(&b'\n') && line.len() as u64 == LONGEST_LINE && pipe.skip_until(b'\n').is_err() {
            return String::new();
        }
        if !line.trim_ascii().is_empty() {
            core::mem::swap(&mut last, &mut line);
        }
    }
}

/// What arrives until then; for ever, without a deadline.
fn within(receiver: &Receiver<String>, deadline: Option<Instant>) -> Option<String> {
    let Some(deadline) = deadline else { return receiver.recv().ok() };
    receiver.recv_timeout(deadline.saturating_duration_since(Instant::now())).ok()
}

/// Waits for a command that has closed its output, so that its end is near.
fn wait(child: &mut Child, deadline: Option<Instant>) -> io::Result<Option<ExitStatus>> {
    let Some(deadline) = deadline else { return child.wait().map(Some) };
    let mut pause = Duration::from_micros(100);
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if Instant::now() >= deadline {
            return Ok(None);
        }
        thread::sleep(pause.min(deadline.saturating_duration_since(Instant::now())));
        pause = (pause * 2).min(Duration::from_millis(20));
    }
}

/// As much as a table has room for.
fn excerpt(text: &str) -> String {
    if text.chars().count() <= LONGEST_REASON {
        text.to_owned()
    } else {
        text.chars().take(LONGEST_REASON).chain(['\u{2026}']).collect()
    }
}

/// No objective comes near it, and output without line ends cannot exhaust the memory.
const LONGEST_LINE: u64 = 1 << 16;
const LONGEST_REASON: usize = 200;
/// For the last words of a command that has ended.
const PATIENCE: Duration = Duration::from_secs(1);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_line_that_is_not_blank_counts() {
        for (text, expected) in [
            (&b""[..], ""),
            (b"\n \n", ""),
            (b"1.5", "1.5"),
            (b"epoch 1\nepoch 2\r\n  0.25 \r\n\n\t\n", "0.25"),
            (b"loss \xff\n", "loss \u{fffd}"),
        ] {
            assert_eq!(last_line(text), expected);
        }
    }

    /// What is behind a line's first 65,536 bytes is no line of its own.
    #[test]
    fn a_line_without_an_end_is_cut() {
        let mut text = vec![b'x'; LONGEST_LINE as usize];
        text.extend(b"0.5\n");
        assert!(last_line(&text[..]).ends_with('x'));
        text.extend(b"0.25\n");
        assert_eq!(last_line(&text[..]), "0.25");
    }

    #[cfg(unix)]
    fn sh(script: &str, timeout: Option<f64>) -> Outcome {
        let words = ["sh", "-c", script].map(str::to_owned);
        evaluate(&words, timeout.map(Duration::from_secs_f64)).unwrap()
    }

    #[cfg(unix)]
    #[test]
    fn an_objective_is_a_finite_number_of_a_command_that_succeeds() {
        let failed = |reason: &str| Outcome::Failed(reason.to_owned());
        for timeout in [None, Some(60.0)] {
            assert_eq!(sh("echo 7; echo -1.5e-3; echo", timeout), Outcome::Value(-1.5e-3));
            assert_eq!(sh("echo 7; echo 8 >&2", timeout), Outcome::Value(7.0));
            assert_eq!(sh("echo 7; exit 3", timeout), failed("exit status: 3"));
            assert_eq!(sh("echo 7; echo so bad >&2; exit 3", timeout), failed("exit status: 3: so bad"));
            assert_eq!(sh("echo 7; echo loss: 8", timeout), failed("the last line is no number: \"loss: 8\""));
            assert_eq!(sh("echo NaN", timeout), failed("the objective is NaN"));
            assert_eq!(sh("echo -inf", timeout), failed("the objective is -inf"));
            assert_eq!(sh("echo 1e999", timeout), failed("the objective is inf"));
            assert_eq!(sh(":", timeout), failed("it printed nothing"));
            // More than a pipe holds, on both.
            let much = "i=0; while [ $i -lt 4000 ]; do echo 0123456789012345678901234567890123456789; \
                        echo 0123456789012345678901234567890123456789 >&2; i=$((i+1)); done; echo 4";
            assert_eq!(sh(much, timeout), Outcome::Value(4.0));
        }
        assert!(matches!(sh("kill -9 $$", None), Outcome::Failed(reason) if reason.contains("signal: 9")));
        let long = sh("printf '%0500d' 0 >&2; exit 1", None);
        assert!(matches!(long, Outcome::Failed(reason) if reason.chars().count() == LONGEST_REASON + 1));
    }

    /// Whether it keeps its output or closes it.
    #[cfg(unix)]
    #[test]
    fn a_command_that_hangs_is_ended() {
        for script in ["exec sleep 60", "exec >&- 2>&-; exec sleep 60", "echo 7; sleep 60"] {
            let begun = Instant::now();
            assert_eq!(sh(script, Some(0.25)), Outcome::Failed("not done within 0.25 s".to_owned()));
            assert!(begun.elapsed() < Duration::from_secs(60));
        }
    }

    #[test]
    fn what_cannot_be_started_is_an_error() {
        let error = evaluate(&["no/such/program".to_owned()], None).unwrap_err();
        assert!(error.to_string().starts_with("\"no/such/program\": "));
        assert!(evaluate(&[], None).is_err());
    }
}
