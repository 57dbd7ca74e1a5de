internal import Linting
internal import SourceText

/// How an audit may be read.
package enum Grouping: String, CaseIterable, Sendable {
  case rule, file, workload
}

extension Report {
  struct Group {
    var title: String
    var findings: [Finding]

    func count(of severity: Severity) -> Int { findings.count { $0.severity == severity } }
  }

  /// Findings in groups; each group keeps the order of the report, and groups come in the order of their names.
  func groups(by grouping: Grouping) -> [Group] {
    var indices: [String: Int] = [:]
    var groups: [Group] = []
    for finding in findings {
      let title = name(of: finding, grouping)
      let index = indices[title] ?? groups.count
      if index == groups.count {
        indices[title] = index
        groups.append(Group(title: title, findings: []))
      }
      groups[index].findings.append(finding)
    }
    return groups.sorted { $0.title < $1.title }
  }

  /// The groups with the most errors, then warnings, then advice.
  func worst(by grouping: Grouping) -> [Group] {
    groups(by: grouping).map { group in (group, Severity.allCases.reversed().map { group.count(of: $0) }) }.sorted { left, right in
      left.1 == right.1 ? left.0.title < right.0.title : right.1.lexicographicallyPrecedes(left.1)
    }.map(\.0)
  }

  private func name(of finding: Finding, _ grouping: Grouping) -> String {
    switch grouping {
    case .rule: return finding.rule
    case .file: return path(finding.location.file)
    case .workload:
      // `Deployment/shop/web · containers[name=api]`; what is no object, such as a stage, is known by its file.
      let object = finding.logicalPath.utf8.prefix { $0 != UInt8(ascii: " ") }
      return object.contains(UInt8(ascii: "/")) ? String(Substring(object)) : path(finding.location.file)
    }
  }

  /// In the order of the report, which is that of the paths.
  var findingsByFile: [(path: String, findings: [Finding])] {
    var result: [(path: String, findings: [Finding])] = []
    for finding in findings {
      let path = path(finding.location.file)
      if result.last?.path == path {
        result[result.count - 1].findings.append(finding)
      } else {
        result.append((path, [finding]))
      }
    }
    return result
  }
}

extension Rule {
  /// The first of its sources that is a page.
  var page: String? { sources.first { $0.hasPrefix("https://") && !$0.contains(" ") } }
}
