import PythonSource
import SourceText
import Testing

/// What is read from small Python files: calls as `target=function(arguments)`, imports as `name=module.member`.
@Suite struct PythonModuleTests {
  @Test(
    "Calls",
    arguments: [
      ("app = FastAPI()", "app=FastAPI()"), ("@app.get('/x')\ndef f(): ...", "@app.get(/x)"),
      ("app.include_router(a.router, prefix='/v1')", "app.include_router(a.router, prefix=/v1)"),
      ("engine = create_engine(URL, pool_size=1_0,\n  max_overflow=-1)", "engine=create_engine(URL, pool_size=10, max_overflow=?)"),
      ("x = a(b(1), [2, 'c'])", "x=a(b(), [2, c]) b(1)"), ("def f(x=1): return g(x)", "g(x)"), ("class A(B): pass", ""),
      ("a().b(1)", "a() .b(1)"), ("f(*xs, **ys)", "f(*=xs, **=ys)"), ("f(x if y else z)", "f(?)"), ("f('a' 'b', f'c')", "f(ab, ?)"),
      ("if x:\n  app.mount('/s', StaticFiles())", "app.mount(/s, StaticFiles()) StaticFiles()"), ("x = f() + g()", "f() g()"),
      ("# f()\n'''g()'''", ""), ("app: FastAPI = FastAPI(docs_url=None)", "app=FastAPI(docs_url=none)"), ("f(", ""),
      ("f(a=True, b=False)", "f(a=true, b=false)"),
    ])
  func calls(text: String, expected: String) {
    #expect(module(text).calls.map(Self.describe).joined(separator: " ") == expected)
  }

  @Test(
    "Imports",
    arguments: [
      ("import os", "os=os"), ("import a.b", "a=a"), ("import a.b as c", "c=a.b"), ("from a import b", "b=a:b"),
      ("from a.b import c as d, e", "d=a.b:c e=a.b:e"), ("from . import x", "x=.:x"),
      ("from ..a import (\n  x,\n  y,\n)", "x=..a:x y=..a:y"),
    ])
  func imports(text: String, expected: String) {
    let found = module(text).imports.sorted { $0.key < $1.key }.map { name, origin in
      name + "=" + String(repeating: ".", count: origin.level) + origin.module.joined(separator: ".")
        + (origin.member.map { ":" + $0 } ?? "")
    }
    #expect(found.joined(separator: " ") == expected)
  }

  @Test("A name that is assigned to twice is no constant")
  func constants() {
    let module = module("A = '/a'\nB = '/b'\nif x:\n  B = '/c'\n")
    #expect(module.resolved(.name(["A"])) == .text("/a"))
    #expect(module.resolved(.name(["B"])) == .name(["B"]))
  }

  @Test("Hostile files end", arguments: ["f(", "f(x, ", "[", "a.", "f(f(f(1,2),3),", "@", "x = ("])
  func hostile(piece: String) {
    _ = module(String(repeating: piece, count: 50_000))
  }

  @Test("Truncated anywhere")
  func truncated() {
    let text =
      "from fastapi import FastAPI as F, (x\napp = F(routes=[Route('/a', b)], **k)\n@app.get(\"/x\")\nasync def f(): return {'a': 1}\n"
    for length in 0...text.utf8.count { _ = module(String(decoding: Array(text.utf8.prefix(length)), as: UTF8.self)) }
  }

  private func module(_ text: String) -> PythonModule { PythonModule(SourceFile(path: "a.py", text: text)) }

  private static func describe(_ call: PythonModule.Call) -> String {
    (call.isDecorator ? "@" : "") + (call.target.map { $0 + "=" } ?? "") + call.function.joined(separator: ".") + "("
      + call.arguments.map { ($0.name.map { $0 + "=" } ?? "") + describe($0.value) }.joined(separator: ", ") + ")"
  }

  private static func describe(_ value: PythonModule.Value) -> String {
    switch value {
    case .text(let text): text
    case .integer(let number): String(number)
    case .boolean(let isOn): String(isOn)
    case .none: "none"
    case .list(let items): "[" + items.map(describe).joined(separator: ", ") + "]"
    case .name(let path): path.joined(separator: ".")
    case .other(let call): call.isEmpty ? "?" : call.joined(separator: ".") + "()"
    }
  }
}

@Suite struct TOMLTextTests {
  @Test(
    arguments: [
      ("a = 1", "/a"), ("[x]\na = 'b'", "x/a"), ("[[x.y]]\na = true\n[z]\nb = 1.5", "x.y/a z/b"), ("[x] # y\n\"a b\" = []", "x/a b"),
      ("a = 1\n= 2\nb = 3", "/a"), ("a = {b = 1}\nc = 2", "/a /c"), ("a = \"\"\"\nb = 1\n\"\"\"\nc = 2", "/a /c"),
    ])
  func entries(text: String, expected: String) {
    #expect(TOMLText.entries(of: Array(text.utf8)).map { $0.table + "/" + $0.key }.joined(separator: " ") == expected)
  }
}
