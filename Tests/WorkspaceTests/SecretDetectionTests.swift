import Testing
import Workspace

@Suite struct SecretDetectionTests {
  /// Put together here, so that no scanner takes this file for a leak.
  static let tokens: [(String, String)] = [
    ("an AWS access key id", "AKIA" + "Q3EGRZ7XKLM2PVBW"),
    ("a GitHub token", "ghp_" + "a8Kd93jfLq02MxZt7Yb4Rn6Wc1Hs5Ve0GuPi"),
    ("a GitLab token", "glpat-" + "x7Yb4Rn6Wc1Hs5Ve0GuP"),
    ("an npm token", "npm_" + "a8Kd93jfLq02MxZt7Yb4Rn6Wc1Hs5Ve0GuPi"),
    ("a Google API key", "AIza" + "SyD8Kd93jfLq02MxZt7Yb4Rn6Wc1Hs5Ve0G"),
    ("a Stripe key", "sk_live_" + "8Kd93jfLq02MxZt7Yb4Rn6Wc"),
    ("an OpenAI key", "sk-" + "8Kd93jfLq02MxZt7Yb4R" + "T3BlbkFJ" + "n6Wc1Hs5Ve0GuPi8Kd93"),
    ("a private key", "-----BEGIN RSA " + "PRIVATE KEY-----\n" + String(repeating: "MIIEowIBAAKCAQEA7", count: 6)),
  ]

  @Test(arguments: tokens.indices)
  func findsTokens(index: Int) {
    let (name, token) = Self.tokens[index]
    #expect(SecretDetection.token(in: Array("x=\(token)".utf8))?.name == name)
    #expect(SecretDetection.token(in: Array("\"\(token)\" ".utf8))?.range.lowerBound == 1)
  }

  @Test(arguments: [
    "AKIA" + "IOSFODNN7EXAMPLE", "ghp_" + String(repeating: "x", count: 36), "ghp_tooShort1",
    "xghp_" + "a8Kd93jfLq02MxZt7Yb4Rn6Wc1Hs5Ve0GuPi",
    "npm_config_registry", "sk-learn", "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA7",
    "-----BEGIN RSA PRIVATE KEY-----\n...", "AKIA" + "Q3EGRZ7XKLM2PVBWX",
  ])
  func passesLookAlikes(text: String) {
    #expect(SecretDetection.token(in: Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("DB_PASSWORD", "vK8fq2Lw9x"), ("api_key", "9f8a7b6c5d4e3f21"), ("CLIENT_SECRET", "4a1f7c2e-91bd-4c55-8a6e-0d9f3b7e2c11"),
    ("APP-TOKEN", "q8!rT2zWp0"), ("MYSQL_PASS", "Zr4-m9Qx7T"), ("JWT_SECRET", "H7#kp2!vQz91"),
  ])
  func findsLiteralValues(name: String, value: String) {
    #expect(SecretDetection.isSecret(value, of: name))
  }

  @Test(arguments: [
    ("DB_PASSWORD", "changeme123"), ("DB_PASSWORD", ""), ("DB_PASSWORD", "$DB_PASSWORD"), ("DB_PASSWORD", "${PW:-vK8fq2Lw9x}"),
    ("DB_PASSWORD", "postgres"), ("DB_PASSWORD", "<your password 1>"), ("DB_PASSWORD", "your-password-1"), ("SECRET_KEY", "{{ secret_1 }}"),
    ("DB_PASSWORD_FILE", "/run/secrets/db1"), ("SECRET_NAME", "vK8fq2Lw9x"), ("TOKEN_URL", "vK8fq2Lw9x"), ("ACCESS_KEY_ID", "vK8fq2Lw9x"),
    ("TOKEN_TTL", "vK8fq2Lw9x"), ("PASSWORD_HASHERS", "vK8fq2Lw9x"), ("TOKENIZERS_PARALLELISM", "vK8fq2Lw9x"),
    ("JWT_PUBLIC_KEY", "vK8fq2Lw9x"),
    ("GPG_KEY", "A035C8C19219BA821ECEA86B64E628F8D684696D"), ("SENTRY_DSN", "https://9f8a7b6c@sentry.io/1"), ("MAX_TOKENS", "16384000"),
    ("DB_PASSWORD", "vault:secret/db#pw1"), ("DB_PASSWORD", "ENC[AES256_GCM,data:9f8]"), ("SECRET", "https://vault.acme.io/v1"),
    ("PASSWORD", "xxxxxxxx1"), ("VAULT_SECRET", "payments-db-v2"), ("COMPASS", "vK8fq2Lw9x"), ("API_KEY", "true"), ("PATH", "vK8fq2Lw9x"),
  ])
  func passesPlaceholdersAndNames(name: String, value: String) {
    #expect(!SecretDetection.isSecret(value, of: name))
  }

  @Test func findsPasswordsInURLs() {
    let text = "postgres://app:Zr4-m9Qx7T@db:5432/app"
    #expect(SecretDetection.password(inURL: text) == 15..<25)
    for harmless in [
      "postgres://postgres:postgres@db/app", "https://$USER:$TOKEN@git.acme.io", "https://user@host/x:y@z", "redis://:@redis:6379",
      "https://example.com/a@b:c", "http://host:8080/path",
    ] {
      #expect(SecretDetection.password(inURL: harmless) == nil, "\(harmless)")
    }
  }

  @Test func measuresEntropy() {
    #expect(SecretDetection.entropy(of: Array("aaaa".utf8)[...]) == 0)
    #expect(abs(SecretDetection.entropy(of: Array("abcdefgh".utf8)[...]) - 3) < 0.001)
    #expect(abs(SecretDetection.entropy(of: Array("aab".utf8)[...]) - 0.9183) < 0.001)
  }

  @Test func knowsFilesByTheirNames() {
    for path in [".env", "config/.env.production", "id_rsa", "certs/server.key", "tls/key.pem", ".aws/credentials", ".netrc"] {
      #expect(SecretDetection.secretFile(path) != nil, "\(path)")
    }
    for path in [
      ".env.example", ".env.sample", ".envrc", "id_rsa.pub", "cert.pem", "nginx_signing.key", "public.key", "keyboard.pem.txt", "env",
    ] {
      #expect(SecretDetection.secretFile(path) == nil, "\(path)")
    }
  }

  @Test(arguments: [
    ("API_URL", "http://api-internal:8000", "api-internal:8000"), ("X", "http://db.shop.svc.cluster.local/a", "db.shop.svc.cluster.local"),
    ("DB_HOST", "10.2.0.14", "10.2.0.14"), ("REDIS_URL", "redis://:pw@cache:6379/0", "cache:6379"),
    ("DATABASE_URL", "jdbc:postgresql://db:5432/x", "db:5432"), ("BROKERS", "kafka.queue.svc:9092", "kafka.queue.svc:9092"),
  ])
  func findsServices(name: String, value: String, address: String) {
    #expect(ServiceAddress.find(in: value, of: name) == address)
  }

  @Test(arguments: [
    ("HOST", "0.0.0.0"), ("VERSION", "1.2.3.4"), ("API_URL", "http://localhost:8000"), ("API_URL", "https://api.example.com"),
    ("BUCKET", "s3://bucket/path"), ("ASPNETCORE_URLS", "http://+:8080"), ("ASPNETCORE_URLS", "http://*:80;http://[::]:81"),
    ("DATABASE_URL", "sqlite:///data.db"), ("DB_HOST", "db"), ("DNS_SERVER", "8.8.8.8"), ("X", "http://127.0.0.1:80"),
    ("API_HOST", "$HOST"),
    ("URL", "http://<host>:80"), ("PATH", "/usr/bin:/bin"),
  ])
  func passesOtherAddresses(name: String, value: String) {
    #expect(ServiceAddress.find(in: value, of: name) == nil)
  }
}
