import SourceText
import Testing
import Workspace

/// The routes of `main:app`, or why they are not known, for small applications.
@Suite struct ApplicationSourceTests {
  private static let head =
    "from fastapi import FastAPI, APIRouter\nfrom a import router, other as aliased\nimport a\napp = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)\n"

  @Test(
    "Routes",
    arguments: [
      ("@app.get('/x')\ndef f(): ...", "/x"), ("@app.api_route(path='/x')\ndef f(): ...", "/x"), ("app.add_api_route('/x', f)", "/x"),
      ("app.include_router(router)", "/r/one"), ("app.include_router(a.router, prefix='/v1')", "/v1/r/one"),
      ("P = '/p'\napp.include_router(aliased, prefix=P)", "/p/two"), ("app.mount('/static', StaticFiles())", "/static"),
      ("local = APIRouter(prefix='/l')\n@local.get('/x')\ndef f(): ...\napp.include_router(local)", "/l/x"),
      ("if debug:\n  app.include_router(router)", "/r/one"), ("import uvicorn\nuvicorn.run(app)", ""),
      ("app.add_middleware(CORSMiddleware)", ""), ("def setup(x, api):\n  api.include_router(router)\nsetup(1, app)", "/r/one"),
      ("def setup(x):\n  log(1)\nsetup(x=app)", ""),
      ("def g():\n  app = 1\n  app.anything()", ""),
    ])
  func routes(text: String, expected: String) throws {
    guard case .understood(let routes, _) = try #require(source(Self.head + text)).routes(of: "main:app") else {
      Issue.record("not understood")
      return
    }
    #expect(routes.map(\.path).joined(separator: " ") == expected)
  }

  @Test(
    "What is not understood",
    arguments: [
      "app.include_router(router, prefix=settings.PREFIX)", "app.include_router(elsewhere.router)", "app.include_router(make())",
      "app.include_router(router, **options)", "for r in routers:\n  app.include_router(r)", "setup(app)", "app.mount(path, other)",
      "@app.get(path)\ndef f(): ...", "app.register_blueprint(b)", "app = Wrapper(app)", "Instrumentator().instrument(x).expose(app)",
      "app.include_router(f'{x}')", "def setup(x):\n  elsewhere(x)\nsetup(app)", "def setup(*x):\n  pass\nsetup(app)",
    ])
  func unknown(text: String) throws {
    let routes = try #require(source(Self.head + text)).routes(of: "main:app")
    guard case .unknown = routes else {
      Issue.record("understood: \(routes)")
      return
    }
  }

  @Test(
    "Which requests come to a route",
    arguments: [
      ("/x", "/x", true), ("/x", "/x/", true), ("/x/", "/x", true), ("/x", "/y", false), ("/{id}", "/x", true), ("/{id}/a", "/x/b", false),
      ("/f/{p:path}", "/f/a/b", true), ("/", "/", true), ("", "/", true),
    ])
  func matching(path: String, requested: String, isMatch: Bool) throws {
    guard case .understood(let routes, _) = try #require(source(Self.head + "@app.get('\(path)')\ndef f(): ...")).routes(of: "main:app")
    else {
      Issue.record("not understood")
      return
    }
    #expect(routes.contains { $0.matches(requested) } == isMatch)
  }

  @Test(
    "Pools",
    arguments: [
      ("create_engine(URL)", "5+10"), ("create_async_engine(URL, pool_size=20, max_overflow=0)", "20+0"),
      ("create_engine('sqlite:///x')", "none"), ("create_engine(URL, poolclass=NullPool)", "?"), ("create_engine(URL, **kwargs)", "?"),
      ("create_engine(URL, max_overflow=-1)", "?"), ("create_engine(A), create_engine(B)", "?"),
      ("N = 7\ne = create_engine(URL, pool_size=N)", "7+10"),
    ])
  func pools(text: String, expected: String) throws {
    let found =
      switch try #require(source(text)).pools {
      case .none: "none"
      case .one(let pool): "\(pool.size)+\(pool.overflow)"
      case .unknown: "?"
      }
    #expect(found == expected)
  }

  private func source(_ main: String) -> ApplicationSource? {
    let files =
      [
        SourceFile(path: "Dockerfile", text: "FROM python:3.13\nCMD [\"uvicorn\", \"main:app\"]\n"),
        SourceFile(
          path: "pod.yaml",
          text: "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: a, image: \"registry.example.com/a:1\"}]}\n"),
        SourceFile(path: "main.py", text: main),
        SourceFile(
          path: "a.py",
          text: """
            from fastapi import APIRouter
            router = APIRouter(prefix="/r")
            other = APIRouter()
            @router.get("/one")
            def one(): ...
            @other.get("/two")
            def two(): ...
            """),
      ]
    let workspace = Workspace(files)
    let graph = Graph(workspace, repository: RepositoryFiles(files, firstID: workspace.artifacts.count))
    return graph.images.first?.source
  }
}
