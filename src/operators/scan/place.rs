//! Where an expression or statement stands in the text.
//!
//! `syn` finds the span of a node by printing all of it, which for a tree of nested expressions is
//! quadratic. Most expressions begin or end where a child or a token of theirs does.

use std::ops::Range;

use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

/// The bytes of an expression.
pub fn of(expr: &Expr) -> Range<usize> {
    start(expr).byte_range().start..end(expr).byte_range().end
}

/// The bytes of a statement, semicolon included.
pub fn of_statement(statement: &syn::Stmt) -> Range<usize> {
    match statement {
        syn::Stmt::Local(local) if local.attrs.is_empty() => {
            local.let_token.span.byte_range().start..local.semi_token.span.byte_range().end
        }
        syn::Stmt::Expr(expr, semicolon) => {
            let range = of(expr);
            range.start..semicolon.map_or(range.end, |semicolon| semicolon.span.byte_range().end)
        }
        other => other.span().byte_range(),
    }
}

/// The bytes of a block, braces included.
pub fn of_block(block: &syn::Block) -> Range<usize> {
    block.brace_token.span.open().byte_range().start..block.brace_token.span.close().byte_range().end
}

fn start(expr: &Expr) -> Span {
    match expr {
        Expr::Binary(expr) => start(&expr.left),
        Expr::Assign(expr) => start(&expr.left),
        Expr::MethodCall(expr) => start(&expr.receiver),
        Expr::Call(expr) => start(&expr.func),
        Expr::Field(expr) => start(&expr.base),
        Expr::Index(expr) => start(&expr.expr),
        Expr::Cast(expr) => start(&expr.expr),
        Expr::Try(expr) => start(&expr.expr),
        Expr::Paren(expr) => expr.paren_token.span.open(),
        Expr::Reference(expr) => expr.and_token.span,
        Expr::Return(expr) => expr.return_token.span,
        Expr::If(expr) => expr.if_token.span,
        Expr::Match(expr) => expr.match_token.span,
        Expr::While(expr) => expr.label.as_ref().map_or(expr.while_token.span, |label| label.name.span()),
        Expr::ForLoop(expr) => expr.label.as_ref().map_or(expr.for_token.span, |label| label.name.span()),
        Expr::Loop(expr) => expr.label.as_ref().map_or(expr.loop_token.span, |label| label.name.span()),
        Expr::Block(expr) if expr.label.is_none() => expr.block.brace_token.span.open(),
        Expr::Lit(expr) => expr.lit.span(),
        other => other.span(),
    }
}

fn end(expr: &Expr) -> Span {
    match expr {
        Expr::Binary(expr) => end(&expr.right),
        Expr::Assign(expr) => end(&expr.right),
        Expr::Unary(expr) => end(&expr.expr),
        Expr::Reference(expr) => end(&expr.expr),
        Expr::MethodCall(expr) => expr.paren_token.span.close(),
        Expr::Call(expr) => expr.paren_token.span.close(),
        Expr::Index(expr) => expr.bracket_token.span.close(),
        Expr::Paren(expr) => expr.paren_token.span.close(),
        Expr::Field(expr) => expr.member.span(),
        Expr::Try(expr) => expr.question_token.span,
        Expr::If(expr) => {
            let last = expr.else_branch.as_ref().map(|(_, last)| end(last));
            last.unwrap_or_else(|| expr.then_branch.brace_token.span.close())
        }
        Expr::Match(expr) => expr.brace_token.span.close(),
        Expr::While(expr) => expr.body.brace_token.span.close(),
        Expr::ForLoop(expr) => expr.body.brace_token.span.close(),
        Expr::Loop(expr) => expr.body.brace_token.span.close(),
        Expr::Block(expr) => expr.block.brace_token.span.close(),
        Expr::Struct(expr) => expr.brace_token.span.close(),
        Expr::Closure(expr) => end(&expr.body),
        Expr::Lit(expr) => expr.lit.span(),
        other => other.span(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_short_way_gives_the_same_places() {
        struct Checker;
        impl syn::visit::Visit<'_> for Checker {
            fn visit_expr(&mut self, expr: &Expr) {
                assert_eq!(of(expr), expr.span().byte_range());
                syn::visit::visit_expr(self, expr);
            }
            fn visit_stmt(&mut self, statement: &syn::Stmt) {
                assert_eq!(of_statement(statement), statement.span().byte_range());
                syn::visit::visit_stmt(self, statement);
            }
        }
        for text in [
            include_str!("body.rs"),
            include_str!("place.rs"),
            include_str!("../synthesis.rs"),
            "fn f() { 'é: loop { *x += -1; } }",
        ] {
            let file = syn::parse_file(text).expect("our own sources parse");
            syn::visit::Visit::visit_file(&mut Checker, &file);
        }
    }
}
