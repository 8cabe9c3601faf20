//! Reads the heads of requests and prints the lines of an access log.
//!
//! ```sh
//! cargo run -p http_head --example access_log -- corpora/urls.txt corpora/user_agents.txt [REQUESTS]
//! ```
//!
//! The requests are composed: each asks for a URL of the first file in the name of a browser of the second, with the headers that
//! browsers send. Each fortieth is broken off or damaged.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = env::args().skip(1);
    let usage = "usage: access_log URLS AGENTS [REQUESTS]";
    let (urls, agents) = (arguments.next().ok_or(usage)?, arguments.next().ok_or(usage)?);
    let count: usize = arguments.next().as_deref().unwrap_or("300").parse()?;

    let urls = fs::read_to_string(&urls).map_err(|error| format!("{urls}: {error}"))?;
    let agents = fs::read_to_string(&agents).map_err(|error| format!("{agents}: {error}"))?;
    let links = urls.lines().filter_map(|url| url.split_once("://")?.1.split_once('/'));
    for (number, ((host, path), agent)) in links.step_by(11).zip(agents.lines()).take(count).enumerate() {
        let mut request = compose(number, host, path, agent);
        match number % 80 {
            39 => request.truncate(request.len() - 3),
            79 => request = request.replacen(": ", " ", 1),
            _ => {}
        }
        match http_head::parse(&request) {
            Some(head) => println!("{} {} {} headers", head.method, head.path, head.headers.len()),
            None => println!("bad request"),
        }
    }
    Ok(())
}

/// A request for `path` as a browser sends it.
fn compose(number: usize, host: &str, path: &str, agent: &str) -> String {
    let mut request = match number % 6 {
        0 => format!("POST /{path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: {}\r\n", number * 7),
        5 => format!("GET /{path} HTTP/1.0\r\nHost: {host}\r\n"),
        _ => format!("GET /{path} HTTP/1.1\r\nHost: {host}\r\n"),
    };
    request += &format!("User-Agent: {agent}\r\n");
    request += "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";
    request += "Accept-Language: en-US,en;q=0.5\r\nAccept-Encoding: gzip, deflate\r\n";
    if !number.is_multiple_of(3) {
        request += &format!("Referer: http://{host}/\r\nCookie: id={:x}; seen={number}\r\n", number * 0x9e3779b9);
    }
    request + "Connection: keep-alive\r\n\r\n"
}
