//! Squeezing of byte strings: move-to-front coding followed by run lengths.

const fn identity() -> [u8; 256] {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = i as u8;
        i += 1;
    }
    table
}

const IDENTITY: [u8; 256] = identity();

/// Moves `byte` to the front and returns the place it had.
#[inline(always)]
fn place_of(table: &mut [u8; 256], byte: u8) -> u8 {
    if table[0] == byte {
        return 0;
    }
    let mut carried = byte;
    for (place, slot) in table.iter_mut().enumerate() {
        carried = std::mem::replace(slot, carried);
        if carried == byte {
            return place as u8;
        }
    }
    unreachable!()
}

/// Moves the byte at `code` to the front and returns it.
#[inline(always)]
fn byte_at(table: &mut [u8; 256], code: u8) -> u8 {
    let place = code as usize;
    let byte = table[place];
    if place < 24 {
        for i in (0..place).rev() {
            table[i + 1] = table[i];
        }
    } else {
        table.copy_within(0..place, 1);
    }
    table[0] = byte;
    byte
}

/// Calls `emit` with the count and byte of each run.
#[inline(always)]
fn each_run(data: impl Iterator<Item = u8>, mut emit: impl FnMut(u8, u8)) {
    let mut data = data;
    let Some(mut last) = data.next() else { return };
    let mut count = 1u8;
    for byte in data {
        if byte == last && count < 255 {
            count += 1;
        } else {
            emit(count, last);
            last = byte;
            count = 1;
        }
    }
    emit(count, last);
}

/// The runs of equal bytes as `(count, byte)`, with counts from 1 to 255.
pub fn runs(data: &[u8]) -> Vec<(u8, u8)> {
    let mut out = Vec::with_capacity(data.len() / 2 + 1);
    each_run(data.iter().copied(), |count, byte| out.push((count, byte)));
    out
}

/// Undoes [`runs`].
pub fn expand(runs: &[(u8, u8)]) -> Vec<u8> {
    let total = runs.iter().map(|run| run.0 as usize).sum();
    let mut out = Vec::with_capacity(total);
    for &(count, byte) in runs {
        out.resize(out.len() + count as usize, byte);
    }
    out
}

/// Move-to-front codes: the place of each byte in a table of the recently seen.
pub fn front_codes(data: &[u8]) -> Vec<u8> {
    let mut table = IDENTITY;
    data.iter().map(|&byte| place_of(&mut table, byte)).collect()
}

/// Undoes [`front_codes`].
pub fn from_front_codes(codes: &[u8]) -> Vec<u8> {
    let mut table = IDENTITY;
    codes.iter().map(|&code| byte_at(&mut table, code)).collect()
}

/// The packed form: the runs of the move-to-front codes, two bytes each.
pub fn pack(data: &[u8]) -> Vec<u8> {
    let mut table = IDENTITY;
    let mut out = Vec::with_capacity(2 * data.len());
    each_run(data.iter().map(|&byte| place_of(&mut table, byte)), |count, byte| {
        out.extend_from_slice(&[count, byte]);
    });
    out
}

/// Undoes [`pack`]; `None` for an odd length or a run of no bytes.
pub fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    if packed.len() % 2 != 0 {
        return None;
    }
    let mut total = 0;
    for pair in packed.chunks_exact(2) {
        if pair[0] == 0 {
            return None;
        }
        total += pair[0] as usize;
    }
    let mut table = IDENTITY;
    let mut out = Vec::with_capacity(total);
    for pair in packed.chunks_exact(2) {
        let (count, code) = (pair[0] as usize, pair[1]);
        if code == 0 {
            out.resize(out.len() + count, table[0]);
        } else {
            for _ in 0..count {
                out.push(byte_at(&mut table, code));
            }
        }
    }
    Some(out)
}

/// How many different bytes occur.
pub fn alphabet_size(data: &[u8]) -> usize {
    let mut seen = [false; 256];
    for &byte in data {
        seen[byte as usize] = true;
    }
    seen.iter().filter(|&&s| s).count()
}

/// The length of the longest run of one byte.
pub fn longest_run(data: &[u8]) -> usize {
    let Some((&first, rest)) = data.split_first() else { return 0 };
    let (mut last, mut length, mut longest) = (first, 1, 1);
    for &byte in rest {
        length = if byte == last { length + 1 } else { 1 };
        last = byte;
        longest = longest.max(length);
    }
    longest
}
