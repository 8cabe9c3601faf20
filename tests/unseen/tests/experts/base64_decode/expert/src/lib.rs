//! Base64 decoding, a table per symbol, four symbols at a time.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const BAD: u32 = 0x8000_0000;

const fn table(shift: u32) -> [u32; 256] {
    let mut table = [BAD; 256];
    let mut i = 0;
    while i < 64 {
        table[ALPHABET[i] as usize] = (i as u32) << shift;
        i += 1;
    }
    table
}

static T0: [u32; 256] = table(18);
static T1: [u32; 256] = table(12);
static T2: [u32; 256] = table(6);
static T3: [u32; 256] = table(0);

#[inline]
fn quad(s: &[u8; 4]) -> u32 {
    T0[s[0] as usize] | T1[s[1] as usize] | T2[s[2] as usize] | T3[s[3] as usize]
}

/// Decodes whole unpadded quads while they are good; tells how many there were.
fn quads(symbols: &[u8], out: &mut [u8]) -> usize {
    let mut done = 0;
    for (group, three) in symbols.chunks_exact(4).zip(out.chunks_exact_mut(3)) {
        let word = quad(group.try_into().unwrap());
        if word & BAD != 0 {
            break;
        }
        three.copy_from_slice(&word.to_be_bytes()[1..]);
        done += 1;
    }
    done
}

pub fn decode(text: &str) -> Option<Vec<u8>> {
    let bytes = text.as_bytes();
    let mut out = vec![0; bytes.len() / 4 * 3 + 3];
    let mut end = 0;
    let mut at = 0;
    let mut held = [b'='; 4];
    let mut count = 0;
    let mut padded = 0;
    while at < bytes.len() {
        if count == 0 && padded == 0 {
            let done = quads(&bytes[at..], &mut out[end..]);
            at += done * 4;
            end += done * 3;
            if at == bytes.len() {
                break;
            }
        }
        let byte = bytes[at];
        at += 1;
        if byte.is_ascii_whitespace() {
            continue;
        }
        if byte == b'=' {
            padded += 1;
            continue;
        }
        if padded > 0 {
            return None;
        }
        held[count] = byte;
        count += 1;
        if count == 4 {
            let word = quad(&held);
            if word & BAD != 0 {
                return None;
            }
            out[end..end + 3].copy_from_slice(&word.to_be_bytes()[1..]);
            end += 3;
            count = 0;
        }
    }
    match (count, padded) {
        (0, 0) => {}
        (3, 1) | (2, 2) => {
            held[count..].fill(b'A');
            let word = quad(&held);
            if word & BAD != 0 {
                return None;
            }
            out[end..end + count - 1].copy_from_slice(&word.to_be_bytes()[1..count]);
            end += count - 1;
        }
        _ => return None,
    }
    out.truncate(end);
    Some(out)
}
