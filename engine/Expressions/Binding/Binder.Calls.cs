using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Policy.Engine.Expressions.BuiltIns;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Calls of built-in functions.</summary>
internal sealed partial class Binder
{
    private Code BindInvocation(Invocation node)
    {
        var overloads = Registry.Find(node.Function);
        var arguments = node.Arguments.Items;
        var symbol = overloads.IsEmpty ? scope.Find(node.Function) : scope.FindKnown(node.Function);
        session.ReadsNames |= symbol is not null;
        if (symbol is not null && (overloads.IsEmpty || symbol.Type.Kind == ValueKind.Function))
            return BindCall(new Code(symbol.Type, symbol.Get), arguments, node);
        if (node.Function is "now" or "today" && arguments.IsEmpty)
            return session.Error(DiagnosticCode.ImpureFunction, Messages.Impure(node.Function), node.NameSpan);
        if (node.Function == "sort" && arguments is [var list, FunctionLiteral { Parameters.Items.Length: 2 } order])
            return BindSort(list, order);
        var values = arguments.Select(a => a is NamedArgument named ? named.Value : a).ToImmutableArray();
        var codes = values.Select(Bind).ToArray();
        if (overloads.IsEmpty)
            return session.Error(DiagnosticCode.UnknownFunction,
                Messages.UnknownFunction(node.Function, Registry.Names), node.NameSpan);
        if (arguments.Any(a => a is NamedArgument)) return BindNamed(node, overloads, codes, values);
        var fitting = overloads.Where(o => o.Takes(codes.Length)).ToList();
        if (fitting.Count > 0) return Call(node, fitting[0], codes, values);
        return session.Error(
            DiagnosticCode.WrongArgumentCount,
            Messages.ArgumentCount(node.Function, codes.Length, Signatures(overloads)),
            node.Span);
    }

    private Code BindNamed(Invocation node, ImmutableArray<BuiltIn> overloads, Code[] codes,
        ImmutableArray<Node> values)
    {
        var arguments = node.Arguments.Items;
        foreach (var function in overloads)
        {
            if (Ordered(function, arguments) is { } order)
                return Call(node, function, Arranged(codes, order), Arranged(values, order));
        }

        var named = arguments.OfType<NamedArgument>().ToList();
        var wrong = named.Find(a => !overloads.Any(o => o.Parameters.Any(p => p.Name == a.Name))) ?? named[0];
        return session.Error(DiagnosticCode.WrongArgumentName,
            Messages.ArgumentName(wrong.Name, Signatures(overloads)), wrong.Span);
    }

    private static string Signatures(ImmutableArray<BuiltIn> overloads) =>
        string.Join("` / `", overloads.Select(o => o.Signature));

    /// <summary>For every parameter the position of its argument or -1; null when the names do not fit the
    /// function.</summary>
    private static int[]? Ordered(BuiltIn function, ImmutableArray<Node> arguments)
    {
        var order = Enumerable.Repeat(-1, function.Parameters.Length).ToArray();
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i] is not NamedArgument named) return null;
            var at = function.Parameters.Select(p => p.Name).ToList().IndexOf(named.Name);
            if (at < 0 || order[at] >= 0) return null;
            order[at] = i;
        }

        return order.Where((at, i) => at < 0 && !function.Parameters[i].Optional).Any() ? null : order;
    }

    private static Code[] Arranged(Code[] codes, int[] order) =>
        [.. order.Select(i => i < 0 ? Omitted : codes[i])];

    private static readonly Code Omitted = Code.Of(Value.Null);

    private static ImmutableArray<Node> Arranged(ImmutableArray<Node> nodes, int[] order) =>
        [.. order.Select(i => i < 0 ? new Literal(Value.Null) : nodes[i])];

    private Code Call(Invocation node, BuiltIn function, Code[] codes, ImmutableArray<Node> values)
    {
        var sound = true;
        for (var i = 0; i < codes.Length && !session.IsLenient; i++) sound &= CheckArgument(function, function.At(i), codes[i], values[i]);
        if (!sound) return Code.Failed;
        var explicitly = codes.Length;
        if (!function.Repeats && codes.Length < function.Parameters.Length)
            codes = [.. codes, .. Enumerable.Repeat(Code.Of(Value.Null), function.Parameters.Length - codes.Length)];
        var type = function.TypeOf?.Invoke([.. codes.Select(c => c.Type)]) ?? function.Type;
        var body = function.By is { } by && (type.Items ?? type) is { Ordered: true } item
            ? by(Operators.ByPosition(item.Values))
            : function.Body;
        if (function.Prepare is { } prepare)
        {
            if (prepare([.. codes.Select(c => c.Constant)]) is not { } prepared)
                return session.Error(DiagnosticCode.InvalidPattern,
                    Messages.InvalidPattern(session.Text(values[1].Span)), values[1].Span);
            body = prepared;
        }

        if (function.TakesItems && codes is [{ Push: { } push }])
            return new Code(type, frame => OfPushed(frame, push, body));
        return Made(node, type, Runner(function, body, codes, explicitly), codes);
    }

    /// <summary>One value from the results of an iteration, without making a list of them.</summary>
    private static Value OfPushed(Frame frame, Func<Frame, bool> push, Body body)
    {
        var start = frame.Pushed;
        var result = push(frame) && Lists.Fits(frame, frame.PushedSince(start)) ? body(frame, frame.PushedSince(start)) : Value.Null;
        frame.Pop(start);
        return result;
    }

    private bool CheckArgument(BuiltIn function, Parameter parameter, Code code, Node node)
    {
        var given = code.Type;
        if (given.IsKnown && !parameter.Accepts(given.Kind!.Value))
            return Refuse(function, parameter, given, new DataType(parameter.Kinds[0]), node);
        var isItem = given.Kind == ValueKind.List || parameter.TakesItem || parameter.Kinds.IsEmpty;
        return parameter.Items is not { } items || !isItem || Fits(ItemOf(given), new DataType(items))
            || Refuse(function, parameter, ItemOf(given), new DataType(items), node);
    }

    private bool Refuse(BuiltIn function, Parameter parameter, DataType given, DataType wanted, Node node)
    {
        var message = Messages.Argument(function.Name, parameter.Name, given, wanted);
        session.Error(DiagnosticCode.TypeMismatch, message, node.Span);
        return false;
    }

    /// <summary>What runs a call; the arguments of the usual counts stay on the stack.</summary>
    private static Func<Frame, Value> Runner(BuiltIn function, Body body, Code[] codes, int explicitly)
    {
        var runs = codes.Select(c => c.Run).ToArray();

        // An argument that is given is no longer optional: null then gives null.
        var checks = codes.Select((c, i) => i < explicitly && !ReferenceEquals(c, Omitted)
            ? function.At(i) with { Optional = false }
            : function.At(i)).ToArray();
        switch (runs)
        {
            case [var a]:
                var first = checks[0];
                return frame =>
                {
                    var x = a(frame);
                    return Argument(frame, function, first, ref x) ? body(frame, new ReadOnlySpan<Value>(in x)) : Value.Null;
                };
            case { Length: <= Arguments.Most }:
                return frame =>
                {
                    var (arguments, sound) = (default(Arguments), true);
                    for (var i = 0; i < runs.Length; i++)
                    {
                        arguments[i] = runs[i](frame);
                        sound &= Argument(frame, function, checks[i], ref arguments[i]);
                    }

                    return sound ? body(frame, arguments[..runs.Length]) : Value.Null;
                };
            default:
                return frame =>
                {
                    var (arguments, sound) = (new Value[runs.Length], true);
                    for (var i = 0; i < runs.Length; i++)
                    {
                        arguments[i] = runs[i](frame);
                        sound &= Argument(frame, function, checks[i], ref arguments[i]);
                    }

                    return sound ? body(frame, arguments) : Value.Null;
                };
        }
    }

    /// <summary>The arguments of most calls, on the stack.</summary>
    [InlineArray(Most)]
    private struct Arguments
    {
        public const int Most = 4;

        private Value _first;
    }

    /// <summary>Makes the argument what the function wants; false when the result is null, with a fault for a wrong
    /// kind.</summary>
    private static bool Argument(Frame frame, BuiltIn function, Parameter parameter, ref Value argument)
    {
        if (argument.IsNull) return parameter.TakesNull || parameter.Optional;
        if (parameter.Admits(argument.Kind)) return true;
        if (parameter.TakesItem)
        {
            argument = Value.List([argument]);
            return true;
        }

        // DMN 1.5, 10.3.2.9.4: a list of one stands for its item.
        if (frame.Dialect == Dialect.Dmn && argument.Kind == ValueKind.List && argument.AsList() is [var only])
        {
            argument = only;
            return Argument(frame, function, parameter, ref argument);
        }

        var wanted = new DataType(parameter.Kinds[0]);
        frame.Fault(DiagnosticCode.WrongType, Messages.WrongType(function.Name, argument, wanted.ZhCn, wanted.En));
        return false;
    }

    /// <summary>A built-in function as a value, of its required parameters.</summary>
    private static Function AsValue(BuiltIn function) => new(
        [.. function.Parameters.Where(p => !p.Optional).Select(p => new FunctionParameter(p.Name, FeelType.Any))],
        (frame, given) =>
        {
            var (arguments, sound) = (new Value[function.Parameters.Length], true);
            for (var i = 0; i < given.Length; i++)
            {
                arguments[i] = given[i];
                sound &= Argument(frame, function, function.At(i), ref arguments[i]);
            }

            return sound ? function.Body(frame, arguments) : Value.Null;
        });

    /// <summary><c>sort(list, function(x, y) …)</c>: x comes first when the body is true.</summary>
    private Code BindSort(Node list, FunctionLiteral order)
    {
        var source = Bind(list is NamedArgument named ? named.Value : list);
        var item = ItemOf(source.Type);
        var names = order.Parameters.Items.OfType<FormalParameter>().Select(p => p.Name).ToArray();
        var (x, y) = (Local(names[0], item, out var left), Local(names[1], item, out var right));
        var body = new Binder(new Scope(new Scope(scope, [x]), [y]), session).Bind(order.Body);
        RequireBoolean(body, order.Body, "sort");
        var (run, precedes) = (source.Run, body.Run);
        return new Code(DataType.ListOf(item), frame =>
        {
            var value = run(frame);
            if (value.IsNull) return Value.Null;
            return Sorting.Sort(frame, Value.List([.. Lists.Items(in value)]), (f, a, b) =>
            {
                (f.Locals[left], f.Locals[right]) = (a, b);
                return f.Spend(Limits.IterationCost) && Logic.Truth(f, precedes(f), "sort") == true;
            });
        });
    }
}
