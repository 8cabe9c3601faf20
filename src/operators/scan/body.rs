//! The inside of a function: blocks, statements, expressions.

use super::*;
use crate::operators::vocabulary::gives;

/// Macros of the standard library whose arguments are plain expressions, and whose values are behaviour.
const MACROS: &[&str] = &["assert", "assert_eq", "assert_ne", "format", "vec", "write", "writeln"];

impl Scanner<'_> {
    /// A block in which names are declared and statements stand.
    pub fn body(&mut self, block: &syn::Block) {
        let range = place::of_block(block);
        let outer = (self.block, self.block_end);
        self.program.blocks.push(Block::default());
        (self.block, self.block_end) = (self.program.blocks.len() - 1, range.end);
        for (index, statement) in block.stmts.iter().enumerate() {
            self.statement(statement, index + 1 == block.stmts.len(), &range);
        }
        (self.block, self.block_end) = outer;
    }

    fn statement(&mut self, statement: &syn::Stmt, last: bool, block: &Range<usize>) {
        let range = place::of_statement(statement);
        let place = self.program.statements.len();
        let mut record = Statement {
            file: self.file.clone(),
            range: range.clone(),
            function: self.function,
            block: self.block,
            index: self.program.blocks[self.block].statements.len(),
            declares: Vec::new(),
            is_let: false,
            is_value: false,
            in_loop: self.in_loop,
            can_break: self.in_loop && self.can_break,
            in_closure: self.in_closure,
        };
        match statement {
            syn::Stmt::Local(local) if local.attrs.is_empty() => {
                record.is_let = true;
                self.keep(record);
                self.local(local, range.end..block.end, place);
            }
            syn::Stmt::Expr(expr, semicolon) if outer_attributes(expr).is_empty() => {
                let unit = self.view.types.get(&self.file, block).is_some_and(|ty| &**ty == "()") || is_loop(expr);
                record.is_value = last && semicolon.is_none() && !unit;
                let role = if record.is_value { Role::Value } else { Role::Statement };
                self.keep(record);
                self.expr(expr, Tightness::Any, role);
            }
            syn::Stmt::Macro(statement) if statement.attrs.is_empty() => {
                record.is_value = last && statement.semi_token.is_none();
                self.keep(record);
                self.arguments(&statement.mac);
            }
            syn::Stmt::Item(Item::Const(item)) => {
                self.declare(item.ident.to_string(), Some(text_of(&item.ty).into()), range.end..block.end, false);
            }
            _ => {}
        }
    }

    fn keep(&mut self, record: Statement) {
        self.program.blocks[self.block].statements.push(self.program.statements.len());
        self.program.statements.push(record);
    }

    fn local(&mut self, local: &syn::Local, visible: Range<usize>, place: usize) {
        let mut ambiguous = false;
        let mut ty = None;
        if let Some(init) = &local.init {
            let value = self.expr(&init.expr, Tightness::Any, Role::Value);
            ambiguous =
                !matches!(local.pat, Pat::Type(_)) && value.is_some_and(|value| self.program.is_ambiguous(value));
            ty = value.and_then(|value| self.program.exprs[value].ty.as_deref().map(str::to_owned));
            if let Some((_, diverge)) = &init.diverge {
                self.expr(diverge, Tightness::Any, Role::Fixed);
            }
        }
        let first = self.program.bindings.len();
        self.pattern(&local.pat, ty, visible, ambiguous);
        let names = self.program.bindings[first..].iter().map(|binding| binding.name.clone()).collect();
        self.program.statements[place].declares = names;
    }

    /// Records an expression and what is in it. `None` for what is left out.
    pub fn expr(&mut self, expr: &syn::Expr, demanded: Tightness, role: Role) -> Option<usize> {
        if !outer_attributes(expr).is_empty() {
            return None;
        }
        let range = place::of(expr);
        let index = self.program.exprs.len();
        self.program.exprs.push(Expr {
            file: self.file.clone(),
            range: range.clone(),
            function: self.function,
            parent: self.parent.replace(index),
            role,
            shape: Shape::Other,
            ty: self.view.types.get(&self.file, &range).cloned(),
            tightness: Tightness::Postfix,
            demanded,
            head: std::mem::take(&mut self.head),
            condition: false,
            in_macro: self.in_macro,
        });
        let (shape, tightness) = self.inside(expr, role);
        let parent = self.program.exprs[index].parent;
        self.parent = parent;
        let ty = self.program.exprs[index].ty.clone().or_else(|| self.plain_type(expr, &shape, index));
        let record = &mut self.program.exprs[index];
        (record.shape, record.tightness, record.ty) = (shape, tightness, ty);
        Some(index)
    }

    /// What the text alone tells about the type of an expression that was recorded as `index`, and what is in it behind that.
    fn plain_type(&self, expr: &syn::Expr, shape: &Shape, index: usize) -> Option<Arc<str>> {
        let of = |index: usize| self.program.exprs.get(index)?.ty.clone();
        let range = &self.program.exprs[index].range;
        match (shape, expr) {
            (_, syn::Expr::Cast(cast)) => Some(text_of(&cast.ty).into()),
            (_, syn::Expr::Paren(_)) => of(index + 1),
            (_, syn::Expr::Lit(literal)) => match &literal.lit {
                syn::Lit::Bool(_) => Some("bool".into()),
                syn::Lit::Int(literal) if !literal.suffix().is_empty() => Some(literal.suffix().into()),
                syn::Lit::Char(_) => Some("char".into()),
                syn::Lit::Byte(_) => Some("u8".into()),
                syn::Lit::Str(_) => Some("&str".into()),
                _ => None,
            },
            (Shape::Name, _) => {
                let name = self.program.text(&self.file, range);
                self.program.resolve(&self.file, range.start, name)?.ty.clone()
            }
            (Shape::Binary { left, operator, right }, _) => {
                let sign = self.program.text(&self.file, operator);
                match Tightness::of(sign) {
                    Tightness::Compare | Tightness::And | Tightness::Or => Some("bool".into()),
                    Tightness::Shift => of(*left),
                    _ => of(*left).or(of(*right)),
                }
            }
            (Shape::Method { receiver, name, .. }, _) => {
                gives(&of(*receiver)?, self.program.text(&self.file, name)).map(Arc::from)
            }
            _ => None,
        }
    }

    /// The children of an expression; its shape, and how tightly it binds.
    fn inside(&mut self, expr: &syn::Expr, role: Role) -> (Shape, Tightness) {
        use Tightness::{Any, Postfix, Prefix};
        let other = (Shape::Other, Any);
        // What is written to through a field or an index is its base.
        let base = if role == Role::Target { Role::Target } else { Role::Base };
        match expr {
            syn::Expr::Binary(expr) => self.binary(expr),
            syn::Expr::Assign(expr) => {
                self.expr(&expr.left, Any, Role::Target);
                self.expr(&expr.right, Any, Role::Value);
                other
            }
            syn::Expr::Unary(expr) => {
                let operator = match expr.op {
                    syn::UnOp::Not(_) => '!',
                    syn::UnOp::Neg(_) => '-',
                    _ => '*',
                };
                let inner = self.expr(&expr.expr, Prefix, if operator == '*' { base } else { Role::Value });
                (inner.map_or(Shape::Other, |inner| Shape::Prefix { operator, inner }), Prefix)
            }
            syn::Expr::Reference(expr) => {
                let role = if expr.mutability.is_some() { Role::Target } else { Role::Base };
                self.expr(&expr.expr, Prefix, role);
                (Shape::Other, Prefix)
            }
            syn::Expr::Paren(expr) => {
                self.expr(&expr.expr, Any, role);
                (Shape::Parentheses, Postfix)
            }
            syn::Expr::Lit(_) => (Shape::Literal, Postfix),
            syn::Expr::Path(expr) => {
                let bare = expr.qself.is_none() && expr.path.get_ident().is_some();
                (if bare { Shape::Name } else { Shape::Path }, Postfix)
            }
            syn::Expr::Call(expr) => {
                self.expr(&expr.func, Postfix, Role::Fixed);
                (Shape::Call { arguments: self.list(&expr.args) }, Postfix)
            }
            syn::Expr::MethodCall(expr) => {
                let receiver = self.expr(&expr.receiver, Postfix, Role::Base);
                let name = expr.method.span().byte_range();
                let arguments = self.list(&expr.args);
                (receiver.map_or(Shape::Other, |receiver| Shape::Method { receiver, name, arguments }), Postfix)
            }
            syn::Expr::Cast(expr) => {
                let inner = self.expr(&expr.expr, Tightness::Cast, Role::Value);
                (inner.map_or(Shape::Other, |inner| Shape::Cast { inner }), Tightness::Cast)
            }
            syn::Expr::Field(expr) => {
                self.expr(&expr.base, Postfix, base);
                (Shape::Field, Postfix)
            }
            syn::Expr::Index(expr) => {
                self.expr(&expr.expr, Postfix, base);
                self.expr(&expr.index, Any, Role::Value);
                (Shape::Index, Postfix)
            }
            syn::Expr::Range(expr) => {
                let ends = [&expr.start, &expr.end];
                for end in ends.into_iter().flatten() {
                    self.expr(end, Tightness::Or, Role::Value);
                }
                (Shape::Range { limits: expr.limits.span().byte_range() }, Tightness::Range)
            }
            syn::Expr::Try(expr) => {
                self.expr(&expr.expr, Postfix, Role::Value);
                (Shape::Other, Postfix)
            }
            syn::Expr::Tuple(expr) => {
                self.list(&expr.elems);
                (Shape::Other, Postfix)
            }
            syn::Expr::Array(expr) => {
                self.list(&expr.elems);
                (Shape::Other, Postfix)
            }
            syn::Expr::Repeat(expr) => {
                self.expr(&expr.expr, Any, Role::Value);
                (Shape::Other, Postfix)
            }
            syn::Expr::Struct(expr) => {
                for field in &expr.fields {
                    // `Point { x }` uses the name `x`, but nothing else can stand there.
                    let role = if field.colon_token.is_some() { Role::Value } else { Role::Fixed };
                    self.expr(&field.expr, Any, role);
                }
                if let Some(rest) = &expr.rest {
                    self.expr(rest, Any, Role::Value);
                }
                (Shape::Other, Postfix)
            }
            syn::Expr::Macro(expr) => {
                self.arguments(&expr.mac);
                (Shape::Other, Postfix)
            }
            _ => self.control(expr, other),
        }
    }

    /// Expressions with blocks in them, and jumps.
    fn control(&mut self, expr: &syn::Expr, other: (Shape, Tightness)) -> (Shape, Tightness) {
        use Tightness::Any;
        match expr {
            syn::Expr::If(expr) => {
                let looked_at = self.condition(&expr.cond, place::of_block(&expr.then_branch).end);
                if let (syn::Expr::Let(condition), Some(of)) = (&*expr.cond, looked_at) {
                    self.arm(of, &condition.pat, place::of_block(&expr.then_branch));
                }
                self.body(&expr.then_branch);
                if let Some((_, branch)) = &expr.else_branch {
                    self.expr(branch, Any, Role::Fixed);
                }
                return (Shape::If, Any);
            }
            syn::Expr::While(expr) => {
                self.condition(&expr.cond, place::of_block(&expr.body).end);
                self.repeated(&expr.body, true);
            }
            syn::Expr::ForLoop(expr) => {
                self.head = true;
                self.expr(&expr.expr, Any, Role::Value);
                let item = item(&expr.expr).map(str::to_owned);
                self.pattern(&expr.pat, item, place::of_block(&expr.body), false);
                self.repeated(&expr.body, true);
            }
            syn::Expr::Loop(body) => {
                let ty = self.view.types.get(&self.file, &expr.span().byte_range());
                self.repeated(&body.body, ty.is_some_and(|ty| &**ty == "()"));
            }
            syn::Expr::Block(expr) => self.body(&expr.block),
            syn::Expr::Match(expr) => self.arms(expr),
            syn::Expr::Closure(expr) => {
                let body = place::of(&expr.body);
                expr.inputs.iter().for_each(|input| self.pattern(input, None, body.clone(), false));
                let outer = (self.in_loop, self.in_closure);
                (self.in_loop, self.in_closure) = (false, true);
                let role = if matches!(expr.output, syn::ReturnType::Default) { Role::Value } else { Role::Fixed };
                self.expr(&expr.body, Any, role);
                (self.in_loop, self.in_closure) = outer;
            }
            syn::Expr::Return(expr) => {
                if let Some(value) = &expr.expr {
                    self.expr(value, Any, Role::Value);
                }
            }
            syn::Expr::Break(expr) => {
                if let Some(value) = &expr.expr {
                    self.expr(value, Any, Role::Value);
                }
            }
            // `let` in a condition: its names are declared by `condition`. Everything else, `unsafe` and
            // `async` blocks among it, is left as it is.
            syn::Expr::Let(expr) => {
                self.expr(&expr.expr, Tightness::Compare, Role::Value);
            }
            _ => {}
        }
        other
    }

    fn binary(&mut self, expr: &syn::ExprBinary) -> (Shape, Tightness) {
        let operator = expr.op.span().byte_range();
        let sign = self.program.text(&self.file, &operator).to_owned();
        let own = Tightness::of(&sign);
        if own == Tightness::Any {
            self.expr(&expr.left, Tightness::Any, Role::Target);
            self.expr(&expr.right, Tightness::Any, Role::Value);
            return (Shape::Compound { operator }, Tightness::Any);
        }
        let (wants_left, wants_right) = own.operands();
        let left = self.expr(&expr.left, wants_left, Role::Value);
        let right = self.expr(&expr.right, wants_right, Role::Value);
        match (left, right) {
            (Some(left), Some(right)) => (Shape::Binary { left, operator, right }, own),
            _ => (Shape::Other, own),
        }
    }

    fn list(&mut self, arguments: &Punctuated<syn::Expr, Token![,]>) -> Vec<usize> {
        arguments.iter().filter_map(|argument| self.expr(argument, Tightness::Any, Role::Value)).collect()
    }

    /// The head of an `if` or `while`; names of a `let` in it are visible up to `end`. Returns what a single `let` looks at.
    fn condition(&mut self, condition: &syn::Expr, end: usize) -> Option<usize> {
        match condition {
            syn::Expr::Let(condition) => {
                self.head = true;
                let of = self.expr(&condition.expr, Tightness::Compare, Role::Value);
                self.pattern(&condition.pat, None, condition.span().byte_range().end..end, false);
                of
            }
            syn::Expr::Binary(chain) if matches!(chain.op, syn::BinOp::And(_)) && holds_let(condition) => {
                self.condition(&chain.left, end);
                self.condition(&chain.right, end);
                None
            }
            _ => {
                self.head = true;
                if let Some(index) = self.expr(condition, Tightness::Any, Role::Value) {
                    self.program.exprs[index].condition = true;
                }
                None
            }
        }
    }

    /// A way that the expression goes which is being recorded.
    fn arm(&mut self, of: usize, pattern: &Pat, body: Range<usize>) {
        if let Some(expr) = self.parent {
            self.program.arms.push(Arm { expr, of, pattern: pattern.span().byte_range(), body });
        }
    }

    /// The body of a loop; a `loop` that has a value cannot be left without one.
    fn repeated(&mut self, body: &syn::Block, can_break: bool) {
        let outer = (self.in_loop, self.can_break);
        (self.in_loop, self.can_break) = (true, can_break);
        self.body(body);
        (self.in_loop, self.can_break) = outer;
    }

    fn arms(&mut self, expr: &syn::ExprMatch) {
        self.head = true;
        let of = self.expr(&expr.expr, Tightness::Any, Role::Value);
        for arm in expr.arms.iter().filter(|arm| arm.attrs.is_empty()) {
            let (pattern, guard) = match &arm.pat {
                Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
                pattern => (pattern, None),
            };
            let visible = pattern.span().byte_range().end..place::of(&arm.body).end;
            self.pattern(pattern, None, visible, false);
            match (guard, of) {
                (Some(guard), _) => _ = self.expr(guard, Tightness::Any, Role::Value),
                (None, Some(of)) => self.arm(of, pattern, place::of(&arm.body)),
                (None, None) => {}
            }
            self.expr(&arm.body, Tightness::Any, Role::Value);
        }
    }

    /// The arguments of a well-known macro, if they are a list of expressions; the texts to format apart.
    fn arguments(&mut self, called: &syn::Macro) {
        let known = called.path.get_ident().is_some_and(|name| MACROS.contains(&&*name.to_string()));
        if !known {
            return;
        }
        let list = called.parse_body_with(Punctuated::<syn::Expr, Token![,]>::parse_terminated);
        let list: Vec<syn::Expr> = match list {
            Ok(list) => list.into_iter().collect(),
            Err(_) => called.parse_body_with(repeated_element).unwrap_or_default(),
        };
        let outer = std::mem::replace(&mut self.in_macro, true);
        for argument in &list {
            let is_text = matches!(argument, syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Str(_), .. }));
            if !is_text && !matches!(argument, syn::Expr::Assign(_)) {
                self.expr(argument, Tightness::Any, Role::Value);
            }
        }
        self.in_macro = outer;
    }
}

/// `element; count`.
fn repeated_element(input: syn::parse::ParseStream) -> syn::Result<Vec<syn::Expr>> {
    let element = input.parse()?;
    input.parse::<Token![;]>()?;
    Ok(vec![element, input.parse()?])
}

/// Whether a `&&` chain holds a `let`.
fn holds_let(expr: &syn::Expr) -> bool {
    match expr {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(expr) => holds_let(&expr.left) || holds_let(&expr.right),
        _ => false,
    }
}

/// Loops have no value even where rustc was not asked.
fn is_loop(expr: &syn::Expr) -> bool {
    matches!(expr, syn::Expr::While(_) | syn::Expr::ForLoop(_))
}

fn outer_attributes(expr: &syn::Expr) -> &[Attribute] {
    match expr {
        syn::Expr::Block(expr) => &expr.attrs,
        syn::Expr::If(expr) => &expr.attrs,
        syn::Expr::Match(expr) => &expr.attrs,
        syn::Expr::ForLoop(expr) => &expr.attrs,
        syn::Expr::While(expr) => &expr.attrs,
        syn::Expr::Loop(expr) => &expr.attrs,
        syn::Expr::Macro(expr) => &expr.attrs,
        syn::Expr::Call(expr) => &expr.attrs,
        syn::Expr::MethodCall(expr) => &expr.attrs,
        syn::Expr::Closure(expr) => &expr.attrs,
        _ => &[],
    }
}

/// What a loop over the letters or bytes of a text gets.
fn item(over: &syn::Expr) -> Option<&'static str> {
    match over {
        syn::Expr::MethodCall(call) if call.method == "chars" => Some("char"),
        syn::Expr::MethodCall(call) if call.method == "bytes" => Some("u8"),
        _ => None,
    }
}
