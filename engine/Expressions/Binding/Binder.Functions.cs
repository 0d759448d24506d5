using System.Collections.Immutable;
using Policy.Engine.Expressions.Operations;
using Policy.Engine.Expressions.Syntax;

namespace Policy.Engine.Expressions.Binding;

/// <summary>Functions as values, and calls of them.</summary>
internal sealed partial class Binder
{
    private Code BindFunction(FunctionLiteral node)
    {
        if (node.External)
            return session.Error(DiagnosticCode.ExternalFunction, Messages.External(session.Text(node.Span)), node.Span);
        var (symbols, slots) = (new List<Symbol>(), new List<int>());
        var parameters = ImmutableArray.CreateBuilder<FunctionParameter>();
        foreach (var parameter in node.Parameters.Items.OfType<FormalParameter>())
        {
            var type = FeelType.Any;
            if (parameter.Type is not null)
            {
                if (BindType(parameter.Type, out var unknown) is not { } declared) return unknown;
                type = declared;
            }

            if (symbols.Exists(s => s.Name == parameter.Name))
                return session.Error(DiagnosticCode.RepeatedKey, Messages.RepeatedKey(parameter.Name), parameter.Span);
            symbols.Add(Local(parameter.Name, type.DataType, out var slot));
            slots.Add(slot);
            parameters.Add(new FunctionParameter(parameter.Name, type));
        }

        var body = new Binder(new Scope(scope, symbols), session).Bind(node.Body);
        var (run, signature, locals) = (body.Run, parameters.ToImmutable(), slots.ToArray());
        return new Code(DataType.Function, frame =>
        {
            var home = frame.Snapshot();
            return Value.Function(new Function(signature, (caller, arguments) =>
            {
                var inner = (Value[])home.Locals.Clone();
                for (var i = 0; i < arguments.Length; i++) inner[locals[i]] = arguments[i];
                return caller.Call(home, inner, run);
            }));
        });
    }

    private Code BindCall(Call node) => BindCall(Bind(node.Function), node.Arguments.Items, node);

    private Code BindCall(Code function, ImmutableArray<Node> arguments, Node node)
    {
        if (function.Type.IsKnown && function.Type.Kind != ValueKind.Function)
            return session.Error(DiagnosticCode.TypeMismatch, Messages.Operand("(…)", function.Type, DataType.Function), node.Span);
        var runs = arguments.Select(a => Bind(a is NamedArgument named ? named.Value : a).Run).ToArray();
        var names = arguments.OfType<NamedArgument>().Select(n => n.Name).ToArray();
        if (names.Length > 0 && names.Length < runs.Length)
        {
            var wrong = arguments.OfType<NamedArgument>().First();
            return session.Error(DiagnosticCode.WrongArgumentName, Messages.ArgumentName(wrong.Name, "…"), wrong.Span);
        }

        var run = function.Run;
        return new Code(function.Type.Items ?? DataType.Any, frame =>
        {
            var called = run(frame);
            if (called.IsNull) return Value.Null;
            if (called.Kind != ValueKind.Function)
                return frame.Fault(DiagnosticCode.WrongType, Messages.WrongType("(…)", called, "函数", "a function"));
            var values = new Value[runs.Length];
            for (var i = 0; i < values.Length; i++) values[i] = runs[i](frame);
            return names.Length == 0 ? called.AsFunction().Call(frame, values) : Calls.ByName(frame, called.AsFunction(), names, values);
        });
    }
}
