import Expressions
import Testing

struct QuantityTests {
  @Test(
    "Quantities and what they amount to",
    arguments: [
      ("0", "0"), ("500m", "0.5"), ("1.5Gi", "1610612736"), ("1e3", "1000"), ("1E3", "1000"), ("1E", "1000000000000000000"), ("-3", "-3"),
      ("+.5", "0.5"), ("1.", "1"), ("0.1Ki", "102.4"), ("128Mi", "134217728"), ("100n", "0.0000001"), ("1u", "0.000001"),
      ("0.5n", "0.000000001"),
      ("-0.1n", "-0.000000001"), ("12e-2", "0.12"), ("16Ei", "9223372036854775807"), ("1e30", "1000000000000000000000000000000"),
      ("007", "7"), ("0Ki", "0"), ("-0", "0"), ("3.000000001", "3.000000001"), ("1.0000000000001", "1.000000001"), ("0e500", "0"),
    ])
  func readings(text: String, value: String) throws { #expect(try #require(Quantity(text)).description == value) }

  @Test(
    "No quantities",
    arguments: [
      "", "Mi", "+", ".", "1K", "1mi", "1Mb", "1i", "1 ", " 1", "1e", "1e+", "1.1.1", "1_000", "0x10", "1e1.5", "1e9999", "200\u{212A}i",
      "٣", "--1",
      "1e99999999999999999999",
    ])
  func rejected(text: String) { #expect(Quantity(text) == nil) }

  @Test func arithmetic() throws {
    let values = ["0", "0.5", "-0.5", "999999999", "1000000000", "-1000000001", "123456789.987654321", "1e25", "-1e25"]
    for left in values.compactMap({ Quantity($0) }) {
      for right in values.compactMap({ Quantity($0) }) {
        #expect(left + right == right + left)
        #expect((left + right) - right == left)
        #expect((left < right) == ((left - right).sign < 0))
      }
    }
    let (left, right) = (try #require(Quantity("1e9")), try #require(Quantity("1n")))
    #expect((left - right).description == "999999999.999999999")
    #expect(Quantity(.min).asInteger == .min && Quantity(.max).asInteger == .max && (Quantity(.max) + Quantity(1)).asInteger == nil)
    #expect((-Quantity(5)).asInteger == -5 && Quantity("0.5")?.asInteger == nil && Quantity("0.1")?.asApproximateFloat == 0.1)
    #expect(Set([Quantity("1Ki"), Quantity("1024"), Quantity("1.024k")]).count == 1)
  }

  @Test("As a number, a quantity is the nearest one to what it says")
  func approximation() {
    let texts = [
      "0", "1", "1n", "7n", "0.1", "100m", "1500m", "0.000000003", "123456789.987654321", "9007199.254740991", "9007199.254740992",
      "9007199.254740993", "9007199999999999n", "9007199254740991", "9007199254740992", "9007199254740993", "128974848", "129M", "123Mi",
      "1.5Gi", "8Ei", "1e18", "999999999999999999", "999999999.999999999", "18014398509481983n", "1e30", "1000000000000000001",
    ]
    for quantity in texts.flatMap({ [Quantity($0), Quantity("-" + $0)] }).compactMap(\.self) {
      #expect(quantity.asApproximateFloat == Double(quantity.description), "\(quantity.description)")
    }
  }

  @Test(
    "True of quantities",
    arguments: [
      "quantity('200M') == quantity('0.2G') && quantity('200M').compareTo(quantity('0.2G')) == 0",
      "quantity('50M').isLessThan(quantity('50Mi'))",
      "quantity('150Mi').isGreaterThan(quantity('100Mi')) && quantity('50M').compareTo(quantity('50Mi')) == -1",
      "quantity('50k').add(quantity('20')) == quantity('50.02k') && quantity('50k').sub(20) == quantity('49980')",
      "quantity('50k').add(20).sub(quantity('100k')).sub(-50000).asInteger() == 20", "quantity('50.703k').asApproximateFloat() == 50703.0",
      "!quantity('9999999999999999999999999999999999999G').isInteger() && quantity('50000000G').isInteger()",
      "[quantity('9999999999999999999999999999999999999')].all(x, x.add(quantity('1')).compareTo(x.add(quantity('2'))) == -1)",
      "quantity('-1').sign() == -1 && sign(quantity('0')) == 0", "isQuantity('1.3Gi') && !isQuantity('1,3G') && !isQuantity('200K')",
      "quantity('1') != quantity('2') && quantity('1') in [quantity('1000m')]", "type(quantity('1')) != string",
    ])
  func truths(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors of quantities",
    arguments: ["quantity('10Mo')", "quantity('0.5').asInteger()", "dyn(1).add(2)", "dyn(quantity('1')).add(dyn('1'))"])
  func errors(source: String) throws { try expectError(source) }

  @Test func types() {
    #expect(compileError("quantity('1') > quantity('2')")?.message == "'>' does not take (kubernetes.Quantity, kubernetes.Quantity)")
    #expect(compileError("quantity('1').add('2')")?.message == "add() does not take (kubernetes.Quantity, string)")
    #expect(compileError("isQuantity([1])")?.message == "isQuantity() does not take (list(int))")
    #expect(compileError("quantity('1').isLessThan(semver('1.0.0'))")?.text == "isLessThan")
    #expect(compileError("quantity('1') == 1")?.text == "==")
  }
}

struct NetworkLibraryTests {
  @Test(
    "True of URLs",
    arguments: [
      "isURL('https://user:pass@example.com:80/path?query=val#fragment') && isURL('/absolute-path')",
      "!isURL('https://a:b:c/') && !isURL('../relative-path')",
      "!isURL('') && !isURL(':x') && !isURL('https://a b/') && !isURL('https://x/%zz') && !isURL('http://a%41/') && isURL('mailto:a@b')",
      "url('/path').getScheme() == '' && url('HTTPS://example.com/').getScheme() == 'https'",
      "url('https://example.com:80/').getHost() == 'example.com:80' && url('https://[::1]:80/').getHost() == '[::1]:80' && url('/path').getHost() == ''",
      "url('https://[::1]:80/').getHostname() == '::1' && url('https://127.0.0.1:80/').getHostname() == '127.0.0.1'",
      "url('https://example.com:80/').getPort() == '80' && url('https://example.com/').getPort() == '' && url('//h:1/p').getPort() == '1'",
      "url('https://example.com/path with spaces/').getEscapedPath() == '/path%20with%20spaces/' && url('https://example.com').getEscapedPath() == ''",
      "url('https://x/a%2Fb').getEscapedPath() == '/a%2Fb' && url('https://x/é#f').getEscapedPath() == '/%C3%A9'",
      "url('https://example.com/path?k1=a&k2=b&k2=c').getQuery() == {'k1': ['a'], 'k2': ['b', 'c']}",
      "url('https://example.com/path?').getQuery() == {}",
      "url('https://x/?key with spaces=a+b%21&bad=%zz&a;b=c&&e').getQuery() == {'key with spaces': ['a b!'], 'e': ['']}",
      "url('https://x/') == url('https://x/') && url('https://x/') != url('https://y/')",
      "url('http://[fe80::1%25eth0]/').getHostname() == 'fe80::1%eth0'",
    ])
  func urls(source: String) throws { try expectTrue(source) }

  @Test(
    "True of addresses and networks",
    arguments: [
      "isIP('127.0.0.1') && isIP('::1') && isIP('1:2:3:4:5:6:7:8') && isIP('1::') && isIP('64:ff9b::1.2.3.4')",
      "!isIP('127.0.0.256') && !isIP(':::1') && !isIP('127.0.0.01') && !isIP('::ffff:1.2.3.4') && !isIP('fe80::1%eth0') && !isIP('1:2:3:4:5:6:7::8')",
      "!isIP('') && !isIP('1.2.3') && !isIP('1::2::3') && !isIP('12345::') && !isIP('1.2.3.4::') && !isIP('+1.2.3.4') && !isIP('::1.2.3.4:1')",
      "ip.isCanonical('127.0.0.1') && ip.isCanonical('2001:db8::abcd') && !ip.isCanonical('2001:DB8::ABCD') && !ip.isCanonical('2001:db8::0:0:0:abcd')",
      "string(ip('1:0:0:2:0:0:0:3')) == '1:0:0:2::3' && string(ip('0:0:0:0:0:0:0:0')) == '::' && string(ip('1:0:2:3:4:5:6:7')) == '1:0:2:3:4:5:6:7'",
      "ip('127.0.0.1').family() == 4 && ip('::1').family() == 6", "ip('0.0.0.0').isUnspecified() && !ip('::1').isUnspecified()",
      "ip('127.1.0.1').isLoopback() && ip('::1').isLoopback() && !ip('2001:db8::abcd').isLoopback()",
      "ip('224.0.0.1').isLinkLocalMulticast() && !ip('224.0.1.1').isLinkLocalMulticast() && ip('ff02::1').isLinkLocalMulticast()",
      "ip('169.254.169.254').isLinkLocalUnicast() && ip('fe80::1').isLinkLocalUnicast() && !ip('fd80::1').isLinkLocalUnicast()",
      "ip('192.168.0.1').isGlobalUnicast() && !ip('255.255.255.255').isGlobalUnicast() && !ip('ff00::1').isGlobalUnicast()",
      "isCIDR('192.168.0.0/16') && isCIDR('::1/128') && !isCIDR('192.168.0.0/33') && !isCIDR('::1/129') && !isCIDR('1.2.3.4') && !isCIDR('1.2.3.4/08')",
      "cidr('192.168.0.0/24').containsIP('192.168.0.1') && !cidr('192.168.0.0/24').containsIP(ip('192.168.1.1')) && !cidr('0.0.0.0/0').containsIP('::1')",
      "cidr('192.168.0.0/16').containsCIDR('192.168.10.0/24') && !cidr('192.168.1.0/24').containsCIDR(cidr('192.168.0.0/16'))",
      "cidr('192.168.0.1/24').masked() == cidr('192.168.0.0/24') && cidr('192.168.0.1/24') != cidr('192.168.0.0/24')",
      "cidr('192.168.0.1/24').ip() == ip('192.168.0.1') && cidr('::1/128').prefixLength() == 128 && string(cidr('10.0.0.0/9').masked()) == '10.0.0.0/9'",
      "cidr('10.200.0.0/9').masked() == cidr('10.128.0.0/9') && cidr('2001:db8:ffff::/33').masked() == cidr('2001:db8:8000::/33')",
    ])
  func addresses(source: String) throws { try expectTrue(source) }

  @Test(
    "Errors",
    arguments: [
      "url('x')", "ip('x')", "cidr('1.2.3.4')", "ip.isCanonical('x')", "cidr('::/0').containsIP('x')", "cidr('::/0').containsCIDR('x')",
    ])
  func errors(source: String) throws { try expectError(source) }

  @Test func types() {
    #expect(compileError("ip('::1').prefixLength()")?.message == "prefixLength() does not take (net.IP)")
    #expect(compileError("cidr('::/0').containsIP(1)")?.message == "containsIP() does not take (net.CIDR, int)")
    #expect(compileError("url('/').getHost() == 1")?.text == "==")
  }
}

struct VersionAndFormatTests {
  @Test(
    "Literals are read once, when the expression is compiled",
    arguments: [
      ("b && quantity('1K') == u", "'1K' is no quantity"),
      ("duration('1x') > u", "'1x' is no duration such as '1h30m', or is out of range"),
      ("ip('1.2.3') == u", "'1.2.3' is no IP address"), ("semver('1') == u", "'1' is no semantic version"),
    ])
  func literals(source: String, message: String) {
    #expect(compileError(source)?.message == message)
    #expect(compileError(source)?.text.hasPrefix("'") == true)
  }

  @Test(
    "True of versions",
    arguments: [
      "isSemver('1.0.0') && isSemver('0.1.0-alpha.1+b.01') && !isSemver('v1.0.0') && !isSemver('1.0') && !isSemver('01.0.0') && !isSemver('1.0.0-01')",
      "!isSemver('200K') && !isSemver('') && !isSemver('1.0.0-') && !isSemver('1.0.0+') && !isSemver('1.0.0-a..b') && !isSemver('1.0.0-é')",
      "semver('v1.0', true) == semver('1.0.0') && semver('01.01.01', true) == semver('1.1.1') && !isSemver('1.0-rc', true) && isSemver('00.0.0', true)",
      "semver('1.2.3').major() == 1 && semver('1.2.3').minor() == 2 && semver('1.2.3-x').patch() == 3",
      "semver('1.2.3').compareTo(semver('1.2.3+b')) == 0 && semver('1.2.3').compareTo(semver('2.0.0')) == -1 && semver('1.2.3') == semver('1.2.3+b')",
      "semver('1.0.0-alpha').isLessThan(semver('1.0.0')) && semver('1.0.0-alpha.1').isGreaterThan(semver('1.0.0-alpha'))",
      "semver('1.0.0-2').isLessThan(semver('1.0.0-10')) && semver('1.0.0-10').isLessThan(semver('1.0.0-a'))",
    ])
  func versions(source: String) throws { try expectTrue(source) }

  @Test(
    "True of formats",
    arguments: [
      "['dns1123Label', 'dns1123Subdomain', 'dns1035Label', 'labelValue', 'qualifiedName'].all(f, !format.named(f).value().validate('my-name').hasValue())",
      "!format.dns1123Subdomain().validate('apiextensions.k8s.io').hasValue() && format.dns1123Label().validate('a.b').value() == ['must not contain dots']",
      "!format.dns1123LabelPrefix().validate('my-label-prefix-').hasValue() && !format.dns1123SubdomainPrefix().validate('mysubdomain.prefix.-').hasValue()",
      "!format.qualifiedName().validate('apiextensions.k8s.io/v1beta1').hasValue() && format.qualifiedName().validate('/x').value() == ['prefix part must be non-empty']",
      "format.dns1035Label().validate('1a').hasValue() && !format.dns1035LabelPrefix().validate('a-').hasValue() && format.qualifiedName().validate('a/b/c').hasValue()",
      "format.dns1123Label().validate('contains a space').value()[0].endsWith(\"(e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')\")",
      "!format.labelValue().validate('').hasValue() && format.labelValue().validate('a!').hasValue() && format.dns1123Label().validate('').hasValue()",
      "format.labelValue().validate(lists.range(64).map(x, 'a').join()).value() == ['must be no more than 63 bytes']",
      "format.dns1123Label().validate(lists.range(64).map(x, 'a').join()).value() == ['must be no more than 63 characters']",
      "!format.uri().validate('http://example.com').hasValue() && format.uri().validate('../x').hasValue()",
      "!format.uuid().validate('123e4567-e89b-12d3-A456-426614174000').hasValue() && format.uuid().validate('123').value() == ['does not match the UUID format']",
      "!format.byte().validate('aGVsbG8=').hasValue() && format.byte().validate('aGVsbG8').value() == ['invalid base64'] && format.byte().validate('').hasValue()",
      "!format.date().validate('2021-01-01').hasValue() && format.date().validate('2020-01-32').value() == ['invalid date'] && !format.date().validate('0000-02-29').hasValue()",
      "!format.datetime().validate('2021-01-01T00:00:00Z').hasValue() && !format.datetime().validate('2021-01-01t23:59:59.5+01:00').hasValue()",
      "format.datetime().validate('2020-01-01T24:00:00Z').hasValue() && format.datetime().validate('2020-01-01').hasValue() && format.datetime().validate('2020-01-01T00:00:00').hasValue()",
      "!format.named('unknown').hasValue() && format.named('uuid').value() == format.uuid() && format.uuid() != format.date()",
    ])
  func formats(source: String) throws { try expectTrue(source) }

  @Test func types() {
    #expect(
      compileError("format.dns1123Lable()")?.message == "there is no function 'format.dns1123Lable'; did you mean 'format.dns1123Label'?")
    #expect(compileError("semver(1)")?.message == "semver() does not take (int)")
    #expect(compileError("format.uuid().validate(1)")?.text == "validate")
  }
}
