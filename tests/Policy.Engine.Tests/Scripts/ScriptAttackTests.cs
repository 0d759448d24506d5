using System.Diagnostics;
using Policy.Engine.Tests.Workflows;
using static Policy.Engine.Tests.Scripts.ScriptFixture;

namespace Policy.Engine.Tests.Scripts;

/// <summary>Scripts that try to stall a parcel, exhaust the machine, escape or remember. Each ends in a diagnostic or,
/// within the limits, in a fault.</summary>
public sealed class ScriptAttackTests
{
    public static TheoryData<string> Attacks => new(
    [
        // Time.
        "while (true) { }",
        "for (;;);",
        "do { } while (1);",
        "const f = () => { for (;;) f; }; f();",
        "[2, 1].sort(() => { for (;;); });",
        "[1].map(function f() { while (1); });",
        "const a = []; a[4294967290] = 1; for (const x of a);",
        "const a = [1]; for (const x of a) a.push(x);",
        "const a = []; a.length = 4294967295; a.forEach(() => 1);",
        "const a = []; a.length = 4294967295; a.indexOf(1);",
        "const a = []; a[4294967290] = 1; a.reverse();",
        "const a = []; a[4294967290] = 1; [...a];",
        "const a = []; a[4294967290] = 1; const [...b] = a;",
        "const a = []; a[4294967290] = 1; Math.max(...a);",
        "const o = { length: 9007199254740991, f: [].indexOf }; o.f(1);",
        "const o = { length: 9007199254740991, f: [].join }; o.f('x');",
        "const o = { length: 9007199254740991 }; Array.from(o);",
        "const o = { length: 9007199254740991, f: [].fill }; o.f(0);",
        "Array.from({ length: 1e9 });",
        "/(a+)+b/.test('a'.repeat(40));",
        "/^(\\w+\\s?)*$/.test('a'.repeat(40) + '!');",
        "'a'.repeat(40).replace(/(a+)+b/, 'x');",
        "'a'.repeat(40).match(/^(a+)*$b/);",
        "'a'.repeat(40).split(/(a|aa)+$b/);",
        "for (let i = 0; i < 50000; i++) /(a+)+b/.test('a'.repeat(22));",
        "const s = 'a'.repeat(10000); for (let i = 0; i < 90000; i++) s.indexOf('a'.repeat(4999) + 'b');",
        "const p = 'ab'.repeat(4000); [p + 1, p + 2, p + 3].concat(Array(9000).fill(p)).sort();",
        "let x = 1; for (let i = 0; i < 1e9; i++) x = x * 1.0000001;",

        // Recursion.
        "const f = () => f(); f();",
        "const f = n => [n].map(f); f(1);",
        "const f = n => f(n + 1) + 1; f(0);",
        "const a = () => b(), b = () => c(), c = () => a(); a();",
        "const o = { ['to' + 'String']: () => '' + o }; '' + o;",
        "const o = { ['value' + 'Of']: () => +o }; +o;",
        "const o = { ['to' + 'String']: () => `${o}` }; `${o}`;",
        "const o = { ['to' + 'String']: () => o < o }; o < o;",
        "const o = { ['to' + 'String']: () => ({})[o] }; ({})[o];",
        "let a = []; for (let i = 0; i < 20000; i++) a = [a]; '' + a;",
        "let a = []; for (let i = 0; i < 20000; i++) a = [a]; a.flat(1e9).flat(); return { x: a };",
        "const a = []; a.push(a); '' + a;",
        "const a = []; a.push(a); return { x: a.flat(Infinity) };",
        "let o = {}; for (let i = 0; i < 20000; i++) o = { o }; return { x: o };",
        "const o = {}; o.o = o; return { x: o };",
        "let a = [1]; for (let i = 0; i < 60; i++) a = [a, a]; return { x: a };",

        // Memory.
        "let s = 'x'; while (true) s += s;",
        "let s = 'x'; for (let i = 0; i < 100; i++) s = `${s}${s}`;",
        "let s = 'x'; for (let i = 0; i < 100; i++) s = s + s + s;",
        "const a = []; while (true) a.push('x'.repeat(5000));",
        "let a = [1]; while (true) a = [...a, ...a];",
        "let a = [1]; while (true) a = a.concat(a);",
        "let a = [1]; while (true) a.push(...a);",
        "const o = {}; for (let i = 0; ; i++) o['k' + i] = i;",
        "'x'.repeat(1e9);",
        "'x'.repeat(5000).repeat(5000);",
        "'x'.padEnd(1e9);",
        "'x'.padStart(2147483647, 'ab');",
        "'x'.padEnd({ ['value' + 'Of']: () => 1e9 });",
        "Array(1e9).fill(0);",
        "Array(4294967295).join('x');",
        "Array(5000).fill('x'.repeat(5000)).join('');",
        "Array(5000).fill('x'.repeat(5000)).join('').length;",
        "'a'.repeat(10000).replace(/a/g, 'b'.repeat(10000));",
        "'a'.repeat(10000).replaceAll('a', \"$`\".repeat(2000));",
        "'a'.repeat(10000).replace(/a/g, () => 'b'.repeat(10000));",
        "'x'.repeat(10000).split('').map(c => 'y'.repeat(10000));",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; ({ ...s });",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; const { ...o } = s;",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; [...s];",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; Math.max(...s);",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; const [a, ...b] = s;",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; Object.assign({}, s);",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; Object.keys(s);",
        "let s = 'x'; for (let i = 0; i < 21; i++) s += s; return { x: s };",
        "String.raw({ raw: { length: 1e9 } });",
        "String.fromCharCode(...Array(10000).fill(65));",
        "/(((a{1000}){1000}){1000})/.test('a'.repeat(10000)); for (;;);",
        "10n ** 10n ** 10n;",

        // Escape.
        "''.constructor.constructor('return 1')();",
        "''['constr' + 'uctor']['constr' + 'uctor']('return 1')();",
        "(() => 1)['constr' + 'uctor']('return 1')();",
        "({})['__pro' + 'to__'].polluted = 1;",
        "[]['__pro' + 'to__'].push = () => 1;",
        "Object.assign([]['__proto' + '__'], { a: 1 });",
        "Object['set' + 'PrototypeOf']({}, null);",
        "Object['define' + 'Property'](facts, 'value', { value: 1 });",
        "Math['ran' + 'dom']();",
        "decide['ca' + 'll'](null, facts);",
        "decide['ca' + 'ller'];throw 1;",
        "[]['to' + 'LocaleString']();",
        "facts['get' + 'Type']();",
        "globalThis.System.IO.File.ReadAllText('x');",
        "importNamespace('System');",

        // Memory of its own, and the frozen world.
        "facts.value = 1;",
        "facts.goods.push(1);",
        "facts.goods[0].qty = 9;",
        "facts.added = 1;",
        "delete facts.value;",
        "const p = Array['proto' + 'type']; p.map = () => 1;",
        "const p = [].map; p.count = 1;",
        "const d = decide; d.count = 1;",
        "const d = decide; d['proto' + 'type'].count = 1;",
        "const m = Math; m.abs = 1;",
        "const k = KEEP; k.n++;",
        "const k = KEEP; k.list.push(1);",
        "const k = KEEP; k.list[0].deep = 1;",
        "const k = KEEP; Object.assign(k, { n: 1 });",
        "const k = KEEP; k.pattern.lastIndex = 1;",
        "const k = KEEP; k.pattern.exec('a'); k.pattern.seen = 1;",
        "const k = KEEP; k.f.count = 1;",
        "const e = Error; e.last = facts;",
        "leak = 1;",
    ]);

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_ends_in_a_diagnostic_or_within_the_limits_in_a_fault(string attack)
    {
        var source = $$"""
            const KEEP = { n: 0, list: [{}], pattern: /a/g, f: () => 1 };
            function decide(facts) { {{attack}}
              return { x: 'finished' }; }
            """;
        var (compiled, found) = Compile(source, Output("x", FieldType.Boolean));
        if (compiled is null)
        {
            Assert.NotEmpty(found);
            return;
        }

        var before = GC.GetAllocatedBytesForCurrentThread();
        var watch = Stopwatch.StartNew();
        var evaluation = compiled.Evaluate(Sample.Facts(WorkflowTests.Full), null, trace: false);

        // `finished` is no boolean either: an attack that runs to its end is told apart by the message.
        Assert.NotEmpty(evaluation.Faults);
        Assert.DoesNotContain(evaluation.Faults, f =>
            f.Message.En.Contains("it is text", StringComparison.Ordinal)
                && !attack.StartsWith("let s", StringComparison.Ordinal));
        Assert.True(evaluation.Outputs.IsNull);
        Assert.InRange(watch.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(5));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000_000);

        Assert.Equal("""{"x":true}""", Compile("function decide(facts) { return { x: true }; }",
            Output("x", FieldType.Boolean)).Compiled!
            .Evaluate(Sample.Facts("{}"), null, trace: false).Outputs.ToString());
    }

    [Theory]
    [InlineData("((", 30_000)]
    [InlineData("[[", 30_000)]
    [InlineData("{x:", 20_000)]
    [InlineData("!", 60_000)]
    [InlineData("1+", 30_000)]
    [InlineData("a.a", 20_000)]
    [InlineData("a?a:", 15_000)]
    [InlineData("()=>", 15_000)]
    [InlineData("`${", 20_000)]
    public void Source_of_any_nesting_ends_in_a_diagnostic(string unit, int times)
    {
        var (compiled, found) = Compile("function decide(a) { return " + string.Concat(Enumerable.Repeat(unit,
            times)) + "1; }");

        Assert.Null(compiled);
        Assert.NotEmpty(found);
    }

    [Fact]
    public void Deep_but_well_formed_source_is_refused_before_it_runs()
    {
        foreach (var expression in new[] { "1" + string.Concat(Enumerable.Repeat("+1", 5_000)),
            new string('[', 3_000) + new string(']', 3_000), "f" + string.Concat(Enumerable.Repeat("(1)", 5_000)) })
        {
            Assert.Contains(Compile($"const f = 1; function decide(facts) {{ return {expression}; }}").Found, d =>
                d.Code == "PE1406");
            Assert.NotEmpty(Compile($"const c = {expression}; function decide(facts) {{ return {{ x: 1 }}; }}").Found);
        }

        Assert.Equal("PE1406", Assert.Single(Compile(new string(' ', 70_000))!.Found).Code);
        Assert.Equal("PE1406", Assert.Single(Compile($"function decide(facts) {{ return '{new string('x', 20_000)}'; }}").Found).Code);
    }
}
