internal import YAMLSyntax

/// A container's security settings as the kubelet applies them: the container's own field, else the pod's.
///
/// Only what both levels have is inherited (core/v1 types.go: SecurityContext "takes precedence" over PodSecurityContext).
package struct SecurityContext: Sendable {
  private let own: YAMLNode?
  private let pod: YAMLNode?

  init(container: Container) {
    own = container.node.present("securityContext")
    pod = container.pod.securityContext
  }

  package var runAsNonRoot: Field<Bool> { inherited { $0.boolField("runAsNonRoot") } }
  package var runAsUser: Field<Int64> { inherited { $0.intField("runAsUser") } }
  package var runAsGroup: Field<Int64> { inherited { $0.intField("runAsGroup") } }

  private func inherited<Value>(_ read: (YAMLNode) -> Field<Value>) -> Field<Value> {
    for level in [own, pod] {
      if let level, case let field = read(level), !field.isAbsent { return field }
    }
    return .absent
  }
}
