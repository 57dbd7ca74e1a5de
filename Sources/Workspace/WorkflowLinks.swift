internal import SourceText
internal import YAMLSyntax

extension DeclaredBuild {
  /// The folder above `.github`, with a slash at its end unless empty; nil for a file that is no workflow.
  static func rootOfWorkflow(_ path: String) -> String? {
    var folders = path.split(separator: "/", omittingEmptySubsequences: false)
    guard let name = folders.popLast(), name.hasSuffix(".yml") || name.hasSuffix(".yaml"), folders.popLast() == "workflows",
      folders.popLast() == ".github"
    else { return nil }
    return folders.isEmpty ? "" : folders.path + "/"
  }

  /// Steps of GitHub's workflows that build an image: docker/build-push-action, and `docker build` in `run`.
  static func workflow(_ roots: [YAMLNode], root: String, path: String) -> [DeclaredBuild] {
    guard let workflow = roots.first else { return [] }
    let common = variables(workflow["env"], over: [:])
    var builds: [DeclaredBuild] = []
    for job in workflow["jobs"]?.entries ?? [] {
      let variables = variables(job.value["env"], over: common)
      let steps = job.value["steps"].map { Array($0.elements) } ?? []
      for step in steps {
        let variables = self.variables(step["env"], over: variables)
        if step["uses"]?.text?.hasPrefix("docker/build-push-action@") == true, let with = step["with"] {
          builds += action(with, steps: steps, variables, root: root, path: path)
        } else if let run = step["run"]?.text {
          let folder =
            step["working-directory"]?.text ?? job.value["defaults", "run", "working-directory"]?.text
            ?? workflow["defaults", "run", "working-directory"]?.text ?? ""
          builds += script(
            filled(run, variables), .workflow, folder: RepositoryPath.join(root, filled(folder, variables)), variables, path: path)
        }
      }
    }
    return builds
  }

  /// docker/build-push-action: both `context` and `file` are seen from the repository's top; the file is the context's Dockerfile when it
  /// is not given (its README).
  private static func action(
    _ with: YAMLNode, steps: [YAMLNode], _ variables: [String: String], root: String, path: String
  ) -> [DeclaredBuild] {
    func input(_ name: String) -> String? { with[name]?.text.map { filled($0, variables) }.flatMap { $0.isEmpty ? nil : $0 } }
    // An address of a repository, or its default with a folder behind `#`.
    let context = input("context") ?? "."
    guard !context.containsText("://"), !context.hasPrefix("$"),
      let dockerfile = input("file").flatMap({ RepositoryPath.join(root, $0) })
        ?? (with["file"] == nil ? RepositoryPath.join(root, context + "/Dockerfile") : nil)
    else { return [] }
    return (with["tags"]?.text ?? "").split { $0 == "\n" || $0 == "," }.map { trimmed($0) }
      .flatMap { tag -> [String] in metadata(tag, steps: steps) ?? [tag] }
      .compactMap {
        DeclaredBuild(.workflow, image: filled($0, variables), dockerfile: dockerfile, target: input("target"), path: path)
      }
  }

  /// The names behind `${{ steps.meta.outputs.tags }}`: what docker/metadata-action was given as `images`.
  private static func metadata(_ tag: String, steps: [YAMLNode]) -> [String]? {
    guard tag.hasPrefix("${{"), tag.hasSuffix("}}") else { return nil }
    let words = trimmed(tag.dropFirst(3).dropLast(2)).split(separator: ".")
    guard words.count == 4, words[0] == "steps", words[2] == "outputs", words[3] == "tags",
      let step = steps.first(where: { $0["id"]?.text == String(words[1]) }),
      step["uses"]?.text?.hasPrefix("docker/metadata-action@") == true
    else { return nil }
    return (step["with", "images"]?.text ?? "").split { $0 == "\n" || $0 == "," }.map { trimmed($0) }
      .map { $0.hasPrefix("name=") ? String($0.dropFirst(5)) : $0 }.filter { !$0.isEmpty && !$0.contains("=") }
  }

  private static func trimmed(_ text: some StringProtocol) -> String {
    String(decoding: Array(text.utf8.drop { $0 <= 0x20 }.reversed().drop { $0 <= 0x20 }.reversed()), as: UTF8.self)
  }

  static func variables(_ node: YAMLNode?, over outer: [String: String]) -> [String: String] {
    var variables = outer
    for entry in node?.entries ?? [] {
      if let name = entry.key.text, let value = entry.value.text { variables[name] = filled(value, outer) }
    }
    return variables
  }

  /// A text with `${{ env.NAME }}` filled in; any other expression becomes a variable that nobody knows.
  private static func filled(_ text: String, _ variables: [String: String]) -> String {
    guard text.containsText("${{") else { return text }
    var filled = ""
    var rest = text[...]
    while let start = rest.firstIndex(of: "$") {
      filled += rest[..<start]
      rest = rest[start...]
      guard rest.hasPrefix("${{"), let end = rest.firstIndex(of: "}"), rest[end...].hasPrefix("}}") else {
        filled += "$"
        rest = rest.dropFirst()
        continue
      }
      let expression = trimmed(rest.dropFirst(3)[..<end])
      filled += expression.hasPrefix("env.") ? variables[String(expression.dropFirst(4))] ?? unknownVariable : unknownVariable
      rest = rest[end...].dropFirst(2)
    }
    return filled + rest
  }

  /// A name with an expression in it is no image's.
  static let unknownVariable = "${_unknown_}"
}
