using static Policy.Engine.Tests.Scripts.ScriptFixture;

namespace Policy.Engine.Tests.Scripts;

public sealed class ScriptDiagnosticTests
{
    [Theory]
    [InlineData("const a = 1n;", "PE1402", "1n")]
    [InlineData("const f = async () => 1;", "PE1402", "async () => 1")]
    [InlineData("function* g() { }", "PE1402", "function* g() { }")]
    [InlineData("function f(a, b) { a ||= b; return a; }", "PE1402", "a ||= b")]
    [InlineData("function f(a, b) { a ??= b; return a; }", "PE1402", "a ??= b")]
    [InlineData("class A { }", "PE1404", "class A { }")]
    [InlineData("function f() { return class { }; }", "PE1402", "class { }")]
    [InlineData("function f() { try { } catch { } }", "PE1402", "try { } catch { }")]
    [InlineData("function f() { a: for (;;) break a; }", "PE1402", "a: for (;;) break a;")]
    [InlineData("function f() { debugger; }", "PE1402", "debugger;")]
    [InlineData("function f() { return this; }", "PE1402", "this")]
    [InlineData("function f(x) { for (const k in x) return k; }", "PE1402", "for (const k in x) return k;")]
    [InlineData("function f() { return new Array(5); }", "PE1402", "new Array(5)")]
    [InlineData("function f() { return new Function('return 1'); }", "PE1402", "new Function('return 1')")]
    [InlineData("function f() { return import('fs'); }", "PE1402", "import('fs')")]
    [InlineData("function f(t) { return t`x`; }", "PE1402", "t`x`")]
    [InlineData("function f() { return { get x() { return 1; } }; }", "PE1402", "get x() { return 1; }")]
    [InlineData("function f() { return { set x(v) { } }; }", "PE1402", "set x(v) { }")]
    [InlineData("function f() { return Date; }", "PE1403", "Date")]
    [InlineData("function f() { return eval('1'); }", "PE1403", "eval")]
    [InlineData("function f() { return Function('return 1')(); }", "PE1403", "Function")]
    [InlineData("function f() { return globalThis; }", "PE1403", "globalThis")]
    [InlineData("function f() { return require('fs'); }", "PE1403", "require")]
    [InlineData("function f() { return setTimeout(f, 1); }", "PE1403", "setTimeout")]
    [InlineData("function f() { return Reflect; }", "PE1403", "Reflect")]
    [InlineData("function f() { return Symbol.iterator; }", "PE1403", "Symbol")]
    [InlineData("function f() { return JSON.stringify(1); }", "PE1403", "JSON")]
    [InlineData("function f() { return BigInt(1); }", "PE1403", "BigInt")]
    [InlineData("function f() { return System; }", "PE1403", "System")]
    [InlineData("function f() { return arguments; }", "PE1403", "arguments")]
    [InlineData("function f() { return undeclared; }", "PE1403", "undeclared")]
    [InlineData("function f() { { let x = 1; } return x; }", "PE1403", "x")]
    [InlineData("function f() { return Math.random(); }", "PE1402", "random")]
    [InlineData("function f() { return Math['random'](); }", "PE1402", "'random'")]
    [InlineData("function f() { return ''.constructor; }", "PE1402", "constructor")]
    [InlineData("function f() { return { __proto__: null }; }", "PE1402", "__proto__")]
    [InlineData("function f() { return Array.prototype; }", "PE1402", "prototype")]
    [InlineData("function f() { return 'a'.localeCompare('b'); }", "PE1402", "localeCompare")]
    [InlineData("let n = 0;", "PE1405", "let n = 0;")]
    [InlineData("var n = 0;", "PE1405", "var n = 0;")]
    [InlineData("const c = (() => { let n = 0; return () => n++; })();", "PE1405", "(() => { let n = 0; return () => n++; })()")]
    [InlineData("const c = new Map();", "PE1402", "new Map()")]
    [InlineData("const { c } = { c: 1 };", "PE1405", "{ c }")]
    [InlineData("const c = [0]; function f() { c[0] = 1; }", "PE1405", "c")]
    [InlineData("const c = [0]; function f() { c[0]++; }", "PE1405", "c")]
    [InlineData("const c = { a: 1 }; function f() { delete c.a; }", "PE1405", "c")]
    [InlineData("const c = 1; function f() { [c] = [2]; }", "PE1405", "c")]
    [InlineData("const c = { a: 1 }; function f() { ({ x: c.a } = { x: 2 }); }", "PE1405", "c")]
    [InlineData("const c = { a: 1 }; function f() { for (c.a of [1]); }", "PE1405", "c")]
    [InlineData("function f() { f.count = 1; }", "PE1405", "f")]
    [InlineData("function f() { Math.abs = 1; }", "PE1405", "Math")]
    [InlineData("function f() { undefined = 1; }", "PE1405", "undefined")]
    [InlineData("const Math = 1;", "PE1404", "Math")]
    [InlineData("f();", "PE1404", "f();")]
    [InlineData("if (true) { }", "PE1404", "if (true) { }")]
    public void Rejects_at_the_span_what_the_language_does_not_have(string source, string code, string text)
    {
        const string Decide = " function decide(facts) { return { x: 1 }; }";

        var (_, found) = Compile(source + Decide);

        Assert.Contains(found, d => d.Code == code && source.Substring(d.Span!.Value.Start, d.Span.Value.Length) == text);
        Assert.All(found, d => Assert.Equal("/source", d.Pointer));
        Assert.All(found, d => Assert.NotEqual(d.Message.En, d.Message.ZhCn));
    }

    [Theory]
    [InlineData("", "PE1404")]
    [InlineData("function decide() { }", "PE1404")]
    [InlineData("function decide(a, b) { }", "PE1404")]
    [InlineData("const decide = facts => ({ x: 1 });", "PE1404")]
    [InlineData("function other(facts) { }", "PE1404")]
    [InlineData("function decide(facts) { } function decide(facts) { }", "PE1404")]
    [InlineData("function decide(facts) { return", "PE1401")]
    [InlineData("function decide(facts) { return { x: 08 }; }", "PE1401")]
    [InlineData("function decide(facts) { with (facts) { } }", "PE1401")]
    [InlineData("function decide(facts) { return /(/; }", "PE1401")]
    public void Rejects_a_script_without_one_decide_of_one_parameter(string source, string code) =>
        Assert.Equal(code, Assert.Single(Compile(source).Found).Code);

    [Fact]
    public void A_syntax_error_names_line_and_column()
    {
        var found = Assert.Single(Compile("function decide(facts) {\n  return { x: };\n}").Found);

        Assert.Equal(("PE1401", new TextSpan(39, 0)), (found.Code, found.Span));
        Assert.Contains("Line 2, column 15", found.Message.En, StringComparison.Ordinal);
    }

    [Fact]
    public void Names_are_scoped_as_in_JavaScript()
    {
        const string Source = """
            const LIMIT = -(5 + 1) * 2, NAMES = [`a`, 'b'], TABLE = { a: [LIMIT], f: x => x + LIMIT };
            function help({ a, b: [c = 1, ...rest] }, ...more) { var hoisted = a ?? c; if (hoisted) { var late = 1; } return [late, rest, more]; }
            function decide(facts) {
              let total = 0; const local = { n: 0 };
              for (let i = 0, n = 2; i < n; i++) { total += i; local.n++; }
              for (const [i, name] of NAMES.entries()) total += i + name.length;
              const inner = function self(n) { return n > 0 ? self(n - 1) : 0; };
              do { total -= 1; } while (total > 100);
              function nested(x) { return x * 2; }
              [total, local.n] = [local.n, total];
              delete local.n;
              return { x: total + inner(3) + nested(1) + TABLE.f(LIMIT) + help({ a: 1, b: [] }).length };
            }
            """;

        Assert.Empty(Compile(Source).Found);
        Assert.Empty(Run(Source, "{}").Faults);
    }

    [Fact]
    public void A_script_must_declare_outputs()
    {
        var reporter = new Policy.Engine.Compiling.Reporter("script");
        var document = new ScriptDocument { Key = "script", Source = "function decide(facts) { return {}; }" };

        Assert.Null(Policy.Engine.Scripts.ScriptCompiler.Compile(document, Workflows.Sample.Parcel, reporter));
        Assert.Equal("/outputs", Assert.Single(reporter.Found).Pointer);
    }
}
