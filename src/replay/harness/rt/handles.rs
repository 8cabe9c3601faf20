//! Tables of the values that later calls name.

pub fn get<T>(table: &[Option<T>], handle: u32) -> Option<&T> {
    table.get(handle as usize)?.as_ref()
}

pub fn get_mut<T>(table: &mut [Option<T>], handle: u32) -> Option<&mut T> {
    table.get_mut(handle as usize)?.as_mut()
}

pub fn take<T>(table: &mut [Option<T>], handle: u32) -> Option<T> {
    table.get_mut(handle as usize)?.take()
}

pub fn put<T>(table: &mut Vec<Option<T>>, handle: u32, value: T) {
    let at = handle as usize;
    if table.len() <= at {
        table.resize_with(at + 1, || None);
    }
    table[at] = Some(value);
}

pub fn discard<T>(table: &mut [Option<T>], handle: u32) {
    drop(take(table, handle));
}
