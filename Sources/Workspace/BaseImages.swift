package import DockerfileSyntax
internal import SourceText

/// What is known of public images that others build on.
package enum BaseImages {
  /// The user that an image sets itself, as its publisher documents it; nil for one that runs as root or is not known.
  package static func user(of image: ImageReference) -> String? {
    let tag = image.tag ?? ""
    // Google's distroless images: 65532 with the tag `nonroot`.
    if image.domain == "gcr.io", image.path.hasPrefix("distroless/") {
      return tag.hasPrefix("nonroot") || tag.hasSuffix("-nonroot") || image.path.hasSuffix("-nonroot") ? "65532" : nil
    }
    if tag.containsText("nonroot") || tag.containsText("rootless") || tag.containsText("unprivileged") { return "65532" }
    switch image.domain {
    // Chainguard: all images but those with a shell for building run as 65532.
    case "cgr.dev": return image.path.hasPrefix("chainguard/") && image.path != "chainguard/wolfi-base" ? "65532" : nil
    // Docker Hardened Images: non-root but for the -dev variants.
    case "dhi.io": return tag.hasSuffix("-dev") ? nil : "65532"
    // .NET's chiselled and distroless variants: APP_UID.
    case "mcr.microsoft.com":
      return image.path.hasPrefix("dotnet/") && (tag.containsText("chiseled") || tag.containsText("distroless")) ? "1654" : nil
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
    case "mcr.microsoft.com":
      return tag.containsText("chiseled") || tag.containsText("distroless") || image.path.containsText("/distroless/")
    default: return false
    }
  }

  /// Whether `/bin/sh` is bash: so in the family of Red Hat Enterprise Linux.
  package static func hasBashAsShell(_ image: ImageReference) -> Bool {
    if ["registry.access.redhat.com", "registry.redhat.io"].contains(image.domain) { return true }
    return ["fedora", "centos", "rockylinux", "rockylinux/rockylinux", "almalinux", "amazonlinux", "oraclelinux"].contains(
      image.familiarName)
  }

  /// Whether it is one of Docker's own library, Microsoft's .NET or Google's distroless images, whose variables are documented: none of
  /// them sets up a package manager or has a HEALTHCHECK.
  package static func isOfficial(_ image: ImageReference) -> Bool {
    image.domain == "docker.io" && image.path.hasPrefix("library/")
      || image.domain == "public.ecr.aws" && image.path.hasPrefix("docker/library/")
      || image.domain == "mcr.microsoft.com" && image.path.hasPrefix("dotnet/")
      || image.domain == "gcr.io" && image.path.hasPrefix("distroless/")
  }

  private static func officialName(_ image: ImageReference) -> String? {
    isOfficial(image) ? image.path.lastPathComponent.map(String.init) : nil
  }

  private static func isSmall(_ tag: String) -> Bool {
    ["slim", "alpine", "chiseled", "distroless", "nanoserver", "windowsservercore", "servercore", "-jre", "onbuild", "minimal"].contains(
      where: tag.contains)
  }

  /// The variant that an official image has beside this full one, when it has: a tag to write instead.
  package static func smallerVariant(of image: ImageReference) -> String? {
    guard let name = officialName(image), image.tag != nil || image.digest == nil else { return nil }
    let tag = image.tag ?? "latest"
    guard !isSmall(tag) else { return nil }
    if image.domain == "mcr.microsoft.com" {
      // Chiselled variants came with .NET 6.
      let isNew = tag.prefix { $0.isNumber }.count > 1 || tag.first.map { "6789".contains($0) } ?? false
      guard ["aspnet", "runtime", "runtime-deps"].contains(name), isNew, !tag.contains("-") else { return nil }
      return "its chiselled variant"
    }
    switch name {
    case "python", "ruby", "rust", "perl": return "\(name):" + slimTag(tag, releaseLast: true)
    case "node", "elixir", "erlang", "swift": return "\(name):" + slimTag(tag, releaseLast: false)
    case "debian":
      return tag.containsText("backports") || tag.containsText("rc-buggy")
        ? nil : "debian:" + (tag == "latest" ? "stable-slim" : tag + "-slim")
    case "golang": return "gcr.io/distroless/static or alpine, with the built program alone"
    case "openjdk", "eclipse-temurin", "amazoncorretto": return "an image with the JRE alone"
    case "nginx": return tag == "latest" ? "nginx:alpine" : tag.contains("-") ? nil : "nginx:\(tag)-alpine"
    default: return nil
    }
  }

  /// `3.13-bookworm` is `3.13-slim-bookworm` for some images, `22-bookworm-slim` for others.
  private static func slimTag(_ tag: String, releaseLast: Bool) -> String {
    if tag == "latest" { return "slim" }
    let parts = tag.split(separator: "-")
    let releases = ["trixie", "bookworm", "bullseye", "buster", "stretch", "jessie"]
    guard releaseLast, let last = parts.last, releases.contains(String(last)) else { return tag + "-slim" }
    return (parts.dropLast() + ["slim", last]).joined(separator: "-")
  }

  /// Whether the image is made for building: compilers of its language, and those of C in the images that build on buildpack-deps.
  package static func holdsCompilers(_ image: ImageReference) -> Bool {
    guard let name = officialName(image), image.tag != nil || image.digest == nil else { return false }
    let tag = image.tag ?? "latest"
    switch name {
    case "golang", "rust", "maven", "gradle": return true
    case "python", "node", "ruby", "perl", "buildpack-deps", "pypy", "gcc": return !isSmall(tag)
    case "sdk": return image.domain == "mcr.microsoft.com"
    default: return false
    }
  }

  /// Whether an image brings one of `CommonTool`'s programs along; nil when that is not known.
  package static func brings(_ tool: String, _ image: ImageReference) -> Bool? {
    // The one that the image is made for is there: cgr.dev/chainguard/curl.
    if hasNoShell(image) { return image.path.hasSuffix("/" + tool) }
    let tag = image.tag ?? (image.digest == nil ? "latest" : "")
    guard !tag.isEmpty, tool == "curl" || tool == "wget" else { return nil }
    guard let name = officialName(image), image.domain != "mcr.microsoft.com" else { return nil }
    if name == "alpine" || ["python", "node", "ruby", "golang", "rust"].contains(name) && tag.containsText("alpine") {
      // BusyBox has a wget.
      return tool == "wget"
    }
    switch name {
    case "debian", "ubuntu": return false
    case "python", "node", "ruby", "rust", "perl": return isSmall(tag) ? (tag.containsText("slim") ? false : nil) : true
    case "golang", "buildpack-deps": return isSmall(tag) ? nil : true
    default: return nil
    }
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
    case "php": return tag.containsText("fpm") ? "QUIT" : tag.containsText("apache") ? "WINCH" : "TERM"
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
