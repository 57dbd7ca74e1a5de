internal import PythonSource
internal import Servers
internal import SourceText
internal import Workspace

/// Files that servers, package managers and builds read.
enum SettingsProperties {
  static func checkPython(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "gunicorn.conf.py", bytes: bytes)
    let places = Places(in: file)
    var end = 0
    for token in PythonLexer.lines(file.bytes).flatMap(\.tokens) {
      try places.require(token.range, "token")
      try require(token.range.lowerBound >= end, "the token at \(token.range) begins within the one before it")
      end = token.range.upperBound
    }
    let module = PythonModule(file)
    try places.requireAll(of: module.calls, "calls")
    try places.requireAll(of: module.paths.map(\.range), "paths")
    try places.requireAll(of: module.dottedNames.map(\.range), "dottedNames")
    try check(
      file, for: ["gunicorn a:b", "hypercorn -c file:gunicorn.conf.py a:b", "python gunicorn.conf.py", "celery -A gunicorn.conf worker"])
  }

  static func checkNginx(_ bytes: [UInt8]) throws(Violation) {
    let file = SourceFile(path: "/etc/nginx/nginx.conf", bytes: bytes)
    let configuration = NginxConfiguration(file, FileID(0))
    let places = Places(in: file)
    for (index, directive) in configuration.directives.enumerated() {
      try places.requireAll(of: directive.words, "words")
      try require(directive.context.count == directive.blocks.count, "directive \(index) has other blocks than contexts")
      for (block, name) in zip(directive.blocks, directive.context) {
        try require(block < index, "directive \(index) stands in a block that opens behind it")
        let opening = configuration.directives[block]
        try require(opening.isBlock && opening.name == name, "directive \(index) stands in '\(name)', which is '\(opening.name)'")
      }
      _ = configuration.effective(directive.name, at: directive)
    }
    for directive in configuration.directives.flatMap(\.words) { _ = NginxDuration.seconds(directive.text) }
    try check(file, for: ["nginx"])
  }

  /// The same text for each of the other readers.
  static func check(_ bytes: [UInt8]) throws(Violation) {
    for (path, lines) in [
      "hypercorn.toml": ["hypercorn -c hypercorn.toml a:b"], "u.ini": ["uwsgi u.ini"],
      "config/puma.rb": ["puma", "unicorn -c config/puma.rb"],
      "config/sidekiq.yml": ["sidekiq"], "/usr/local/etc/php-fpm.conf": ["php-fpm"], "application.properties": ["java -jar a.jar"],
      "/usr/local/apache2/conf/httpd.conf": ["httpd-foreground"], "/entry.sh": ["/entry.sh uvicorn a:b"],
    ].sorted(by: { $0.key < $1.key }) {
      try check(SourceFile(path: path, bytes: bytes), for: lines)
    }
    // As they are read from disk.
    let file = SourceFile(path: "settings", bytes: bytes)
    let (bytes, places) = (file.bytes, Places(in: file))
    for onlyTop in [false, true] {
      let toml = TOMLText.read(bytes, onlyTop: onlyTop)
      if let failure = toml.failure { try places.require(failure..<failure, "failure") }
      for entry in toml.entries {
        try places.require(entry.range, "entry")
        try places.require(entry.keyRange, "key")
        for text in entry.texts { try places.require(text, "text") }
      }
    }
    for language in [SourceTokens.Language.javaScript, .go, .ruby] {
      var end = 0
      for token in SourceTokens(bytes, language).tokens {
        try places.require(token.range, "token")
        try require(token.range.lowerBound >= end, "\(language): the token at \(token.range) begins within the one before it")
        end = token.range.upperBound
      }
    }
    if let token = SecretDetection.token(in: bytes) { try places.require(token.range, "secret") }
    let rules = IgnoreRules(bytes)
    let dockerIgnore = DockerIgnore(String(decoding: bytes, as: UTF8.self))
    for path in ["a", "a/b.py", "src/deep/er/x.tar.gz", ".git", "é/[x]", "node_modules/a/b/c/d/e/f/g/h"] {
      _ = rules.excludes(path, isFolder: false)
      _ = rules.excludes(path, isFolder: true)
      _ = dockerIgnore?.excludes(path)
    }
  }

  // MARK: Processes

  /// Command lines and a file, with which they start. File 0 is the configuration, the lines are files behind it.
  private struct Context: ProcessContext {
    let configuration: SourceFile

    func variable(_ name: String) -> Variable { .unset }
    func file(_ path: String) -> ProcessFile { path == configuration.path ? .found(configuration, FileID(0)) : .missing }
  }

  private static func check(_ file: SourceFile, for lines: [String]) throws(Violation) {
    for line in lines {
      let command = SourceFile(path: "command", text: line)
      var words: [CommandWord] = []
      var start = 0
      for word in line.split(separator: " ") {
        let place = Location(file: FileID(1), range: ByteRange(start..<(start + word.utf8.count)))
        words.append(CommandWord(.known(String(word)), at: place))
        start += word.utf8.count + 1
      }
      let context = Context(configuration: file)
      let launch = Launch(words, in: context)
      let places = Places(in: [file, command])
      if let server = ServerProcess(launch, in: context) { try places.requireAll(of: server, line) }
    }
  }
}
