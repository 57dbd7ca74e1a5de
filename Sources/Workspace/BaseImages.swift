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

  /// Whether `/bin/sh` is bash: so in the family of Red Hat Enterprise Linux.
  package static func hasBashAsShell(_ image: ImageReference) -> Bool {
    if ["registry.access.redhat.com", "registry.redhat.io"].contains(image.domain) { return true }
    return ["fedora", "centos", "rockylinux", "rockylinux/rockylinux", "almalinux", "amazonlinux", "oraclelinux"].contains(
      image.familiarName)
  }

  /// The STOPSIGNAL of an image, without `SIG`: `TERM` for one that sets none; nil where it is not known.
  package static func stopSignal(of image: ImageReference) -> String? {
    if image.domain == "gcr.io", image.path.hasPrefix("distroless/") { return "TERM" }
    if image.domain == "mcr.microsoft.com", image.path.hasPrefix("dotnet/") { return "TERM" }
    let tag = image.tag ?? ""
    switch image.familiarName {
    case "nginx", "nginxinc/nginx-unprivileged":
      // QUIT since 1.19.5 (nginxinc/docker-nginx#457).
      let version = tag.split(separator: "-").first?.split(separator: ".").map { Int($0) } ?? []
      guard version.count > 1, let major = version[0], let minor = version[1] else { return "QUIT" }
      if major > 1 || minor > 19 { return "QUIT" }
      guard minor == 19 else { return "TERM" }
      return version.count > 2 ? (version[2] ?? 0) >= 5 ? "QUIT" : "TERM" : "QUIT"
    case "php": return tag.contains("fpm") ? "QUIT" : tag.contains("apache") ? "WINCH" : "TERM"
    case "httpd": return "WINCH"
    case "postgres": return "INT"
    case "haproxy": return "USR1"
    case let name: return withoutStopSignal.contains(name) ? "TERM" : nil
    }
  }

  private static let withoutStopSignal: Set<String> = [
    "python", "node", "debian", "ubuntu", "alpine", "golang", "ruby", "eclipse-temurin", "openjdk", "amazoncorretto", "busybox", "rust",
    "buildpack-deps", "fedora", "centos", "rockylinux", "almalinux", "amazonlinux", "pypy", "oraclelinux",
  ]

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
