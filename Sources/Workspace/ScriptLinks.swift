internal import ShellSyntax
internal import SourceText
internal import YAMLSyntax

extension DeclaredBuild {
  /// `docker build -t NAME [-f FILE] CONTEXT` in the lines of a script. Both paths are seen from the folder in which the shell is.
  ///
  /// - Parameter folder: where the shell starts; nil when that is not known.
  static func script(
    _ text: String, _ source: Source, folder start: String?, _ variables: [String: String], path: String
  ) -> [DeclaredBuild] {
    guard text.containsText("build") else { return [] }
    var variables = variables
    var folder = start
    var builds: [DeclaredBuild] = []
    for command in ShellScript.parse(text).commands {
      if command.words.isEmpty {
        for assignment in command.assignments { variables[assignment.name] = Self.text(of: assignment.value, variables) }
        continue
      }
      let words = command.words.map { Self.text(of: $0, variables) }
      if words[0] == "cd" {
        // A subshell comes back by itself, which this reading does not follow.
        let isPlain = words.count == 2 && !words[1].contains("$") && !command.context.contains(.subshell)
        folder = isPlain ? folder.flatMap { RepositoryPath.join($0, words[1]) } : nil
      }
      guard let arguments = arguments(of: words), let folder else { continue }
      builds += self.builds(arguments, source, folder: folder, path: path)
    }
    return builds
  }

  /// The words behind `docker build` and what does the same.
  private static func arguments(of words: [String]) -> ArraySlice<String>? {
    if words.first == "sudo" { return arguments(of: Array(words.dropFirst())) }
    guard let tool = words.first, ["docker", "podman", "nerdctl", "buildah"].contains(tool) else { return nil }
    for form in [["build"], ["buildx", "build"], ["image", "build"], ["bud"]] where words.dropFirst().starts(with: form) {
      return words.dropFirst(1 + form.count)
    }
    return nil
  }

  /// Options without a value (docker build --help); any other takes the next word.
  private static let switches: Set<String> = [
    "--push", "--load", "--no-cache", "--pull", "--rm", "-q", "--quiet", "--force-rm", "--squash", "--compress", "--check", "-D", "--debug",
    "--disable-content-trust", "--layers",
  ]

  private static func builds(_ words: ArraySlice<String>, _ source: Source, folder: String, path: String) -> [DeclaredBuild] {
    var tags: [String] = []
    var file: String?
    var target: String?
    var context: String?
    var rest = words
    while let word = rest.popFirst() {
      guard word.hasPrefix("-"), word.count > 1 else {
        context = context ?? word
        continue
      }
      if switches.contains(word) { continue }
      let equals = word.firstIndex(of: "=")
      var name = equals.map { String(word[..<$0]) } ?? word
      var value = equals.map { String(word[word.index(after: $0)...]) }
      if !name.hasPrefix("--"), name.count > 2 {
        value = String(word.dropFirst(2))
        name = String(word.prefix(2))
      }
      let given = value ?? rest.popFirst() ?? ""
      switch name {
      case "-t", "--tag": tags.append(given)
      case "-f", "--file": file = given
      case "--target": target = given
      default: break
      }
    }
    guard let context, context != "-", !context.containsText("://"), file != nil || !context.contains("$"),
      let dockerfile = file.map({ RepositoryPath.join(folder, $0) }) ?? RepositoryPath.join(folder, context + "/Dockerfile")
    else { return [] }
    return tags.compactMap { DeclaredBuild(source, image: $0, dockerfile: dockerfile, target: target, path: path) }
  }

  /// The word with known variables filled in, and `$` for all that the shell replaces otherwise.
  private static func text(of word: ShellWord, _ variables: [String: String]) -> String {
    word.parts.reduce(into: "") { text, part in
      switch part.kind {
      case .text(let bytes, _): text += String(decoding: bytes, as: UTF8.self)
      case .parameter(let parameter) where parameter.operator == nil: text += variables[parameter.name] ?? "$"
      default: text += "$"
      }
    }
  }

  // MARK: GitLab

  /// Scripts of the jobs of a .gitlab-ci.yml; they start in the repository's folder.
  static func pipeline(_ roots: [YAMLNode], path: String) -> [DeclaredBuild] {
    guard let pipeline = roots.first else { return [] }
    let common = variables(pipeline["variables"], over: [:])
    return pipeline.entries.flatMap { job -> [DeclaredBuild] in
      let variables = variables(job.value["variables"], over: common)
      let lines = ["before_script", "script"].flatMap { field -> [String] in
        guard let script = job.value["\(field)"] else { return [] }
        return script.isScalar ? [script.text ?? ""] : script.elements.compactMap(\.text)
      }
      return script(lines.joined(separator: "\n"), .workflow, folder: RepositoryPath.folder(of: path), variables, path: path)
    }
  }

  // MARK: Make

  /// The recipes of the Makefiles beside the Dockerfiles and in the folders above them.
  static func makefiles(besides dockerfiles: [String], repository: RepositoryFiles) -> [DeclaredBuild] {
    var folders: Set<String> = []
    for dockerfile in dockerfiles {
      var folder = RepositoryPath.folder(of: dockerfile)
      while folders.insert(folder).inserted, !folder.isEmpty { folder = RepositoryPath.parent(ofFolder: folder) }
    }
    return folders.sorted().flatMap { folder -> [DeclaredBuild] in
      guard repository.exists(folder + "Makefile"), let found = repository.file(at: folder + "Makefile") else { return [] }
      return makefile(String(decoding: found.file.bytes, as: UTF8.self), folder: folder, path: found.file.path)
    }
  }

  private static func makefile(_ text: String, folder: String, path: String) -> [DeclaredBuild] {
    guard text.containsText("build") else { return [] }
    var variables: [String: String] = [:]
    var recipes: [String] = []
    for line in logicalLines(text) {
      if line.hasPrefix("\t") {
        recipes.append(String(line.dropFirst().drop { "@-+ ".contains($0) }))
      } else if let equals = line.firstIndex(of: "="), !line.hasPrefix("#") {
        let name = line[..<equals].filter { !": ?+".contains($0) }
        let value = line[line.index(after: equals)...].split(separator: "#", omittingEmptySubsequences: false)[0]
        let words = value.split(separator: " ")
        // Set twice, appended to or made of several words: not to be told here.
        variables[name] = variables[name] == nil && words.count == 1 && line[..<equals].last != "+" ? String(words[0]) : unknownVariable
      }
    }
    // Each line has a shell of its own.
    return recipes.flatMap { script(expanded($0, variables, depth: 0), .script, folder: folder, [:], path: path) }
  }

  private static func logicalLines(_ text: String) -> [String] {
    var lines: [String] = []
    var isContinued = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let continues = line.hasSuffix("\\")
      let part = continues ? line.dropLast() : line
      if isContinued, let last = lines.indices.last {
        lines[last] += " " + part.drop { $0 == "\t" || $0 == " " }
      } else {
        lines.append(String(part))
      }
      isContinued = continues
    }
    return lines
  }

  /// A recipe as its shell gets it: `$(NAME)` and `${NAME}` filled in, functions and other variables unknown, `$$` a dollar.
  private static func expanded(_ text: String, _ variables: [String: String], depth: Int) -> String {
    guard depth < 8 else { return unknownVariable }
    var expanded = ""
    var rest = text[...]
    while let dollar = rest.firstIndex(of: "$") {
      expanded += rest[..<dollar]
      rest = rest[dollar...].dropFirst()
      guard let open = rest.popFirst() else { break }
      guard open == "(" || open == "{" else {
        expanded += open == "$" ? "$" : unknownVariable
        continue
      }
      var nesting = 1
      let end = rest.firstIndex { character in
        if character == open { nesting += 1 }
        if character == (open == "(" ? ")" : "}") { nesting -= 1 }
        return nesting == 0
      }
      guard let end else { return expanded + unknownVariable }
      let value = variables[String(rest[..<end])] ?? unknownVariable
      expanded += value == unknownVariable ? value : self.expanded(value, variables, depth: depth + 1)
      rest = rest[end...].dropFirst()
    }
    return expanded + rest
  }
}
