use lexpr::*;

fn rnd(s: &mut u64, n: u64) -> u64 {
    *s = s.wrapping_mul(0xD1342543DE82EF95).wrapping_add(1);
    return (*s >> 40) % n;
}

const NAMES: [&str; 12] =
    ["x", "y1", "rate", "total_cost", "_tmp", "n", "vitesse", "größe", "alpha", "B", "interest_rate", "k"];

fn expr(s: &mut u64, deep: u64) -> String {
    let sp = [" ", "", "", " "][rnd(s, 4) as usize];
    let mut out = match (rnd(s, 4), deep) {
        (0, 1..) => format!("({})", expr(s, deep - 1)),
        (1, _) => NAMES[rnd(s, 12) as usize].to_string(),
        (2, _) => format!("{}.{}", rnd(s, 1000), rnd(s, 100)),
        _ => rnd(s, 5000).to_string(),
    };
    for _ in 0..(if 0 == deep { 0 } else { rnd(s, 2 + deep) }) {
        let op = ["+", "-", "*", "/", "^", "**", "%", "<=", "+", "*"][rnd(s, 10) as usize];
        out += &format!("{}{}{}{}", sp, op, sp, expr(s, deep.saturating_sub(1)));
    }
    return out;
}

fn main() {
    let (mut s, mut good, mut bad, mut size) = (31, 0, 0, 0);
    for n in 0..330 {
        let deep = 1 + rnd(&mut s, 4);
        let e = match n % 11 {
            3 => expr(&mut s, deep) + ")",
            5 => format!("{} = {}", NAMES[rnd(&mut s, 12) as usize], expr(&mut s, deep)),
            7 => expr(&mut s, deep) + [" ? 1", "..", " # no", ",2"][rnd(&mut s, 4) as usize],
            _ => expr(&mut s, deep),
        };
        if 300 < e.len() {
            continue;
        }
        match (depth(&e), n % 3) {
            (None, _) => bad += 1,
            (Some(d), 0) => size += d + tidy(&e).unwrap().len(),
            (Some(_), 1) => size += tokens(&e).unwrap().len(),
            (Some(_), _) => match rpn(&e) {
                Some(r) => size += r.len(),
                None => bad += 1,
            },
        }
        good += 1;
    }
    println!("{} {} {}", good, bad, size);
}
