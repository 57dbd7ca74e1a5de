extension Unicode.Scalar {
  /// Whether it is a mark that reorders the text around it (UAX #9, section 2), or one of the separators that some programs take for the
  /// end of a line: text that holds one may look like another.
  package var reordersText: Bool {
    switch value {
    case 0x061C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
