/// The instructions of a Dockerfile (command.go).
package enum Keyword: String, CaseIterable, Sendable {
  case add = "ADD"
  case arg = "ARG"
  case cmd = "CMD"
  case copy = "COPY"
  case entrypoint = "ENTRYPOINT"
  case env = "ENV"
  case expose = "EXPOSE"
  case from = "FROM"
  case healthcheck = "HEALTHCHECK"
  case label = "LABEL"
  case maintainer = "MAINTAINER"
  case onbuild = "ONBUILD"
  case run = "RUN"
  case shell = "SHELL"
  case stopsignal = "STOPSIGNAL"
  case user = "USER"
  case volume = "VOLUME"
  case workdir = "WORKDIR"

  /// The keyword that some bytes spell, in any case.
  init?(_ bytes: ArraySlice<UInt8>) {
    guard bytes.count <= 11 else { return nil }
    let upper = bytes.map { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) ? $0 - 0x20 : $0 }
    self.init(rawValue: String(decoding: upper, as: UTF8.self))
  }
}
