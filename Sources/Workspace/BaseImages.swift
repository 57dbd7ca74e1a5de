package import DockerfileSyntax

/// What is known of public images that others build on.
package enum BaseImages {
  /// The user that an image sets itself, as its publisher documents it; nil for one that runs as root or is not known.
  package static func user(of image: ImageReference) -> String? {
    let tag = image.tag ?? ""
    // Google's distroless images: 65532 with the tag `nonroot`.
    if image.domain == "gcr.io", image.path.hasPrefix("distroless/") {
      return tag.hasPrefix("nonroot") || tag.hasSuffix("-nonroot") || image.path.hasSuffix("-nonroot") ? "65532" : nil
    }
    if tag.contains("nonroot") || tag.contains("rootless") || tag.contains("unprivileged") { return "65532" }
    switch image.domain {
    // Chainguard: all images but those with a shell for building run as 65532.
    case "cgr.dev": return image.path.hasPrefix("chainguard/") && image.path != "chainguard/wolfi-base" ? "65532" : nil
    // Docker Hardened Images: non-root but for the -dev variants.
    case "dhi.io": return tag.hasSuffix("-dev") ? nil : "65532"
    // .NET's chiselled and distroless variants: APP_UID.
    case "mcr.microsoft.com":
      return image.path.hasPrefix("dotnet/") && (tag.contains("chiseled") || tag.contains("distroless")) ? "1654" : nil
    default: break
    }
    return users[image.familiarName]
  }

  /// Whether an image has neither a shell nor other programs but its own: distroless and its like.
  package static func hasNoShell(_ image: ImageReference) -> Bool {
    let tag = image.tag ?? ""
    switch image.domain {
    case "gcr.io": return image.path.hasPrefix("distroless/") && !tag.hasPrefix("debug") && !tag.hasSuffix("-debug")
    case "cgr.dev":
      return image.path.hasPrefix("chainguard/") && !tag.hasSuffix("-dev") && !image.path.hasSuffix("/wolfi-base")
        && !image.path.hasSuffix("/busybox")
        && !image.path.hasSuffix("/bash")
    case "dhi.io": return !tag.hasSuffix("-dev")
    case "mcr.microsoft.com": return tag.contains("chiseled") || tag.contains("distroless") || image.path.contains("/distroless/")
    default: return false
    }
  }

  /// Whether `/bin/sh` is bash: so in the family of Red Hat Enterprise Linux.
  package static func hasBashAsShell(_ image: ImageReference) -> Bool {
    if ["registry.access.redhat.com", "registry.redhat.io"].contains(image.domain) { return true }
    return ["fedora", "centos", "rockylinux", "rockylinux/rockylinux", "almalinux", "amazonlinux", "oraclelinux"].contains(
      image.familiarName)
  }

  private static let users = [
    "nginxinc/nginx-unprivileged": "101",
    "bitnami/python": "1001",
    "bitnami/node": "1001",
    "bitnami/nginx": "1001",
    "grafana/grafana": "472",
    "jenkins/jenkins": "jenkins",
    "quay.io/keycloak/keycloak": "1000",
    "apache/airflow": "airflow",
    "prom/prometheus": "nobody",
  ]
}
