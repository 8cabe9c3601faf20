//! Writes lines as hexadecimal digits and reads them back, and tries to read the lines themselves, with `hex`.

use std::error::Error;

use hex::FromHex;

fn main() -> Result<(), Box<dyn Error>> {
    let (mut digits, mut faulty) = (0, 0);
    for line in programs::lines()? {
        let lower = hex::encode(&line);
        let upper = hex::encode_upper(line.as_bytes());
        digits += lower.len();
        assert_eq!(hex::decode(&lower)?, line.as_bytes());
        assert_eq!(<Vec<u8>>::from_hex(&upper)?, line.as_bytes());
        let mut first = [0; 4];
        faulty += usize::from(hex::decode(&line).is_err());
        faulty += usize::from(hex::decode_to_slice(lower.get(..8).unwrap_or(&lower), &mut first).is_err());
    }
    println!("{digits} digits; {faulty} that could not be read");
    Ok(())
}
