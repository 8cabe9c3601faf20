//! Reads the JSON that rustdoc writes about a library. **Its format is unstable**: this is the only file that knows it,
//! written against format version 57 (rustc 1.95) and read leniently; what does not fit is an [`InterfaceError`] that
//! names the version met. Types are translated once, here, into `syn` types with absolute paths; lifetimes become
//! `'static`; aliases are expanded. Generic parameters stay as plain identifiers, and `Self` stays `Self`.

use super::generics::{Bindings, Generic, GenericKind, substitute};
use super::model::{Const, Field, Function, Impl, Receiver, SourceSpan, TraitRef, TypeDef, TypeKind, Variant};
use super::paths::{self, PublicPaths};
use super::{Interface, InterfaceError};
use serde_json::Value;
use std::cell::Cell;
use std::collections::BTreeMap;

/// The format that this file was written against.
const FORMAT: u64 = 57;

type Read<T> = Result<T, String>;

/// Everything public in the JSON, in the order of item ids, so that the result does not depend on map order.
pub(super) fn read(json: &Value, lib: &str) -> Result<Interface, InterfaceError> {
    let version = json.get("format_version").and_then(Value::as_u64).unwrap_or(0);
    let unfit = |what: String| InterfaceError::Format { version, expected: FORMAT, what };
    let index = json.get("index").and_then(Value::as_object).ok_or_else(|| unfit("no `index`".into()))?;
    let root = json.get("root").map(id_text).ok_or_else(|| unfit("no `root`".into()))?;
    if !index.contains_key(&root) {
        return Err(unfit("`root` is not in `index`".into()));
    }
    let mut reader = Reader {
        json,
        lib,
        public: PublicPaths::default(),
        names: paths::Names::default(),
        bound_lifetimes: Cell::new(false),
    };
    reader.publish(&root, &mut Vec::new(), 0);
    reader.define();
    reader.names = paths::Names { lib: lib.into(), shadowed: reader.public.type_names() };
    let mut interface = Interface::empty(lib);
    let mut ids: Vec<&String> = index.keys().collect();
    ids.sort_by_key(|id| id.parse::<u64>().unwrap_or(u64::MAX));
    for id in ids {
        if index[id]["crate_id"] == 0 {
            reader.item(id, &mut interface);
        }
    }
    if interface.functions.is_empty() && !interface.left_out.is_empty() {
        return Err(unfit(interface.left_out[0].1.clone()));
    }
    interface.public = reader.public;
    interface.names = reader.names;
    Ok(interface)
}

struct Reader<'a> {
    json: &'a Value,
    lib: &'a str,
    public: PublicPaths,
    names: paths::Names,
    /// Inside `dyn Fn(&T)` or `fn(&T)`, where an elided lifetime is the callee's and must stay elided.
    bound_lifetimes: Cell<bool>,
}

impl Reader<'_> {
    fn find(&self, id: &str) -> Option<(&str, &Value)> {
        let (kind, inner) = self.json["index"].get(id)?.get("inner")?.as_object()?.iter().next()?;
        Some((kind, inner))
    }

    /// Records where local items are defined, which is how the compiler names types at run time.
    fn define(&mut self) {
        for (id, summary) in self.json["paths"].as_object().into_iter().flatten() {
            if summary["crate_id"] == 0 {
                let parts: Vec<&str> = list(&summary["path"]).iter().skip(1).filter_map(Value::as_str).collect();
                self.public.define(id, summary["kind"].as_str().unwrap_or_default(), &parts.join("::"));
            }
        }
    }

    /// Records the public paths below a module, re-exports and globs followed.
    fn publish(&mut self, id: &str, at: &mut Vec<String>, depth: usize) {
        let Some((kind, inner)) = self.find(id) else {
            return;
        };
        let children: Vec<String> = match kind {
            "module" => ids(&inner["items"]),
            "enum" => ids(&inner["variants"]),
            _ => return,
        };
        for child in children {
            let Some((kind, inner)) = self.find(&child) else {
                continue;
            };
            let (kind, inner) = (kind.to_string(), inner.clone());
            if kind != "use" {
                let name = self.json["index"][&child]["name"].as_str().unwrap_or_default().to_string();
                self.enter(&child, name, at, depth);
                continue;
            }
            let target = id_text(&inner["id"]);
            if inner["is_glob"] == true {
                if depth < 16 {
                    self.publish(&target, at, depth + 1);
                }
            } else {
                let name = inner["name"].as_str().unwrap_or_default().to_string();
                self.enter(&target, name, at, depth);
            }
        }
    }

    fn enter(&mut self, id: &str, name: String, at: &mut Vec<String>, depth: usize) {
        // `use Trait as _` names nothing.
        if name == "_" {
            return;
        }
        at.push(raw(&name));
        let kind = self.find(id).map(|(kind, _)| kind.to_string()).unwrap_or_default();
        if self.public.add(id, &kind, at) && kind == "module" && depth < 16 {
            self.publish(id, at, depth + 1);
        }
        at.pop();
    }

    fn item(&self, id: &str, interface: &mut Interface) {
        let Some((kind, inner)) = self.find(id) else {
            return;
        };
        let item = &self.json["index"][id];
        let path = self.public.shortest(id);
        let outcome = match (kind, path) {
            ("function", Some(path)) => {
                self.function(item, inner, path.to_string(), &[]).map(|function| interface.functions.push(function))
            }
            ("constant" | "static", Some(path)) => self.constant(path, inner).map(|c| interface.consts.push(c)),
            ("struct" | "enum" | "union", Some(_)) => {
                self.type_def(id, item, kind, inner).map(|t| interface.types.push(t))
            }
            ("type_alias", Some(path)) => self.alias(path, inner).map(|alias| interface.aliases.push(alias)),
            ("impl", _)
                if inner["is_synthetic"] != true && inner["blanket_impl"].is_null() && inner["is_negative"] != true =>
            {
                self.implementation(item, inner, interface)
            }
            _ => Ok(()),
        };
        if let Err(reason) = outcome {
            let name = path.map(str::to_string).or_else(|| Some(item["name"].as_str()?.to_string()));
            interface.left_out.push((name.unwrap_or_else(|| format!("an {kind}")), reason));
        }
    }

    /// A function; `path` is its name in traces. `outer` are generics of the impl or trait around it.
    fn function(&self, item: &Value, inner: &Value, path: String, outer: &[Generic]) -> Read<Function> {
        let generics = self.generics(&inner["generics"])?;
        let mut anonymous = generics.iter().filter(|g| g.kind == GenericKind::ImplTrait).map(|g| g.name.clone());
        let mut params = Vec::new();
        let mut receiver = None;
        for (place, input) in list(&inner["sig"]["inputs"]).iter().enumerate() {
            let name = input[0].as_str().unwrap_or("_").to_string();
            let ty = self.input(&input[1], &mut anonymous)?;
            if place == 0 && name == "self" {
                receiver = Some(Receiver::of(&ty).ok_or("a receiver that is not self, &self or &mut self")?);
            } else {
                params.push((name, ty));
            }
        }
        let header = &inner["header"];
        Ok(Function {
            name: raw(item["name"].as_str().unwrap_or_default()),
            path,
            generics,
            outer: outer.to_vec(),
            receiver,
            params,
            ret: self.output(&inner["sig"]["output"])?,
            is_unsafe: header["is_unsafe"] == true,
            is_const: header["is_const"] == true,
            is_async: header["is_async"] == true,
            is_provided: false,
            is_derived: false,
            is_of_trait: false,
            implementation: None,
            span: span(item),
        })
    }

    /// A parameter's type: each `impl Trait` in it becomes its (anonymous) generic parameter.
    fn input(&self, json: &Value, anonymous: &mut dyn Iterator<Item = String>) -> Read<syn::Type> {
        if json.get("impl_trait").is_some() {
            let name = anonymous.next().ok_or("an `impl Trait` without its parameter")?;
            return parse(&name);
        }
        if let Some(reference) = json.get("borrowed_ref")
            && reference["type"].get("impl_trait").is_some()
        {
            let elem = self.input(&reference["type"], anonymous)?;
            let mutable = (reference["is_mutable"] == true).then(<syn::Token![mut]>::default);
            return Ok(syn::parse_quote!(&'static #mutable #elem));
        }
        self.ty(json)
    }

    fn output(&self, json: &Value) -> Read<syn::Type> {
        if json.is_null() { Ok(syn::parse_quote!(())) } else { self.ty(json) }
    }

    fn constant(&self, path: &str, inner: &Value) -> Read<Const> {
        Ok(Const { path: path.into(), ty: self.ty(&inner["type"])?, expr: parse(&format!("::{}::{path}", self.lib))? })
    }

    fn alias(&self, path: &str, inner: &Value) -> Read<(String, Vec<Generic>, syn::Type)> {
        Ok((path.into(), self.generics(&inner["generics"])?, self.ty(&inner["type"])?))
    }

    fn type_def(&self, id: &str, item: &Value, kind: &str, inner: &Value) -> Read<TypeDef> {
        let generics = self.generics(&inner["generics"])?;
        let path = self.public.shortest(id).unwrap_or_default().to_string();
        let sealed = list(&item["attrs"]).iter().any(|attr| attr == "non_exhaustive");
        let kind = match kind {
            "struct" => {
                let (fields, tuple, stripped) = self.fields(&inner["kind"])?;
                TypeKind::Struct { fields, tuple, opaque: stripped || sealed }
            }
            "enum" => {
                let variants: Read<Vec<Variant>> = ids(&inner["variants"]).iter().map(|id| self.variant(id)).collect();
                TypeKind::Enum { variants: variants?, non_exhaustive: sealed || inner["has_stripped_variants"] == true }
            }
            _ => TypeKind::Union,
        };
        Ok(TypeDef { name: item["name"].as_str().unwrap_or_default().into(), path, generics, kind })
    }

    fn variant(&self, id: &str) -> Read<Variant> {
        let (_, inner) = self.find(id).ok_or("a variant that is not in the index")?;
        let (fields, tuple, _) = self.fields(&inner["kind"])?;
        let name = self.json["index"][id]["name"].as_str().unwrap_or_default().into();
        Ok(Variant { name, fields, tuple })
    }

    /// Public fields, whether they are positional, and whether others are hidden.
    fn fields(&self, kind: &Value) -> Read<(Vec<Field>, bool, bool)> {
        let field = |id: &Value, name: bool| -> Read<Field> {
            let id = id_text(id);
            let (_, inner) = self.find(&id).ok_or("a field that is not in the index")?;
            let text = self.json["index"][&id]["name"].as_str().map(str::to_string);
            Ok(Field { name: text.filter(|_| name), ty: self.ty(inner)? })
        };
        if let Some(plain) = kind.get("plain").or_else(|| kind.get("struct")) {
            let fields: Read<Vec<_>> = list(&plain["fields"]).iter().map(|id| field(id, true)).collect();
            return Ok((fields?, false, plain["has_stripped_fields"] == true));
        }
        let tuple = list(&kind["tuple"]);
        let hidden = tuple.iter().any(Value::is_null);
        let fields: Read<Vec<_>> = tuple.iter().filter(|id| !id.is_null()).map(|id| field(id, false)).collect();
        Ok((fields?, true, hidden))
    }

    fn implementation(&self, item: &Value, inner: &Value, interface: &mut Interface) -> Read<()> {
        let generics = self.generics(&inner["generics"])?;
        let self_ty = self.ty(&inner["for"])?;
        let trait_ = match &inner["trait"] {
            Value::Null => None,
            json => Some(self.trait_ref(json)?),
        };
        let mut block = Impl { generics, self_ty, trait_, assoc: BTreeMap::new() };
        let mut methods = Vec::new();
        for id in ids(&inner["items"]) {
            let Some((kind, content)) = self.find(&id) else {
                continue;
            };
            let item = &self.json["index"][&id];
            match kind {
                "assoc_type" if !content["type"].is_null() => {
                    let name = item["name"].as_str().unwrap_or_default().to_string();
                    block.assoc.insert(name, self.ty(&content["type"])?);
                }
                "function" if block.trait_.is_some() || item["visibility"] == "public" => {
                    methods.push((item, content, false))
                }
                _ => {}
            }
        }
        let local_trait = self.find(&id_text(&inner["trait"]["id"])).map(|(_, declared)| declared);
        let provided: Vec<&str> = list(&inner["provided_trait_methods"]).iter().filter_map(Value::as_str).collect();
        for id in local_trait.map(|t| ids(&t["items"])).unwrap_or_default() {
            let item = &self.json["index"][&id];
            if let Some(("function", content)) = self.find(&id)
                && provided.contains(&item["name"].as_str().unwrap_or_default())
                && !methods.iter().any(|(own, ..): &(&Value, _, _)| own["name"] == item["name"])
            {
                methods.push((item, content, true));
            }
        }
        let trait_bindings = self.trait_bindings(local_trait, &block)?;
        let derived = list(&item["attrs"]).iter().any(|attr| attr == "automatically_derived");
        let place = interface.impls.len();
        for (item, content, is_provided) in methods {
            let path = block.spell(&self.names, &raw(item["name"].as_str().unwrap_or_default()));
            match self.function(item, content, path.clone(), &block.generics) {
                Ok(mut function) => {
                    if is_provided {
                        function.substitute(&trait_bindings);
                    }
                    function.is_provided = is_provided;
                    function.is_derived = derived;
                    function.is_of_trait = block.trait_.is_some();
                    function.implementation = Some(place);
                    interface.functions.push(function);
                }
                Err(reason) => interface.left_out.push((path, reason)),
            }
        }
        interface.impls.push(block);
        Ok(())
    }

    /// What a local trait's own parameters are in one impl of it.
    fn trait_bindings(&self, declared: Option<&Value>, block: &Impl) -> Read<Bindings> {
        let Some((declared, trait_)) = declared.zip(block.trait_.as_ref()) else {
            return Ok(Bindings::default());
        };
        let generics = self.generics(&declared["generics"])?;
        Ok(Bindings::positional(&generics, trait_.arguments()))
    }

    fn generics(&self, json: &Value) -> Read<Vec<Generic>> {
        let mut all = Vec::new();
        let mut anonymous = 0;
        for param in list(&json["params"]) {
            let mut name = param["name"].as_str().unwrap_or_default().to_string();
            let (kind, default) = match &param["kind"] {
                kind if kind.get("lifetime").is_some() => (GenericKind::Lifetime, None),
                kind if kind.get("const").is_some() => {
                    let default = kind["const"]["default"].as_str().map(parse::<syn::Expr>).transpose()?;
                    (GenericKind::Const, default.map(syn::GenericArgument::Const))
                }
                kind if kind["type"]["is_synthetic"] == true => {
                    name = format!("ImplTrait{anonymous}");
                    anonymous += 1;
                    (GenericKind::ImplTrait, None)
                }
                kind => {
                    let default = &kind["type"]["default"];
                    let default = if default.is_null() { None } else { Some(self.ty(default)?) };
                    (GenericKind::Type, default.map(syn::GenericArgument::Type))
                }
            };
            let bounds = match kind {
                GenericKind::Type | GenericKind::ImplTrait => self.bounds(&param["kind"]["type"]["bounds"])?,
                GenericKind::Const => self.text(&param["kind"]["const"]["type"])?,
                GenericKind::Lifetime => String::new(),
            };
            all.push(Generic { name, kind, bounds, default });
        }
        for predicate in list(&json["where_predicates"]) {
            let bound = &predicate["bound_predicate"];
            let Some(name) = bound["type"]["generic"].as_str() else {
                continue;
            };
            if let Some(generic) = all.iter_mut().find(|g| g.name == name) {
                let more = self.bounds(&bound["bounds"])?;
                let joint = if generic.bounds.is_empty() || more.is_empty() { "" } else { " + " };
                generic.bounds = format!("{}{joint}{more}", generic.bounds);
            }
        }
        Ok(all)
    }

    fn trait_ref(&self, json: &Value) -> Read<TraitRef> {
        let text = self.path(json)?;
        Ok(TraitRef { path: parse(&text)? })
    }

    fn ty(&self, json: &Value) -> Read<syn::Type> {
        parse(&self.text(json)?)
    }

    /// A type as Rust text.
    fn text(&self, json: &Value) -> Read<String> {
        let (kind, inner) =
            json.as_object().and_then(|o| o.iter().next()).ok_or_else(|| format!("a type written as {json}"))?;
        Ok(match kind.as_str() {
            "primitive" => match inner.as_str().unwrap_or_default() {
                "never" => "!".into(),
                name => name.into(),
            },
            "generic" => inner.as_str().unwrap_or_default().into(),
            "resolved_path" => self.path(inner)?,
            "tuple" => {
                let parts: Read<Vec<String>> = list(inner).iter().map(|t| self.text(t)).collect();
                let parts = parts?;
                if parts.len() == 1 { format!("({},)", parts[0]) } else { format!("({})", parts.join(", ")) }
            }
            "slice" => format!("[{}]", self.text(inner)?),
            "array" => format!("[{}; {}]", self.text(&inner["type"])?, inner["len"].as_str().unwrap_or("0")),
            "raw_pointer" => {
                let keyword = if inner["is_mutable"] == true { "mut" } else { "const" };
                format!("*{keyword} {}", self.text(&inner["type"])?)
            }
            "borrowed_ref" => {
                let lifetime = if self.bound_lifetimes.get() { "" } else { "'static " };
                let keyword = if inner["is_mutable"] == true { "mut " } else { "" };
                format!("&{lifetime}{keyword}{}", self.text(&inner["type"])?)
            }
            "function_pointer" => self.with_bound_lifetimes(|| self.function_pointer(inner))?,
            "dyn_trait" => {
                let traits: Read<Vec<String>> = list(&inner["traits"]).iter().map(|t| self.path(&t["trait"])).collect();
                let traits = traits?;
                let text = format!("dyn {}", traits.join(" + "));
                if traits.len() > 1 { format!("({text})") } else { text }
            }
            "impl_trait" => format!("impl {}", self.bounds(inner)?),
            "qualified_path" => {
                let this = self.text(&inner["self_type"])?;
                let name = inner["name"].as_str().unwrap_or_default();
                let args = self.arguments(&inner["args"])?;
                match &inner["trait"] {
                    Value::Null => format!("<{this}>::{name}{args}"),
                    trait_ => format!("<{this} as {}>::{name}{args}", self.path(trait_)?),
                }
            }
            other => return Err(format!("a type of the unknown kind `{other}`")),
        })
    }

    fn function_pointer(&self, inner: &Value) -> Read<String> {
        let inputs: Read<Vec<String>> = list(&inner["sig"]["inputs"]).iter().map(|i| self.text(&i[1])).collect();
        let output = match &inner["sig"]["output"] {
            Value::Null => String::new(),
            output => format!(" -> {}", self.text(output)?),
        };
        let keyword = if inner["header"]["is_unsafe"] == true { "unsafe " } else { "" };
        Ok(format!("{keyword}fn({}){output}", inputs?.join(", ")))
    }

    fn with_bound_lifetimes<T>(&self, read: impl FnOnce() -> T) -> T {
        let before = self.bound_lifetimes.replace(true);
        let result = read();
        self.bound_lifetimes.set(before);
        result
    }

    /// Trait bounds joined by `+`; lifetimes among them say nothing once all are `'static`.
    fn bounds(&self, json: &Value) -> Read<String> {
        let mut texts = Vec::new();
        for bound in list(json) {
            let Some(bound) = bound.get("trait_bound") else {
                continue;
            };
            let question = if bound["modifier"] == "maybe" { "?" } else { "" };
            texts.push(format!("{question}{}", self.path(&bound["trait"])?));
        }
        Ok(texts.join(" + "))
    }

    /// A path to a type or trait with its arguments; an alias is replaced by what it stands for.
    fn path(&self, json: &Value) -> Read<String> {
        let id = id_text(&json["id"]);
        let args = &json["args"];
        if let Some(("type_alias", alias)) = self.find(&id) {
            let generics = self.generics(&alias["generics"])?;
            let text = self.arguments(args)?;
            let arguments = if text.is_empty() { Vec::new() } else { paths::arguments(&parse(&format!("X{text}"))?) };
            let mut target = self.ty(&alias["type"])?;
            substitute(&mut target, &Bindings::positional(&generics, arguments));
            return Ok(quote::quote!(#target).to_string());
        }
        let name = match self.public.shortest(&id) {
            Some(path) => format!("::{}::{path}", self.lib),
            None => self.foreign(&id, json["path"].as_str().unwrap_or_default()),
        };
        let own = self.arguments(args)?;
        match name.as_str() {
            "::std::fmt::Result" => {
                return Ok("::std::result::Result<(), ::std::fmt::Error>".into());
            }
            "::std::io::Result" => {
                let inner = own.strip_prefix('<').and_then(|rest| rest.strip_suffix('>')).unwrap_or(&own);
                return Ok(format!("::std::result::Result<{inner}, ::std::io::Error>"));
            }
            _ => {}
        }
        Ok(format!("{name}{}", self.with_lifetimes(&id, own)))
    }

    /// Adds the lifetime arguments that the text may leave out and a static type may not.
    fn with_lifetimes(&self, id: &str, args: String) -> String {
        let Some((_, inner)) = self.find(id) else {
            return args;
        };
        let wanted = list(&inner["generics"]["params"]).iter().filter(|p| p["kind"].get("lifetime").is_some()).count();
        if wanted == 0 || args.contains("'static") {
            return args;
        }
        let lifetimes = vec!["'static"; wanted].join(", ");
        match args.strip_prefix('<') {
            Some(rest) => format!("<{lifetimes}, {rest}"),
            None => format!("<{lifetimes}>"),
        }
    }

    /// A path outside this crate, or an item of this crate that nobody can name.
    fn foreign(&self, id: &str, written: &str) -> String {
        let summary = &self.json["paths"][id];
        let parts: Vec<&str> = list(&summary["path"]).iter().filter_map(Value::as_str).collect();
        if parts.is_empty() {
            return paths::std_path(&written.split("::").collect::<Vec<_>>());
        }
        paths::std_path(&parts)
    }

    fn arguments(&self, json: &Value) -> Read<String> {
        if let Some(angle) = json.get("angle_bracketed") {
            return self.angle_bracketed(angle);
        }
        if let Some(call) = json.get("parenthesized") {
            return self.with_bound_lifetimes(|| {
                let inputs: Read<Vec<String>> = list(&call["inputs"]).iter().map(|t| self.text(t)).collect();
                let output = match &call["output"] {
                    Value::Null => String::new(),
                    output => format!(" -> {}", self.text(output)?),
                };
                Ok(format!("({}){output}", inputs?.join(", ")))
            });
        }
        Ok(String::new())
    }

    fn angle_bracketed(&self, angle: &Value) -> Read<String> {
        let mut parts = Vec::new();
        for arg in list(&angle["args"]) {
            if let Some(ty) = arg.get("type") {
                parts.push(self.text(ty)?);
            } else if let Some(value) = arg.get("const") {
                parts.push(format!("{{ {} }}", value["expr"].as_str().unwrap_or("0")));
            } else if arg.get("lifetime").is_some() {
                parts.push("'static".into());
            } else {
                parts.push("_".into());
            }
        }
        for constraint in list(&angle["constraints"]) {
            let name = constraint["name"].as_str().unwrap_or_default();
            let binding = &constraint["binding"];
            if let Some(ty) = binding["equality"].get("type") {
                parts.push(format!("{name} = {}", self.text(ty)?));
            } else if let Some(bounds) = binding.get("constraint") {
                parts.push(format!("{name}: {}", self.bounds(bounds)?));
            }
        }
        Ok(if parts.is_empty() { String::new() } else { format!("<{}>", parts.join(", ")) })
    }
}

fn parse<T: syn::parse::Parse>(text: &str) -> Read<T> {
    syn::parse_str(text).map_err(|error| format!("`{text}` is not Rust: {error}"))
}

fn span(item: &Value) -> Option<SourceSpan> {
    let span = item.get("span")?;
    let line = |end: &str| span[end][0].as_u64().map(|n| n as usize);
    let file = span["filename"].as_str()?.replace('\\', "/");
    Some(SourceSpan { file, first_line: line("begin")?, last_line: line("end")? })
}

/// A name as Rust writes it: `r#match` for `match`.
fn raw(name: &str) -> String {
    let keyword = !name.is_empty() && syn::parse_str::<syn::Ident>(name).is_err();
    if keyword { format!("r#{name}") } else { name.into() }
}

fn list(json: &Value) -> &[Value] {
    json.as_array().map_or(&[], Vec::as_slice)
}

fn ids(json: &Value) -> Vec<String> {
    list(json).iter().map(id_text).collect()
}

fn id_text(json: &Value) -> String {
    match json {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}
