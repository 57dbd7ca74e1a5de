package import YAMLSyntax

extension YAMLStream.Omission {
  /// The schemas of custom resources: three quarters of the bytes of manifests, and nothing that a rule asks for.
  package static let schemas = Self(of: "openAPIV3Schema", whereRootHas: ("kind", "CustomResourceDefinition"))
}
