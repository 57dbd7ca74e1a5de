internal import Kubernetes
internal import PythonSource
internal import SourceText
internal import Workspace
internal import YAMLSyntax

extension WorkloadSubject {
  /// What lets any origin in with credentials, and where.
  var openCORS: (what: String, location: Location)? {
    for container in repository.graph.workloads[index].containers {
      guard let image = container.image?.image, let source = repository.graph.images[image].source else { continue }
      for file in source.ownFiles {
        for call in file.module.calls {
          if let range = Self.openOrigins(call, in: file.module) {
            return ("CORSMiddleware", Location(file: file.id, range: range))
          }
        }
      }
    }
    return ingressCORS
  }

  static func isMiddleware(_ call: PythonModule.Call) -> Bool {
    call.function.last == "CORSMiddleware" || call.arguments.prefix(2).contains { $0.value == .name(["CORSMiddleware"]) }
  }

  /// `app.add_middleware(CORSMiddleware, …)` and `Middleware(CORSMiddleware, …)` (Starlette `middleware/cors.py`: with cookies it answers
  /// any origin by its own name).
  private static func openOrigins(_ call: PythonModule.Call, in module: PythonModule) -> ByteRange? {
    guard isMiddleware(call), case .boolean(true)? = module.resolved(call[name: "allow_credentials"]?.value) else { return nil }
    if let origins = call[name: "allow_origins"] {
      switch module.resolved(origins.value) {
      case .list(let items)? where items.contains(.text("*")): return origins.range
      case .text("*")?: return origins.range
      default: break
      }
    }
    if let pattern = call[name: "allow_origin_regex"], case .text(let text)? = module.resolved(pattern.value),
      [".*", "^.*$", "https?://.*", "(.*)"].contains(text)
    {
      return pattern.range
    }
    return nil
  }

  /// ingress-nginx' annotations, both written out.
  private var ingressCORS: (what: String, location: Location)? {
    for manifest in repository.graph.workloads[index].ingresses {
      guard let annotations = manifest.metadata?["annotations"], annotations["nginx.ingress.kubernetes.io/enable-cors"]?.text == "true",
        annotations["nginx.ingress.kubernetes.io/cors-allow-credentials"]?.text == "true",
        let origin = annotations["nginx.ingress.kubernetes.io/cors-allow-origin"], origin.text == "*"
      else { continue }
      return ("the Ingress", manifest.location(origin.range))
    }
    return nil
  }
}
