// swift-tools-version: 6.2
import PackageDescription

// CI builds with READYLINT_WARNINGS_AS_ERRORS=1, so that a warning of a newer compiler never breaks a user's build.
let warningsAreErrors = Context.environment["READYLINT_WARNINGS_AS_ERRORS"] != nil

// `make fuzz` sets it to the path of libFuzzer's archive; then every module is instrumented, and `fuzz` is there to be built.
let libFuzzer = Context.environment["READYLINT_FUZZ"]

// As on Apple's systems, where it is the compiler's default: the descriptions of generic types are made when the program is built, and not
// in each run of a program that ends after some milliseconds.
let madeMetadata: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-prespecialize-generic-metadata"], .when(platforms: [.linux], configuration: .release))
]

// A section for each function, so that the linker can put those that a run calls side by side (`make order`): a run of some milliseconds
// takes a tenth less. The linker is that of the toolchain, as each has its own way to be told an order.
let separateFunctions: [SwiftSetting] = [
  .unsafeFlags(["-Xfrontend", "-function-sections"], .when(platforms: [.linux], configuration: .release))
]
let orderedFunctions: [LinkerSetting] = [
  .unsafeFlags(
    [
      "-use-ld=lld", "-Xlinker", "--symbol-ordering-file=\(Context.packageDirectory)/Sources/readylint/functions.order",
      "-Xlinker", "--no-warn-symbol-ordering",
    ], .when(platforms: [.linux], configuration: .release))
]

let settings: [SwiftSetting] =
  [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
  ] + madeMetadata + separateFunctions + (warningsAreErrors ? [.treatAllWarnings(as: .error)] : [])
  + (libFuzzer != nil ? [.unsafeFlags(["-sanitize=fuzzer"])] : [])

// pre-commit runs a plain `swift build -c release` and can pass no flag, so a fully static executable is asked for here:
// it starts in 2 ms rather than 4 and is one self-contained file. macOS has the standard library in the system.
let staticCompilation: [SwiftSetting] = [
  .unsafeFlags(["-static-stdlib"], .when(platforms: [.linux], configuration: .release))
]
// ArgumentParser uses FoundationEssentials and, as a dependency, is compiled without that flag; so the archives that
// FoundationEssentials itself needs are named here.
let staticLinking: [LinkerSetting] =
  [.unsafeFlags(["-static-executable"], .when(platforms: [.linux], configuration: .release))]
  + ["_FoundationCShims", "_FoundationCollections", "swiftSynchronization"].map {
    .linkedLibrary($0, .when(platforms: [.linux], configuration: .release))
  }
// `:libyaml.a` asks the linker for the archive itself; with a `link` line in the module map or a pkgConfig name here, the shared
// object would come back. macOS' linker has no such form: there Homebrew's libyaml is linked by name (not tried by us).
let libyaml: [LinkerSetting] = [
  .linkedLibrary(":libyaml.a", .when(platforms: [.linux])),
  .linkedLibrary("yaml", .when(platforms: [.macOS])),
]

func module(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: settings)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name)] + dependencies, swiftSettings: settings, linkerSettings: libyaml)
}

// libFuzzer's archive is named rather than `-sanitize=fuzzer` given to the linker, which would bring a second `main`.
let fuzzing: [Target] =
  libFuzzer.map { archive in
    [
      .systemLibrary(name: "CLibFuzzer"),
      .executableTarget(
        name: "fuzz", dependencies: ["CLibFuzzer", "FuzzTargets", "SourceText"], swiftSettings: settings,
        linkerSettings: libyaml + [.unsafeFlags(["-Xlinker", archive]), .linkedLibrary("stdc++"), .linkedLibrary("m")]),
    ]
  } ?? []

let package = Package(
  name: "readylint",
  platforms: [.macOS(.v15)],
  products: [.executable(name: "readylint", targets: ["readylint"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // The modules, in the order in which data flows; each imports only what stands above it.
    module("SourceText"),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CLibYAML", providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    module("YAMLSyntax", ["SourceText", "CLibYAML"]),
    module("ShellSyntax", ["SourceText"]),
    module("DockerfileSyntax", ["SourceText", "ShellSyntax"]),
    module("Expressions"),
    module("Kubernetes", ["SourceText", "YAMLSyntax", "ShellSyntax"]),
    module("PythonSource", ["SourceText"]),
    module("Servers", ["SourceText", "ShellSyntax", "PythonSource"]),
    module("Workspace", ["SourceText", "YAMLSyntax", "DockerfileSyntax", "Kubernetes", "PythonSource", "Servers"]),
    // The checklist: one YAML file per rule, embedded by `make rules`.
    .target(
      name: "Rules", path: "Rules", exclude: ["dockerfile", "server", "kubernetes", "delivery"], sources: ["EmbeddedRules.swift"],
      swiftSettings: settings),
    module(
      "Linting",
      ["SourceText", "YAMLSyntax", "DockerfileSyntax", "Expressions", "Kubernetes", "PythonSource", "Rules", "Servers", "Workspace"]),
    module("Reports", ["SourceText", "YAMLSyntax", "Linting", "Workspace"]),
    .executableTarget(
      name: "readylint",
      dependencies: [
        "CMalloc", "SourceText", "Kubernetes", "Workspace", "Linting", "Reports",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      exclude: ["functions.order"], swiftSettings: settings + staticCompilation,
      linkerSettings: libyaml + staticLinking + orderedFunctions),

    // Tools of this repository; no part of the product.
    .executableTarget(
      name: "conformance",
      dependencies: ["SourceText", "YAMLSyntax", "ShellSyntax", "DockerfileSyntax", "Expressions", "Kubernetes", "Linting", "FuzzTargets"],
      swiftSettings: settings, linkerSettings: libyaml),

    .executableTarget(
      name: "embed-rules", dependencies: ["SourceText", "Workspace", "Linting", "Reports"], swiftSettings: settings, linkerSettings: libyaml
    ),

    // What must hold of every input: for the tests, and for `make fuzz`.
    module(
      "FuzzTargets",
      [
        "SourceText", "YAMLSyntax", "DockerfileSyntax", "ShellSyntax", "Expressions", "PythonSource", "Servers", "Workspace", "Linting",
        "Reports",
      ]),

    tests("SourceText", []),
    tests("YAMLSyntax", ["SourceText", "CLibYAML"]),
    tests("ShellSyntax", ["SourceText"]),
    tests("DockerfileSyntax", ["SourceText"]),
    tests("Expressions", []),
    tests("Kubernetes", ["SourceText", "YAMLSyntax"]),
    tests("PythonSource", ["SourceText"]),
    tests("Servers", ["SourceText"]),
    tests("Workspace", ["SourceText", "YAMLSyntax", "Kubernetes", "DockerfileSyntax", "Servers"]),
    tests("Linting", ["SourceText", "YAMLSyntax", "Workspace", "Reports"]),
    tests("Reports", ["SourceText", "Linting"]),
    tests("FuzzTargets", ["SourceText"]),
    // Run the built program as a user would.
    .testTarget(name: "EndToEndTests", dependencies: ["readylint"], swiftSettings: settings, linkerSettings: libyaml),
  ] + fuzzing,
  swiftLanguageModes: [.v6]
)
