internal import Kubernetes
internal import PythonSource
internal import SourceText
internal import Workspace
internal import YAMLSyntax

// CORS: origins that are written out, in the source or in an Ingress' annotations.

extension Repository {
  var crossOriginEvidence: [Scorecard.Evidence] {
    inPythonSource { file, _ in
      file.module.calls.compactMap { call in
        guard WorkloadSubject.isMiddleware(call), let origins = call[name: "allow_origins"],
          case .list(let items)? = file.module.resolved(origins.value), Self.areKnown(items)
        else { return nil }
        return file.evidence("allow_origins", origins.range)
      }
    } + ingressOrigins
  }

  /// Texts, none of which stands for all; those of a developer's machine alone say nothing of production.
  private static func areKnown(_ items: [PythonModule.Value]) -> Bool {
    let texts = items.compactMap { if case .text(let text) = $0 { text } else { nil } }
    return texts.count == items.count && !texts.contains { $0.contains("*") }
      && texts.contains { !$0.containsText("localhost") && !$0.containsText("127.0.0.1") }
  }

  /// ingress-nginx, user-guide/nginx-configuration/annotations, "Enable CORS": several origins are parted by commas.
  private var ingressOrigins: [Scorecard.Evidence] {
    graph.manifests.compactMap { manifest in
      guard manifest.kind == "Ingress", let annotations = manifest.metadata?["annotations"],
        annotations["nginx.ingress.kubernetes.io/enable-cors"]?.text == "true",
        let origin = annotations["nginx.ingress.kubernetes.io/cors-allow-origin"], let text = origin.text, !text.isEmpty,
        !text.split(separator: ",").contains(where: { $0.drop { $0 == " " } == "*" })
      else { return nil }
      return Scorecard.Evidence("cors-allow-origin", manifest.location(origin.range))
    }
  }
}
