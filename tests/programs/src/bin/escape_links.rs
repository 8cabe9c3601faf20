//! Escapes lines for use in a URL and reads them back, with `percent-encoding`.

use std::error::Error;

use percent_encoding::{CONTROLS, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

fn main() -> Result<(), Box<dyn Error>> {
    let (mut longer, mut shorter) = (0, 0);
    for line in programs::lines()? {
        let escaped: String = utf8_percent_encode(&line, NON_ALPHANUMERIC).collect();
        let printable: String = utf8_percent_encode(&line, CONTROLS).collect();
        longer += escaped.len() - printable.len();
        assert_eq!(percent_decode_str(&escaped).decode_utf8()?, line.as_str());
        shorter += line.len() - percent_decode_str(&line).count();
    }
    println!("escaping added {longer} bytes, reading took {shorter} away");
    Ok(())
}
