package import YAMLSyntax

extension YAMLStream.Omission {
  /// The schemas of custom resources: often most bytes of a repository's manifests, and nothing that a rule asks for.
  package static let schemas = Self(of: "openAPIV3Schema", whereRootHas: ("kind", "CustomResourceDefinition"))
}
