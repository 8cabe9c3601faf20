use super::*;

fn ty(name: &str) -> Scalar {
    Scalar::named(name).unwrap()
}

/// Every operation that Rust has for a type, on two inputs of it.
fn operations(ty: Scalar) -> Vec<Expr> {
    let input = |place: usize| Arc::new(Expr::Input(place, ty));
    let by = Arc::new(Expr::Constant(u64::from(ty.bits / 2), U32));
    let logical = |operation: Binary| matches!(operation, And | Or | Xor | Eq | Ne);
    let allowed = |operation: &Binary| ty.is_int() || logical(*operation);
    let all = OPERATIONS.into_iter().map(|(operation, ..)| operation).filter(allowed);
    let mut found: Vec<Expr> = all
        .map(|operation| Expr::Binary(operation, input(0), if operation.shifts() { by.clone() } else { input(1) }))
        .collect();
    let casts = SCALARS.into_iter().filter(|to| to.is_int() && *to != ty);
    found.extend(casts.map(|to| Expr::Unary(Unary::Cast(to), input(0))));
    found.push(Expr::Unary(Unary::Not, input(1)));
    found.extend(ty.signed.then(|| Expr::Unary(Unary::Neg, input(0))));
    // Numbers where nothing else tells their type, and operations in operations.
    if ty.is_int() {
        let seven = Arc::new(Expr::Constant(7, ty));
        found.push(Expr::Binary(WrappingMul, seven.clone(), input(1)));
        found.push(Expr::Binary(Rotate, seven.clone(), by.clone()));
        let sum = Arc::new(Expr::Binary(WrappingAdd, input(0), seven.clone()));
        let wide = Arc::new(Expr::Unary(Unary::Cast(Scalar::named("u64").unwrap()), sum.clone()));
        found.push(Expr::Binary(Lt, wide.clone(), wide.clone()));
        found.push(Expr::Binary(Xor, Arc::new(Expr::Binary(Shr, sum.clone(), by)), sum));
        found.push(Expr::Binary(Sub, input(0), Arc::new(Expr::Binary(Sub, input(1), seven))));
    }
    found
}

/// The values that operations are tried on, as `as u64` makes them.
fn values(ty: Scalar) -> Vec<u64> {
    let bits = ty.bits;
    let most = if ty.signed { (1i128 << (bits - 1)) - 1 } else { (1i128 << bits) - 1 };
    let least = if ty.signed { -(1i128 << (bits - 1)) } else { 0 };
    [least, least + 1, -1, 0, 1, 2, 5, 11, most / 3, most - 1, most].into_iter().filter_map(|n| ty.value(n)).collect()
}

/// The machine computes what rustc computes, overflow checks on, for every operation, type and pair of values: one
/// program with a function for each, compiled once.
#[test]
fn an_expression_has_the_value_that_its_print_has() {
    let cases: Vec<(Scalar, Expr)> =
        SCALARS.into_iter().flat_map(|ty| operations(ty).into_iter().map(move |expr| (ty, expr))).collect();
    let inputs = [Code::atom("a"), Code::atom("b")];
    let mut text =
        "fn show(f: impl FnOnce() -> u64 + std::panic::UnwindSafe) {\n    match std::panic::catch_unwind(f) \
        { Ok(v) => println!(\"{v}\"), Err(_) => println!(\"-\") }\n}\n"
            .to_owned();
    for ty in SCALARS {
        let number = |value: u64| match ty {
            BOOL => (value != 0).to_string(),
            ty if ty.signed => (value as i64).to_string(),
            _ => value.to_string(),
        };
        let (name, values) = (ty.name, values(ty));
        let numbers: Vec<String> = values.iter().map(|value| number(*value)).collect();
        text += &format!("const V_{name}: [{name}; {}] = [{}];\n", values.len(), numbers.join(", "));
    }
    let mut main = "fn main() {\n    std::panic::set_hook(Box::new(|_| {}));\n".to_owned();
    let mut want = String::new();
    for (case, (ty, expr)) in cases.iter().enumerate() {
        let (name, result) = (ty.name, expr.ty().name);
        text += &format!("fn f{case}(a: {name}, b: {name}) -> {result} {{ {} }}\n", expr.print(&inputs).text);
        main += &format!("    for a in V_{name} {{ for b in V_{name} {{ show(|| f{case}(a, b) as u64); }} }}\n");
        let values = values(*ty);
        for (a, b) in values.iter().flat_map(|a| values.iter().map(move |b| (*a, *b))) {
            let value = expr.value(&[a, b]);
            let mut code = Vec::new();
            expr.encode(&mut code);
            let run = machine::run(code.len(), &|at| code[at], &|input| [a, b][input]);
            assert_eq!(run, value, "{expr:?}");
            want += &value.map_or("-\n".to_owned(), |value| format!("{value}\n"));
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("main.rs");
    std::fs::write(&file, format!("{text}{main}}}\n")).unwrap();
    let mut rustc = std::process::Command::new("rustc");
    rustc.args(["--edition=2024", "-Awarnings", "-Coverflow-checks=on", "-Cdebuginfo=0", "-o"]);
    let built = rustc.arg(dir.path().join("main")).arg(&file).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let seen = std::process::Command::new(dir.path().join("main")).output().unwrap();
    let seen = String::from_utf8(seen.stdout).unwrap();
    let (mut seen, mut want) = (seen.lines(), want.lines());
    for (ty, expr) in &cases {
        for place in 0..values(*ty).len().pow(2) {
            assert_eq!(want.next(), seen.next(), "{} of {} at {place}", expr.print(&inputs).text, ty.name);
        }
    }
    assert_eq!(seen.next(), None);
}

#[test]
fn what_does_nothing_is_left_out() {
    let x = Arc::new(Expr::Input(0, ty("u64")));
    let number = |value: u64| Arc::new(Expr::Constant(value, ty("u64")));
    let tidy = |operation: Binary, left: &Arc<Expr>, right: Arc<Expr>| {
        let expr = Expr::Binary(operation, left.clone(), right).tidy();
        expr.map(|expr| expr.print(&[Code::atom("x")]).text)
    };
    assert_eq!(tidy(WrappingAdd, &x, number(0)).unwrap(), "x");
    assert_eq!(tidy(Mul, &number(1), x.clone()).unwrap(), "x");
    assert_eq!(tidy(And, &x, x.clone()).unwrap(), "x");
    assert_eq!(tidy(Sub, &number(5), number(2)).unwrap(), "3");
    assert_eq!(tidy(Rotate, &x, Arc::new(Expr::Constant(67, U32))).unwrap(), "x.rotate_left(3)");
    assert_eq!(tidy(Shl, &x, Arc::new(Expr::Constant(64, U32))), None);
    assert_eq!(tidy(Sub, &number(2), number(5)), None);
    assert_eq!(tidy(Sub, &x, number(1)).unwrap(), "x - 1");
}
