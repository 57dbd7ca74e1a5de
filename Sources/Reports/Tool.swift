/// What reports say made them.
package enum Tool {
  package static let name = "readylint"
  package static let version = "0.1.0-dev"
}
