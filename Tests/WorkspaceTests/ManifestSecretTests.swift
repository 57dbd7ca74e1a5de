import Kubernetes
import SourceText
import Testing
import Workspace
import YAMLSyntax

private func secret(_ body: String) throws -> CommittedSecret.Search {
  let text = "apiVersion: v1\nkind: Secret\nmetadata: {name: a}\n" + body
  let root = try #require(YAMLStream.parse(SourceFile(path: "a.yaml", text: text)).roots.first)
  return CommittedSecret.search(root) { _ in nil }
}

@Suite struct CommittedSecretTests {
  @Test(arguments: [
    ("data: {password: aHVudGVyMg==}", "password"),
    ("data: {user: YXBw, token: OWY4YTdiNmM1ZDRlM2YyMQ==}", "token"),
    ("stringData: {POSTGRES_PASSWORD: postgres}", "POSTGRES_PASSWORD"),
    ("stringData: {url: 'postgres://app:Zr4-m9Qx7T@db/app'}", "url"),
    // user:Zr4-m9Qx7T
    (
      "type: kubernetes.io/dockerconfigjson\nstringData: {.dockerconfigjson: '{\"auths\": {\"a\": {\"auth\": \"dXNlcjpacjQtbTlReDdU\"}}}'}",
      ".dockerconfigjson"
    ),
    ("stringData:\n  .env: |\n    DEBUG=0\n    API_KEY=9f8a7b6c5d4e3f21\n", ".env"),
  ])
  func finds(body: String, key: String) throws {
    guard case .found(let found) = try secret(body) else {
      Issue.record("nothing found")
      return
    }
    #expect(found.key == key)
    for hidden in ["hunter2", "9f8a7b6c5d4e3f21", "Zr4-m9Qx7T"] { #expect(!found.text.contains(hidden)) }
  }

  @Test(arguments: [
    "data: {password: \"\"}", "data: {}", "data: {password: Y2hhbmdlbWU=}", "stringData: {password: <password>}",
    "sops: {version: 3.9.0}\ndata: {password: aHVudGVyMg==}",
    "type: kubernetes.io/service-account-token\ndata: {token: OWY4YTdiNmM1ZDRlM2YyMQ==}",
    "stringData: {username: shop-7xQ9, ca.crt: vK8fq2Lw9x, url: https://api.example.com}",
    "stringData: {enabled: \"true\", retries: \"3\", cipher: aes-cbc-essiv:sha256}",
    "stringData:\n  # Replace this with the key of your account.\n  token: 9f8a7b6c5d4e3f21\n",
    "stringData:\n  alertmanager.yaml: |\n    route: {receiver: Watchdog}\n    receivers: [{name: Watchdog}]\n",
    "stringData: {password: 'op://vault/api/password'}",
  ])
  func passes(body: String) throws {
    if case .found(let found) = try secret(body) { Issue.record("\(found.key): \(found.text)") }
    if case .undecidable(let reason) = try secret(body), !body.contains("<") { Issue.record("\(reason)") }
  }

  @Test(arguments: ["stringData: {password: '${PASSWORD}x'}", "data: {password: no-base64!}"])
  func doesNotGuess(body: String) throws {
    if case .found = try secret(body) { Issue.record("found") }
  }
}
