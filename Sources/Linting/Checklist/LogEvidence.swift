internal import PythonSource
internal import Servers
internal import SourceText
internal import Workspace

// Structured logs: what makes each line of the log a JSON object.

extension Repository {
  var jsonLogEvidence: [Scorecard.Evidence] {
    inPythonSource { file, _ in file.jsonFormatters } + inProjectSource { source, _, dependencies in source.jsonLoggers(dependencies) }
      + logConfigurations + nginxLogs
  }

  /// The file behind `--log-config` of uvicorn, hypercorn and gunicorn.
  private var logConfigurations: [Scorecard.Evidence] {
    Self.unique(
      runningProcesses.compactMap { process in
        guard let image = process.image else { return nil }
        let words = process.process.words
        for (index, word) in words.enumerated() {
          guard let text = word.known, text.hasPrefix("--log-config") else { continue }
          let path = text.firstIndex(of: "=").map { String(text[text.index(after: $0)...]) } ?? words.dropFirst(index + 1).first?.known
          guard let path, let (id, file) = graph.file(path, inImage: image) else { continue }
          for name in ["JsonFormatter", "JSONRenderer", "ecs_logging"] as [StaticString] {
            guard let offset = file.offset(of: name) else { continue }
            return Scorecard.Evidence("\(name)", Location(file: id, range: ByteRange(offset..<(offset + name.utf8CodeUnitCount))))
          }
        }
        return nil
      })
  }

  /// `log_format name escape=json …`, used by an `access_log` (nginx.org, ngx_http_log_module).
  private var nginxLogs: [Scorecard.Evidence] {
    graph.nginxFiles.flatMap { configuration in
      configuration.directives.compactMap { directive -> Scorecard.Evidence? in
        let words = directive.words
        guard directive.name == "log_format", words.count > 3, words[2].text == "escape=json",
          configuration.directives.contains(where: { $0.name == "access_log" && $0.words.count > 2 && $0.words[2].text == words[1].text })
        else { return nil }
        return Scorecard.Evidence("nginx log_format \(words[1].text)", words[2].location)
      }
    }
  }
}

extension ApplicationSource.File {
  /// structlog's `JSONRenderer()`, a formatter by the name of JSON (python-json-logger and one's own), loguru's `serialize=True`, and
  /// such a formatter in a dictionary of logging's configuration.
  fileprivate var jsonFormatters: [Scorecard.Evidence] {
    let calls = module.calls.compactMap { call -> Scorecard.Evidence? in
      guard let name = call.function.last else { return nil }
      let isFormatter = name == "JSONRenderer" || Self.isFormatter(name) || name == "StdlibFormatter" && mentionsECS
      let isLoguru = name == "add" && call.function.first == "logger" && module.resolved(call[name: "serialize"]?.value) == .boolean(true)
      guard isFormatter || isLoguru else { return nil }
      return evidence(
        isLoguru ? "serialize=True" : name, isLoguru ? call[name: "serialize"]?.range ?? call.functionRange : call.functionRange)
    }
    let settings = module.dottedNames.compactMap { text, range -> Scorecard.Evidence? in
      let name = text.split(separator: ".").last.map(String.init) ?? ""
      return name == "JSONRenderer" || Self.isFormatter(name) ? evidence(text, range) : nil
    }
    return calls + settings
  }

  private var mentionsECS: Bool { module.imports["ecs_logging"] != nil || imports("StdlibFormatter", from: "ecs_logging") }

  private static func isFormatter(_ name: String) -> Bool { name.lowercased().hasSuffix("jsonformatter") }
}

extension ProjectSource {
  /// pino writes JSON unless it is given pino-pretty; winston, slog, zap, zerolog and logrus when they are told to.
  fileprivate func jsonLoggers(_ dependencies: ProjectDependencies) -> [Scorecard.Evidence] {
    func uses(_ names: String...) -> Bool { dependencies.runtime(names.contains) != nil }
    switch dependencies.ecosystem {
    case .npm:
      return
        (uses("pino", "pino-http", "nestjs-pino")
        ? calls([["pino"], ["pinoHttp"], ["LoggerModule", "forRoot"]], in: "pino", without: "pino-pretty") : [])
        + (uses("winston") ? calls([["format", "json"]], in: "winston") : [])
        + (uses("bunyan") ? calls([["bunyan", "createLogger"]], in: "bunyan") : [])
    case .go:
      return calls([["slog", "NewJSONHandler"]], in: "slog")
        + (uses("go.uber.org/zap") ? calls([["zap", "NewProduction"]], in: "zap") : [])
        + (uses("github.com/rs/zerolog") ? calls([["zerolog", "New"]], in: "zerolog", without: "ConsoleWriter") : [])
        + (uses("github.com/sirupsen/logrus") ? calls([["logrus", "JSONFormatter"], ["log", "JSONFormatter"]], in: "logrus") : [])
    case .python, .gem: return []
    }
  }

  /// The calls of a function; of those with something among their arguments that speaks against it none.
  private func calls(_ paths: [[String]], in mention: StaticString, without unwanted: String? = nil) -> [Scorecard.Evidence] {
    mentioning(mention).flatMap { file, tokens in
      paths.flatMap { path in
        tokens.occurrences(of: path).compactMap { index -> Scorecard.Evidence? in
          guard let arguments = tokens.arguments(behind: index), !arguments.contains(where: { $0.text == unwanted }) else { return nil }
          return Scorecard.Evidence(path.joined(separator: "."), file.location(tokens.tokens[index].range))
        }
      }
    }
  }
}
