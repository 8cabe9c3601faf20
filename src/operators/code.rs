//! Pieces of Rust text that know how tightly they hold together, so that parentheses are put where
//! the grammar needs them and nowhere else. It knows no types and no places.

/// How tightly an expression binds, from loosest to tightest; also how tightly a place wants it to bind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tightness {
    /// Closures, jumps, assignments, blocks, `if`, `match`: never an operand without parentheses.
    Any,
    Range,
    Or,
    And,
    Compare,
    BitOr,
    BitXor,
    BitAnd,
    Shift,
    Sum,
    Product,
    Cast,
    Prefix,
    /// Names, literals, calls, fields: what a method can be called on.
    Postfix,
}

impl Tightness {
    /// The tightness of a binary operator (`+`, `&&`, `<<`); assignments are [`Tightness::Any`].
    pub fn of(operator: &str) -> Tightness {
        match operator {
            ".." | "..=" => Tightness::Range,
            "||" => Tightness::Or,
            "&&" => Tightness::And,
            "==" | "!=" | "<" | "<=" | ">" | ">=" => Tightness::Compare,
            "|" => Tightness::BitOr,
            "^" => Tightness::BitXor,
            "&" => Tightness::BitAnd,
            "<<" | ">>" => Tightness::Shift,
            "+" | "-" => Tightness::Sum,
            "*" | "/" | "%" => Tightness::Product,
            _ => Tightness::Any,
        }
    }

    /// What a binary operator of this tightness demands of its left and right operands.
    ///
    /// Bit operators demand more than the grammar does: few readers know whether `a ^ b << c + d` needs parentheses.
    pub fn operands(self) -> (Tightness, Tightness) {
        match self {
            Tightness::BitOr | Tightness::BitXor | Tightness::BitAnd | Tightness::Shift => {
                (Tightness::Cast, Tightness::Cast)
            }
            Tightness::Compare | Tightness::Range => (self.tighter(), self.tighter()),
            _ => (self, self.tighter()),
        }
    }

    /// The next tighter one.
    fn tighter(self) -> Tightness {
        use Tightness::*;
        const ORDER: [Tightness; 14] =
            [Any, Range, Or, And, Compare, BitOr, BitXor, BitAnd, Shift, Sum, Product, Cast, Prefix, Postfix];
        ORDER[(self as usize + 1).min(ORDER.len() - 1)]
    }
}

/// An expression as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    pub text: String,
    pub tightness: Tightness,
}

impl Code {
    /// A name, a literal, a call: anything that needs no parentheses.
    pub fn atom(text: impl Into<String>) -> Code {
        Code { text: text.into(), tightness: Tightness::Postfix }
    }

    /// `left operator right`.
    pub fn binary(left: Code, operator: &str, right: Code) -> Code {
        let own = Tightness::of(operator);
        let (wants_left, wants_right) = own.operands();
        // `a ^ b ^ c` is clear to everybody.
        let chain = own < Tightness::Shift && own != Tightness::Compare && left.tightness == own;
        let mut left = if chain { left } else { left.held(wants_left) };
        // `a as u64 < b` would be read as the beginning of generic arguments.
        if operator.starts_with('<') && left.tightness != Tightness::Postfix && left.text.contains(" as ") {
            left = left.parenthesised();
        }
        let right = right.held(wants_right);
        let space = if own == Tightness::Range { "" } else { " " };
        Code { text: format!("{}{space}{operator}{space}{}", left.text, right.text), tightness: own }
    }

    /// `receiver.method(arguments)`.
    pub fn method(receiver: Code, method: &str, arguments: &[Code]) -> Code {
        let arguments: Vec<&str> = arguments.iter().map(|code| &*code.text).collect();
        Code::atom(format!("{}.{method}({})", receiver.held(Tightness::Postfix).text, arguments.join(", ")))
    }

    /// `function(arguments)`.
    pub fn call(function: &str, arguments: &[Code]) -> Code {
        let arguments: Vec<&str> = arguments.iter().map(|code| &*code.text).collect();
        Code::atom(format!("{function}({})", arguments.join(", ")))
    }

    /// `operator inner`, for `!`, `-`, `*`, `&`.
    pub fn prefix(operator: &str, inner: Code) -> Code {
        Code { text: format!("{operator}{}", inner.held(Tightness::Prefix).text), tightness: Tightness::Prefix }
    }

    /// `inner as ty`.
    pub fn cast(inner: Code, ty: &str) -> Code {
        Code { text: format!("{} as {ty}", inner.held(Tightness::Cast).text), tightness: Tightness::Cast }
    }

    /// The same in a place that wants `tightness`: with parentheses if it is looser.
    pub fn held(self, tightness: Tightness) -> Code {
        if self.tightness < tightness { self.parenthesised() } else { self }
    }

    fn parenthesised(self) -> Code {
        Code::atom(format!("({})", self.text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parentheses_are_put_only_where_they_are_needed() {
        let [a, b, c] = ["a", "b", "c"].map(Code::atom);
        let sum = Code::binary(a.clone(), "+", b.clone());
        assert_eq!(Code::binary(sum.clone(), "+", c.clone()).text, "a + b + c");
        assert_eq!(Code::binary(c.clone(), "-", sum.clone()).text, "c - (a + b)");
        assert_eq!(Code::method(sum.clone(), "pow", std::slice::from_ref(&sum)).text, "(a + b).pow(a + b)");
        assert_eq!(Code::binary(sum.clone(), "^", c.clone()).text, "(a + b) ^ c");
        let xor = Code::binary(a.clone(), "^", b.clone());
        assert_eq!(Code::binary(xor, "^", c.clone()).text, "a ^ b ^ c");
        let cast = Code::cast(sum, "u64");
        assert_eq!(Code::binary(cast.clone(), "<", c.clone()).text, "((a + b) as u64) < c");
        assert_eq!(Code::binary(c, "<", cast).text, "c < (a + b) as u64");
        let equal = Code::binary(a.clone(), "==", b.clone());
        assert_eq!(Code::binary(equal, "==", Code::prefix("!", a)).text, "(a == b) == !a");
    }
}
