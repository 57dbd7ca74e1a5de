import Servers
import Testing

/// Spring Boot and .NET.
struct ManagedServersTests {
  typealias Expected = SettingsTests.Expected
  static let phase = "spring.lifecycle.timeout-per-shutdown-phase"
  static let variable = "SPRING_LIFECYCLE_TIMEOUT_PER_SHUTDOWN_PHASE"

  @Test(
    "Spring Boot",
    arguments: [
      Expected("java -jar a.jar", "name", "java"), .init("java -jar a.jar", "graceful", "? default"),
      .init("java -jar a.jar", "signals", ""),
      .init("java -version", "name", "no server"), .init("java com.example.Main", "name", "no server"),
      .init("java -cp a:b com.example.Main --spring.profiles.active=x", "name", "spring-boot"),
      .init("java org.springframework.boot.loader.launch.JarLauncher", "name", "spring-boot"),
      .init("java -cp /a org.springframework.boot.loader.JarLauncher", "graceful", "? default"),
      .init("java -jar a.jar", "name", "spring-boot", ["SPRING_PROFILES_ACTIVE": "prod"]),
      .init("java -jar a.jar", "name", "java", ["SPRING_PROFILES_ACTIVE": "<?>"]), .init("java -jar a.jar", "app", "a.jar a.jar"),
      .init("java -jar a.jar --\(phase)=20s", "graceful", "20.0 flag 20s", [variable: "5s"]),
      .init("java -D\(phase)=25s -jar a.jar", "graceful", "25.0 flag 25s", [variable: "5s"]),
      .init("java -D\(phase)=25s -jar a.jar --\(phase)=20s", "graceful", "20.0 flag 20s"),
      .init("java -jar a.jar", "graceful", "5.0 \(variable) 5s", [variable: "5s"]),
      .init(
        "java -jar a.jar", "graceful", "6.0 SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE 6s", ["SPRING_LIFECYCLE_TIMEOUTPERSHUTDOWNPHASE": "6s"]
      ),
      .init("java -jar a.jar", "graceful", "? \(variable) soon", [variable: "soon"]),
      .init("java -jar a.jar", "graceful", "1.5 \(variable) 1500", [variable: "1500"]),
      .init("java -jar a.jar", "graceful", "90.0 \(variable) PT1M30S", [variable: "PT1M30S"]),
      .init("java -jar a.jar", "graceful", "0.0 SERVER_SHUTDOWN immediate", ["SERVER_SHUTDOWN": "immediate"]),
      .init("java -jar a.jar", "signals", "", ["SERVER_SHUTDOWN": "immediate"]),
      .init("java -jar a.jar", "signals", "INT TERM", ["SERVER_SHUTDOWN": "graceful"]),
      .init("java -jar a.jar", "graceful", "? default", ["SERVER_SHUTDOWN": "graceful"]),
      .init("java -jar a.jar --server.port=81", "port", "81 flag 81", ["SERVER_PORT": "82"]),
      .init("java -jar a.jar", "port", "82 SERVER_PORT 82", ["SERVER_PORT": "82"]),
      .init("java -jar a.jar --server.port=81", "host", "? default"),
      .init("java -jar a.jar", "port", "83 JAVA_TOOL_OPTIONS -Xmx1g -Dserver.port=83", ["JAVA_TOOL_OPTIONS": "-Xmx1g -Dserver.port=83"]),
      .init("java -Dserver.port=84 -jar a.jar", "port", "84 flag 84", ["JAVA_TOOL_OPTIONS": "-Dserver.port=83"]),
      .init("java <*> -jar a.jar --server.port=1", "port", "1 flag 1"),
      .init("java <*> -jar a.jar --server.port=1", "graceful", "? flag <*>"),
      .init("java -jar a.jar <*>", "name", "java"), .init("java -jar a.jar --server.port=1 <*>", "port", "? flag <*>"),
      .init(
        "java -jar a.jar --server.port=1", "graceful", "18.0 file 18s",
        files: ["application.properties": "# c\n\(phase) = 18s\n"]),
      .init("java -jar a.jar --server.port=1", "graceful", "? file ", files: ["config/application.yml": "x: 1"]),
      .init("java -jar a.jar", "port", "? SPRING_APPLICATION_JSON {\"server.port\":9}", ["SPRING_APPLICATION_JSON": "{\"server.port\":9}"]),
      .init("java -jar a.jar --spring.x=1", "option", "--spring.lifecycle.timeout-per-shutdown-phase"),
      .init("java -jar a.jar --spring.x=1", "python", "false"),
    ])
  func springBoot(_ example: Expected) { SettingsTests.check(example) }

  @Test(
    ".NET",
    arguments: [
      Expected("dotnet App.dll", "name", "kestrel"), .init("dotnet exec App.dll", "name", "kestrel"),
      .init("dotnet build", "name", "no server"),
      .init("dotnet watch", "development", "dotnet watch"), .init("dotnet App.dll", "app", "App.dll App.dll"),
      .init("dotnet App.dll", "graceful", "30.0 default"), .init("dotnet App.dll", "signals", "INT QUIT TERM"),
      .init(
        "dotnet App.dll", "graceful", "20.0 DOTNET_shutdownTimeoutSeconds 20",
        ["DOTNET_shutdownTimeoutSeconds": "20", "ASPNETCORE_shutdownTimeoutSeconds": "9"]),
      .init("dotnet App.dll", "graceful", "9.0 ASPNETCORE_shutdownTimeoutSeconds 9", ["ASPNETCORE_shutdownTimeoutSeconds": "9"]),
      .init("dotnet App.dll", "graceful", "8.0 ASPNETCORE_SHUTDOWNTIMEOUTSECONDS 8", ["ASPNETCORE_SHUTDOWNTIMEOUTSECONDS": "8"]),
      .init("dotnet App.dll --shutdownTimeoutSeconds=7", "graceful", "7.0 flag 7", ["DOTNET_shutdownTimeoutSeconds": "20"]),
      .init("dotnet App.dll", "port", "? default"),
      .init("dotnet App.dll", "port", "8080 ASPNETCORE_URLS http://+:8080", ["ASPNETCORE_URLS": "http://+:8080"]),
      .init("dotnet App.dll", "host", "0.0.0.0 ASPNETCORE_URLS http://+:8080", ["ASPNETCORE_URLS": "http://+:8080"]),
      .init("dotnet App.dll --urls http://*:90", "port", "90 flag http://*:90", ["ASPNETCORE_URLS": "http://+:8080"]),
      .init("dotnet App.dll --urls=http://localhost:5000;http://*:91/", "port", "91 flag http://localhost:5000;http://*:91/"),
      .init("dotnet App.dll --urls http://localhost", "host", "localhost flag http://localhost"),
      .init("dotnet App.dll --urls https://localhost", "port", "443 flag https://localhost"),
      .init("dotnet App.dll", "port", "8081 ASPNETCORE_HTTP_PORTS 8081", ["ASPNETCORE_HTTP_PORTS": "8081"]),
      .init(
        "dotnet App.dll", "port", "8080 ASPNETCORE_URLS http://+:8080", ["ASPNETCORE_HTTP_PORTS": "1", "ASPNETCORE_URLS": "http://+:8080"]),
      .init("dotnet App.dll", "port", "? ASPNETCORE_URLS <?>", ["ASPNETCORE_URLS": "<?>"]),
      .init("dotnet App.dll <*>", "graceful", "? flag <*>"),
    ])
  func kestrel(_ example: Expected) { SettingsTests.check(example) }
}
