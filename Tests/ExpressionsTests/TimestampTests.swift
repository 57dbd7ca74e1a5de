import Expressions
import Testing

struct TimestampTests {
  @Test(
    "True of timestamps and durations",
    arguments: [
      "string(timestamp('2024-02-29T12:00:00.120+02:00')) == '2024-02-29T10:00:00.12Z'",
      "timestamp('1969-12-31T23:59:59Z') == timestamp(-1)",
      "timestamp('2000-03-01T00:00:00Z') - duration('24h') == timestamp('2000-02-29T00:00:00Z')",
      "timestamp('1900-03-01T00:00:00Z').getDayOfYear() == 59 && timestamp('2000-12-31T00:00:00Z').getDayOfYear() == 365",
      "timestamp('1600-01-01T00:00:00Z').getFullYear() == 1600 && timestamp('0001-01-01T00:00:00Z').getDayOfWeek() == 1",
      "duration('1h2m3s4ms5us6ns') == duration('3723004005006ns')", "string(duration('-1.5s')) == '-1.5s'", "string(duration('0')) == '0s'",
      "duration('.5m') == duration('30s') && duration('1.s') == duration('1s')",
      "string(duration('-9223372036854775808ns')) == '-9223372036.854775808s'",
      "duration('1.0000000000000000000000009s') == duration('1s')", "int(duration('1us')) == 1000", "duration('1s') < duration('2s')",
      // Northern and southern summer, from the rules behind a zone's last transition too.
      "timestamp('2024-01-15T12:00:00Z').getHours('Europe/Berlin') == 13 && timestamp('2024-07-15T12:00:00Z').getHours('Europe/Berlin') == 14",
      "timestamp('2124-01-15T12:00:00Z').getHours('Europe/Berlin') == 13 && timestamp('2124-07-15T12:00:00Z').getHours('Europe/Berlin') == 14",
      "timestamp('2124-01-15T00:00:00Z').getHours('Australia/Sydney') == 11 && timestamp('2124-07-15T00:00:00Z').getHours('Australia/Sydney') == 10",
      "timestamp('1800-01-01T00:00:00Z').getMinutes('Asia/Kathmandu') == 41", "type(timestamp(0)) == google.protobuf.Timestamp",
      "timestamp(0) + duration('-9223372036854775808ns') - duration('-9223372036854775808ns') == timestamp(0)",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors of timestamps and durations",
    arguments: [
      "timestamp('2023-02-29T00:00:00Z')", "timestamp('2023-01-01')", "timestamp('2023-01-01T24:00:00Z')",
      "timestamp('2023-13-01T00:00:00Z')",
      "timestamp('0001-01-01T00:00:00+01:00')", "timestamp('2023-01-01T00:00:00.Z')", "timestamp('2023-01-01T00:00:00Zz')", "duration('')",
      "duration('1')", "duration('s')", "duration('.s')", "duration('1x')", "duration('99999999999999999999s')",
      "duration('9223372036854775808ns')",
      "timestamp(0).getHours('Nowhere/Land')", "timestamp(0).getHours('../../../etc/passwd')", "timestamp(0).getHours('25:00')",
      "timestamp(0).getHours('+1:99')", "timestamp(9223372036854775807)",
    ])
  func errors(source: String) throws { try expectError(source) }

  @Test func wrongTypesAreFoundEarly() {
    #expect(compileError("timestamp(0) + 1")?.message == "'+' does not take (google.protobuf.Timestamp, int)")
    #expect(compileError("duration('1s') < 2")?.text == "<")
  }
}
