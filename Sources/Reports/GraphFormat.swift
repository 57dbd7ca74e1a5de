package import Linting
internal import SourceText
package import Workspace

/// The graph of a repository in the forms that people and programs read.
package struct GraphFormat {
  private let outline: GraphOutline
  private let repository: Repository

  package init(_ outline: GraphOutline, of repository: Repository) {
    self.outline = outline
    self.repository = repository
  }

  private func place(_ node: GraphOutline.Node) -> String? {
    guard let location = node.location else { return nil }
    let file = repository.file(location.file)
    let line = LineIndex(file.bytes).position(at: location.range.start).line
    return "\(file.path):\(line)"
  }

  // MARK: Text

  /// A tree for each thing that nothing leads to.
  package func text() -> String {
    var output = ""
    let nodes = Dictionary(outline.nodes.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    let children = Dictionary(grouping: outline.links, by: \.from)
    let targets = Set(outline.links.map(\.to))
    for root in outline.nodes where !targets.contains(root.id) {
      output += title(root) + "\n"
      branches(of: root.id, indent: "", nodes: nodes, children: children, above: [root.id], into: &output)
    }
    if !outline.unlinkedImages.isEmpty {
      output += "\nImages without a Dockerfile\n"
      for (image, reason) in outline.unlinkedImages { output += "  \(printable(image)): \(printable(reason))\n" }
    }
    return output
  }

  private func title(_ node: GraphOutline.Node) -> String {
    let name = ["Container", "Image", "Dockerfile"].contains(node.kind) ? "\(node.kind) \(node.name)" : node.name
    guard node.kind != "Dockerfile", let place = place(node) else { return printable(name) }
    return printable("\(name)  \(place)")
  }

  private func branches(
    of id: String, indent: String, nodes: [String: GraphOutline.Node], children: [String: [GraphOutline.Link]], above: Set<String>,
    into output: inout String
  ) {
    let links = children[id] ?? []
    for (position, link) in links.enumerated() {
      guard let node = nodes[link.to], !above.contains(link.to) else { continue }
      let isLast = position == links.count - 1
      output += indent + (isLast ? "└─ " : "├─ ") + title(node) + "  (" + printable(link.reason) + ")\n"
      branches(
        of: link.to, indent: indent + (isLast ? "   " : "│  "), nodes: nodes, children: children, above: above.union([link.to]),
        into: &output)
    }
  }

  // MARK: JSON

  package func json() -> String {
    let nodes = outline.nodes.map { node in
      var fields = [("id", node.id), ("kind", node.kind), ("name", node.name)]
      if let location = node.location {
        let file = repository.file(location.file)
        let position = LineIndex(file.bytes).position(at: location.range.start)
        fields.append(("path", file.path))
        return object(fields, numbers: [("line", position.line), ("column", position.column)])
      }
      return object(fields)
    }
    let links = outline.links.map { object([("from", $0.from), ("to", $0.to), ("reason", $0.reason)]) }
    let unlinked = outline.unlinkedImages.map { object([("image", $0.image), ("reason", $0.reason)]) }
    let lists = [("nodes", nodes), ("links", links), ("unlinkedImages", unlinked)].map { name, items in
      "  \(JSONFormat.quote(name)): [" + items.map { "\n    " + $0 }.joined(separator: ",") + (items.isEmpty ? "]" : "\n  ]")
    }
    return "{\n  \"version\": 1,\n" + lists.joined(separator: ",\n") + "\n}\n"
  }

  private func object(_ fields: [(String, String)], numbers: [(String, Int)] = []) -> String {
    let texts = fields.map { "\(JSONFormat.quote($0)):\(JSONFormat.quote($1))" }
    return "{" + (texts + numbers.map { "\(JSONFormat.quote($0)):\($1)" }).joined(separator: ",") + "}"
  }

  // MARK: Pictures

  /// Graphviz (graphviz.org/doc/info/lang.html): in quoted strings, quotes and backslashes are escaped.
  package func dot() -> String {
    func quoted(_ text: String) -> String {
      "\"" + printable(text).replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
    }
    var output = "digraph readylint {\n  rankdir=LR;\n  node [shape=box, fontname=\"sans-serif\"];\n"
    for node in outline.nodes { output += "  \(quoted(node.id)) [label=\(quoted(label(node)))];\n" }
    for link in outline.links { output += "  \(quoted(link.from)) -> \(quoted(link.to)) [label=\(quoted(link.reason))];\n" }
    return output + "}\n"
  }

  /// Mermaid's flowchart, which GitHub and GitLab draw; its labels know entities, not escapes.
  package func mermaid() -> String {
    var numbers: [String: Int] = [:]
    for (index, node) in outline.nodes.enumerated() { numbers[node.id] = index }
    func quoted(_ text: String) -> String {
      "\"" + printable(text).replacing("&", with: "&amp;").replacing("\"", with: "&quot;").replacing("<", with: "&lt;") + "\""
    }
    var output = "flowchart LR\n"
    for (index, node) in outline.nodes.enumerated() { output += "  n\(index)[\(quoted(label(node)))]\n" }
    for link in outline.links {
      if let from = numbers[link.from], let to = numbers[link.to] { output += "  n\(from) -->|\(quoted(link.reason))| n\(to)\n" }
    }
    return output
  }

  private func label(_ node: GraphOutline.Node) -> String {
    ["Container", "Image", "Dockerfile"].contains(node.kind) ? "\(node.kind) \(node.name)" : node.name
  }
}

extension String {
  /// Every occurrence replaced; without Foundation and without regular expressions.
  fileprivate func replacing(_ character: Character, with text: String) -> String {
    contains(character) ? split(separator: character, omittingEmptySubsequences: false).joined(separator: text) : self
  }
}
