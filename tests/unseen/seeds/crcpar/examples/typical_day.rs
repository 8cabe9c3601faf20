use crcpar::{crc16_ccitt, crc16_modbus, is_odd, parity_errors, seal, unseal, with_parity_bits};

struct Noise(u32);

impl Noise {
    fn next(&mut self, bound: u32) -> u32 {
        self.0 = self.0.wrapping_mul(0x0019_660D).wrapping_add(0x3C6E_F35F);
        (self.0 >> 10) % bound
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next(256)).unwrap_or(0)
    }
}

fn sensor_reading(noise: &mut Noise) -> Vec<u8> {
    let mut reading = vec![0x11, 0x03];
    for _ in 0..(4 + noise.next(40)) {
        reading.push(0x00);
        reading.push(noise.byte());
    }
    reading
}

fn text_line(noise: &mut Noise) -> Vec<u8> {
    let station = noise.next(90);
    let mut line = format!("STATION {station:02} ");
    for _ in 0..noise.next(25) {
        line += &format!("T={}.{} ", noise.next(40), noise.next(10));
    }
    line.into_bytes()
}

fn firmware_block(noise: &mut Noise) -> Vec<u8> {
    (0..(128 + 16 * noise.next(33))).map(|_| noise.byte()).collect()
}

fn main() {
    let mut noise = Noise(0x1234_5678);
    let mut lost = 0_usize;
    let mut total = 0_usize;
    for minute in 0..420_u32 {
        let message = match minute % 7 {
            0 => firmware_block(&mut noise),
            1 | 4 => text_line(&mut noise),
            _ => sensor_reading(&mut noise),
        };
        let mut frame = seal(&message);
        if noise.next(12) == 0 {
            let at = usize::try_from(noise.next(16)).unwrap_or(0) % frame.len();
            frame[at] ^= 1 << noise.next(8);
        }
        let Some(received) = unseal(&frame) else {
            lost += 1;
            continue;
        };
        total += usize::from(crc16_modbus(&received));
        if is_odd(&received) {
            total += 1;
        }
        if minute % 3 == 1 {
            let Some(mut line) = with_parity_bits(&received) else {
                continue;
            };
            if noise.next(3) == 0 {
                line[2] ^= 0x20;
            }
            total += parity_errors(&line).len();
        }
        if minute % 30 == 0 {
            total += usize::from(crc16_ccitt(&minute.to_le_bytes()));
        }
    }
    println!("{lost} lost, total {total}");
}
