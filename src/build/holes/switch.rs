    extern crate core as __core;
    use self::__core::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

    /// Words of a program: the hole, what is to be done there, the most blocks, and what one evaluation costs; then code.
    const HEAD: usize = 4;
    const RECORD: u64 = 1;
    const FILL: u64 = 2;
    /// What one block costs.
    const BLOCK: u64 = 3;
    /// Evaluations that one lap records: the first ones, and of those behind some.
    const FIRST: u64 = 24;
    const STRIDE: u64 = 37;
    const ROWS: u64 = 56;
    const LOG: usize = 1 << 15;
    const LAPS: usize = 1 << 11;

    static PROGRAM: [AtomicU64; 64] = [const { AtomicU64::new(0) }; 64];
    static LENGTH: AtomicUsize = AtomicUsize::new(0);
    static COST: AtomicU64 = AtomicU64::new(0);
    static LIMIT: AtomicU64 = AtomicU64::new(u64::MAX);
    static EVALUATIONS: AtomicU64 = AtomicU64::new(0);
    static VALUE: AtomicU64 = AtomicU64::new(0);
    /// What is recorded, and where it ends; the row that waits for its result, from 1.
    static LOGGED: [AtomicU64; LOG] = [const { AtomicU64::new(0) }; LOG];
    static END: AtomicUsize = AtomicUsize::new(0);
    static WAITING: AtomicUsize = AtomicUsize::new(0);
    /// Cost, evaluations and the end of the record of each lap.
    static LAP: [[AtomicU64; 3]; LAPS] = [const { [const { AtomicU64::new(0) }; 3] }; LAPS];
    static LAPS_BEGUN: AtomicUsize = AtomicUsize::new(0);

    fn get(at: usize) -> u64 {
        PROGRAM[at].load(Relaxed)
    }

    fn add(to: &AtomicU64, more: u64) -> u64 {
        let sum = to.load(Relaxed) + more;
        to.store(sum, Relaxed);
        sum
    }

    fn close() {
        let lap = LAPS_BEGUN.load(Relaxed);
        if lap > 0 {
            let figures = [COST.load(Relaxed), EVALUATIONS.load(Relaxed), END.load(Relaxed) as u64];
            for (place, figure) in LAP[lap - 1].iter().zip(figures.iter()) {
                place.store(*figure, Relaxed);
            }
        }
    }

    /// Begins a lap with a program.
    pub fn program(bytes: &[u8]) {
        close();
        let words = bytes.chunks(8).map(|word| word.iter().rev().fold(0, |sum, byte| sum << 8 | *byte as u64));
        let mut length = 0;
        for (place, word) in PROGRAM.iter().zip(words) {
            place.store(word, Relaxed);
            length += 1;
        }
        LENGTH.store(length, Relaxed);
        COST.store(0, Relaxed);
        EVALUATIONS.store(0, Relaxed);
        WAITING.store(0, Relaxed);
        LIMIT.store(get(2), Relaxed);
        LAPS_BEGUN.store((LAPS_BEGUN.load(Relaxed) + 1).min(LAPS), Relaxed);
    }

    /// Tells of each lap cost, evaluations and the end of its record, then the record.
    pub fn notes(tell: &mut dyn FnMut(u64)) {
        close();
        for lap in LAP.iter().take(LAPS_BEGUN.load(Relaxed)) {
            for figure in lap.iter() {
                tell(figure.load(Relaxed));
            }
        }
        for word in LOGGED.iter().take(END.load(Relaxed)) {
            tell(word.load(Relaxed));
        }
    }

    fn spend(cost: u64) {
        if add(&COST, cost) > LIMIT.load(Relaxed) {
            // Whoever unwinds may have blocks to run, too.
            add(&LIMIT, 1 + get(2) / 16);
            panic!("too many blocks");
        }
    }

    /// A block runs.
    #[inline(always)]
    pub fn reached(_block: usize) {
        spend(BLOCK)
    }

    /// Whether something is to be done at a hole.
    #[inline(always)]
    pub fn hole(hole: u64) -> bool {
        get(0) == hole && evaluated()
    }

    fn evaluated() -> bool {
        spend(get(3));
        add(&EVALUATIONS, 1);
        get(1) != 0
    }

    /// Whether an input is asked for: all are recorded.
    pub fn wants(input: usize) -> bool {
        get(1) == RECORD || (get(HEAD) >> input) & 1 != 0
    }

    /// Takes the inputs of a hole; whether they give a value.
    pub fn filled(inputs: &[u64]) -> bool {
        if get(1) != FILL {
            record(inputs);
            return false;
        }
        let length = LENGTH.load(Relaxed) - HEAD - 1;
        let value = machine::run(length, &|at| get(HEAD + 1 + at), &|input| inputs[input]);
        match value {
            Some(value) => VALUE.store(value, Relaxed),
            None => panic!("no value"),
        }
        true
    }

    /// The value.
    pub fn value() -> u64 {
        VALUE.load(Relaxed)
    }

    fn record(inputs: &[u64]) {
        let number = EVALUATIONS.load(Relaxed) - 1;
        let end = END.load(Relaxed);
        let wanted = number < FIRST || number % STRIDE == 0 && number / STRIDE < ROWS - FIRST;
        if wanted && WAITING.load(Relaxed) == 0 && end + inputs.len() < LOG {
            for (place, input) in LOGGED[end..].iter().zip(inputs) {
                place.store(*input, Relaxed);
            }
            WAITING.store(end + inputs.len() + 1, Relaxed);
        }
    }

    /// What stood in a hole gave a value.
    pub fn seen(hole: u64, value: u64) {
        let waiting = WAITING.load(Relaxed);
        if waiting > 0 && get(0) == hole {
            LOGGED[waiting - 1].store(value, Relaxed);
            END.store(waiting, Relaxed);
            WAITING.store(0, Relaxed);
        }
    }
