using System.Linq.Expressions;
using System.Runtime.CompilerServices;
using CsCheck;
using Policy.Engine.Compiling;
using Policy.Engine.Tests.Expressions;
using Policy.Engine.Tests.Workflows;
using Policy.Engine.Workflows;

namespace Policy.Engine.Tests.Attacks;

/// <summary>No rule of a workflow and no cell reaches anything but the facts and the listed functions.</summary>
public sealed class AttackTests
{
    private static readonly HashSet<Type> Reachable =
    [
        typeof(RuleFunctions), typeof(RuleFrame), typeof(decimal?), typeof(bool?), typeof(DateOnly?), typeof(DateTimeOffset?), typeof(TimeSpan?),
    ];

    public static IEnumerable<TheoryDataRow<string>> Workflow => Corpus("workflow");

    public static IEnumerable<TheoryDataRow<string>> Feel => Corpus("feel");

    [Theory]
    [MemberData(nameof(Workflow))]
    public void A_rule_that_reaches_beyond_the_facts_is_refused(string attack)
    {
        var reporter = new Reporter("flow");
        Assert.Null(Emit(attack, reporter));
        Assert.All(reporter.Found, d => Assert.StartsWith("PE13", d.Code, StringComparison.Ordinal));
        Assert.Contains(reporter.Found, d => d.Severity == Severity.Error && d.Span is not null);
    }

    [Theory]
    [MemberData(nameof(Feel))]
    public void A_cell_that_reaches_beyond_the_facts_is_refused(string attack)
    {
        var (cell, expression) = (new Reporter("table"), new Reporter("table"));
        Assert.Null(Engine.Expressions.Feel.CompileTests(attack, World.TypeOf("s"), World.Scope, cell));
        Assert.Null(Engine.Expressions.Feel.Compile(attack, World.Scope, expression));
        Assert.All([.. cell.Found, .. expression.Found], d => Assert.StartsWith("PE11", d.Code, StringComparison.Ordinal));
    }

    /// <summary>Not what was thought of above but what the compiled code can call at all.</summary>
    [Fact]
    public void Compiled_rules_call_nothing_but_the_listed_functions() => RandomWorkflows.Expression.Sample(text =>
    {
        var reporter = new Reporter("flow");
        var code = Emit(text, reporter);
        Assert.Equal([], reporter.Found.Select(d => d.Message.En));
        new OnlyListed().Visit(code);
    });

    private static Expression? Emit(string text, Reporter reporter) => RuleParser.Parse(text, reporter) is { } tree
        ? new RuleEmitter(Sample.Parcel).EmitCondition(tree, [], reporter)
        : null;

    private static IEnumerable<TheoryDataRow<string>> Corpus(string language) => File.ReadLines(Path.Combine(Folder(), "attacks.tsv"))
        .Where(line => !line.StartsWith('#'))
        .Select(line => line.Split('\t', 2))
        .Where(row => row[0] == language)
        .Select(row => new TheoryDataRow<string>(row[1]));

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private sealed class OnlyListed : ExpressionVisitor
    {
        protected override Expression VisitMethodCall(MethodCallExpression node)
        {
            Assert.Contains(node.Method.DeclaringType!, Reachable);
            return base.VisitMethodCall(node);
        }

        protected override Expression VisitMember(MemberExpression node) => throw new InvalidOperationException($"{node.Member}");

        protected override Expression VisitNew(NewExpression node) => throw new InvalidOperationException($"{node.Constructor}");

        protected override Expression VisitInvocation(InvocationExpression node) => throw new InvalidOperationException($"{node}");

        protected override Expression VisitDynamic(DynamicExpression node) => throw new InvalidOperationException($"{node}");
    }
}
