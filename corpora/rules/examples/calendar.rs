//! Code that the rules of `calendar.toml` are for.

mod years_at_once {
    fn is_leap(year: i64) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fn days_since_epoch(year: i64) -> i64 {
        let mut days: i64 = 0;
        for y in 1970..year {
            days += if is_leap(y) { 366 } else { 365 };
        }
        days
    }

    pub fn example() -> String {
        format!("{:?}", [1900, 1970, 1971, 1973, 2000, 2001, 2101, 2401].map(days_since_epoch))
    }
}

mod years_taken_away_at_once {
    fn is_leap(year: i64) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fn days_before_epoch(year: i64, mut days: i64) -> i64 {
        for y in year..1970 {
            days -= if is_leap(y) { 366 } else { 365 };
        }
        days
    }

    pub fn example() -> String {
        format!("{:?}", [1601, 1900, 1968, 1969, 1970, 1999].map(|year| days_before_epoch(year, 12)))
    }
}

mod years_skipped {
    fn days_in_year(year: u64) -> u64 {
        if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) {
            366
        } else {
            365
        }
    }

    fn year_and_day(mut days: u64) -> (u64, u64) {
        let mut year: u64 = 1970;
        while days >= days_in_year(year) {
            days -= days_in_year(year);
            year += 1;
        }
        (year, days)
    }

    pub fn example() -> String {
        format!("{:?}", [0, 364, 365, 366, 789, 790, 11_322, 11_323, 20_000, 200_000].map(year_and_day))
    }
}

mod months_at_once {
    fn is_leap(year: u32) -> bool {
        year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    }

    fn days_in_month(year: u32, month: u32) -> u32 {
        match month {
            2 if is_leap(year) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    fn day_of_year(year: u32, month: u32, day: u32) -> u32 {
        let mut days = day;
        for m in 1..month {
            days += days_in_month(year, m);
        }
        days
    }

    pub fn example() -> String {
        let days = |year| (1..=12).map(|month| day_of_year(year, month, 3)).collect::<Vec<_>>();
        format!("{:?}", [1900, 2000, 2023, 2024].map(days))
    }
}

mod months_at_once_as {
    struct Date {
        year: i32,
        month: u8,
        day: u8,
    }

    fn month_length(year: i32, month: u8) -> u8 {
        match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        }
    }

    impl Date {
        fn ordinal(&self) -> u32 {
            let mut total = u32::from(self.day);
            for m in 1..self.month {
                total += month_length(self.year, m) as u32;
            }
            total
        }
    }

    pub fn example() -> String {
        let days = |year| (1..=12).map(|month| Date { year, month, day: 31 }.ordinal()).collect::<Vec<_>>();
        format!("{:?}", [1900, 2000, 2023, 2024].map(days))
    }
}
