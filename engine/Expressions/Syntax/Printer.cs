using System.Collections.Immutable;
using System.Text;
using Policy.Engine.Expressions.Operations;

namespace Policy.Engine.Expressions.Syntax;

/// <summary>Syntax to canonical text: parsing it gives an equal tree.</summary>
internal sealed class Printer
{
    private readonly StringBuilder _text = new();

    private Printer()
    {
    }

    // Levels of precedence, loosest first; an operand that binds looser than its place needs parentheses.
    private enum Level
    {
        Test,
        Any,
        Or,
        And,
        Relation,
        Sum,
        Product,
        Power,
        Unary,
        TypeTest,
        Postfix,
    }

    /// <summary>The text of an expression or a cell.</summary>
    public static string Print(Node node)
    {
        var printer = new Printer();
        printer.Write(node, Level.Any);
        return printer._text.ToString();
    }

    private static Level LevelOf(Node node) => node switch
    {
        Conditional or Iteration or FunctionLiteral => Level.Any,
        Junction { All: false } => Level.Or,
        Junction => Level.And,
        Between or In => Level.Relation,
        Binary { Operator: Operator.Add or Operator.Subtract } => Level.Sum,
        Binary { Operator: Operator.Multiply or Operator.Divide } => Level.Product,
        Binary { Operator: Operator.Power } => Level.Power,
        Binary => Level.Relation,
        Negation => Level.Unary,
        InstanceOf => Level.TypeTest,
        _ => Level.Postfix,
    };

    private Printer Write(Node node, Level place)
    {
        var level = LevelOf(node);
        if (level < place) return Write("(").Write(node, Level.Any).Write(")");
        return node switch
        {
            Literal literal => Write(Texts.Literal(literal.Value)),
            Broken => Write("null"),
            Name name => Write(name.Text),
            InputValue => Write("?"),
            Member member => Write(member.Source, Level.Postfix).Write(".").Write(member.Text),
            Filter filter =>
                Write(filter.Source, Level.Postfix).Write("[").Write(filter.Condition, Level.Any).Write("]"),
            Negation negation => Write("-").Write(negation.Operand, Level.Unary),
            Binary binary =>
                Write(binary.Left, level).Write($" {Operators.Text(binary.Operator)} ").Write(binary.Right, level + 1),
            Junction junction => Write(junction.Operands.Items, junction.All ? " and " : " or ", level + 1),
            Between between => Write(between.Operand, level).Write(" between ").Write(between.Low, Level.Sum)
                .Write(" and ").Write(between.High, Level.Sum),
            In @in => WriteIn(@in),
            Conditional conditional =>
                Write("if ").Write(conditional.If, Level.Any).Write(" then ").Write(conditional.Then, Level.Any)
                .Write(" else ").Write(conditional.Else, Level.Any),
            Iteration iteration => Write(Word(iteration.Kind)).Write(iteration.Iterators.Items, ", ", Level.Any)
                .Write(iteration.Kind == IterationKind.For ? " return " : " satisfies ")
                .Write(iteration.Body, Level.Any),
            Iterator iterator => WriteIterator(iterator),
            Invocation call => Write(call.Function).Write("(").Write(call.Arguments.Items, ", ", Level.Any).Write(")"),
            NamedArgument named => Write(named.Name).Write(": ").Write(named.Value, Level.Any),
            FunctionLiteral function => Write("function(").Write(function.Parameters.Items, ", ", Level.Any)
                .Write(function.External ? ") external " : ") ").Write(function.Body, Level.Any),
            // A name and a parenthesis would be read as an invocation.
            Call { Function: Name called } call =>
                Write($"({called.Text})(").Write(call.Arguments.Items, ", ", Level.Any).Write(")"),
            Call call => Write(call.Function, Level.Postfix).Write("(").Write(call.Arguments.Items, ", ", Level.Any).Write(")"),
            FormalParameter parameter => parameter.Type is null
                ? Write(parameter.Name)
                : Write(Key(parameter.Name)).Write(": ").Write(parameter.Type, Level.Any),
            InstanceOf instance =>
                Write(instance.Operand, level).Write(" instance of ").Write(instance.Type, Level.Any),
            TypeName type => WriteType(type),
            ListLiteral list => Write("[").Write(list.Items.Items, ", ", Level.Any).Write("]"),
            ContextLiteral context => Write("{").Write(context.Entries.Items, ", ", Level.Any).Write("}"),
            Entry entry => Write(Key(entry.Key)).Write(": ").Write(entry.Value, Level.Any),
            Interval interval => WriteInterval(interval),
            Comparison comparison => place == Level.Test ? WriteTest(comparison) : Write("(").WriteTest(comparison).Write(")"),
            Tests tests => WriteTests(tests),
            _ => throw new InvalidOperationException($"Unknown node {node.GetType().Name}."),
        };
    }

    private Printer Write(ImmutableArray<Node> nodes, string separator, Level place)
    {
        for (var i = 0; i < nodes.Length; i++) Write(i == 0 ? "" : separator).Write(nodes[i], place);
        return this;
    }

    private Printer Write(string text)
    {
        _text.Append(text);
        return this;
    }

    private Printer WriteIn(In node)
    {
        Write(node.Operand, Level.Relation).Write(" in ");
        return node.Tests.Items is [Interval or ListLiteral]
            ? Write(node.Tests.Items[0], Level.Postfix)
            : Write("(").Write(node.Tests.Items, ", ", Level.Test).Write(")");
    }

    private Printer WriteIterator(Iterator node)
    {
        Write(node.Name).Write(" in ").Write(node.From, Level.Sum);
        return node.To is null ? this : Write("..").Write(node.To, Level.Sum);
    }

    private Printer WriteInterval(Interval node)
    {
        Write(node.LowIncluded ? "[" : "(").Write(node.Low, Level.Sum).Write("..");
        // A filter in the upper end would be read as the closing bracket.
        var plain = node.High is Literal or Name or Negation { Operand: Literal };
        if (plain) Write(node.High, Level.Sum);
        else Write("(").Write(node.High, Level.Any).Write(")");
        return Write(node.HighIncluded ? "]" : ")");
    }

    private Printer WriteTest(Comparison node) =>
        Write(Operators.Text(node.Operator)).Write(" ").Write(node.Operand, Level.Sum);

    private Printer WriteType(TypeName node)
    {
        Write(node.Text);
        if (node.IsParametric) Write("<").Write(node.Arguments.Items, ", ", Level.Any).Write(">");
        return node.Result is null ? this : Write(" -> ").Write(node.Result, Level.Any);
    }

    private Printer WriteTests(Tests node)
    {
        if (node.Items.Items.IsEmpty) return Write("-");
        if (node.Negated) return Write("not(").Write(node.Items.Items, ", ", Level.Test).Write(")");
        // A lone call of not() would be read as a negated cell.
        return node.Items.Items is [Invocation { Function: "not" } call]
            ? Write("(").Write(call, Level.Any).Write(")")
            : Write(node.Items.Items, ", ", Level.Test);
    }

    private static string Word(IterationKind kind) => kind switch
    {
        IterationKind.For => "for ",
        IterationKind.Some => "some ",
        _ => "every ",
    };

    private static string Key(string key)
    {
        var plain = key.Length > 0 && key.Split(' ').All(w => w.Length > 0
            && (char.IsAsciiLetter(w[0]) || w[0] == '_') && w.All(c => char.IsAsciiLetterOrDigit(c) || c == '_'));
        return plain ? key : Texts.Quoted(key);
    }

}
