using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>Calls of functions and methods.</content>
internal sealed partial class Emitter
{
    private Operand Call(CallExpression call)
    {
        if (call.Callee is not Identifier name) return Call(Expression(call.Callee), Arguments(call));
        if (_scope.Find(name.Name) is not null || top.Constants.ContainsKey(name.Name))
            return Call(Name(name), Arguments(call));
        if (top.Functions.TryGetValue(name.Name, out var function)) return Call(function, Arguments(call));
        var given = Arguments(call);
        return name.Name switch
        {
            "Number" => given is [] ? Operand.Constant(0d) : Operand.Number(given[0].Number()),
            "String" => given is [] ? Operand.Constant("") : Operand.Text(given[0].Text()),
            "Boolean" => given is [] ? Operand.Constant(false) : Operand.Boolean(given[0].Truth()),
            "parseFloat" or "parseInt" or "isNaN" or "isFinite" => Of(typeof(Numbers), GlobalFunctions[name.Name], Values(given)),
            _ => throw new OutsideSubsetException(call),
        };
    }

    private Operand Call(TopFunction function, Operand[] arguments)
    {
        if (function.Name == "decide") throw new OutsideSubsetException((Node)function.Function);
        var code = new List<Tree>();
        var held = new List<System.Linq.Expressions.ParameterExpression>();
        var given = new List<Tree> { _run };
        for (var i = 0; i < Math.Max(arguments.Length, function.Parameters.Length); i++)
        {
            var argument = i < arguments.Length ? arguments[i] : Operand.Undefined;
            if (i >= function.Parameters.Length)
            {
                code.Add(argument.Code);
                continue;
            }

            inferred.Join(function.Function.Params[i], argument.Type);
            var parameter = Tree.Variable(function.Parameters[i].Clr);
            held.Add(parameter);
            code.Add(Tree.Assign(parameter, argument.As(function.Parameters[i])));
            given.Add(parameter);
        }

        var target = Tree.Field(function.Target, "Value");
        return new Operand(Tree.Block(held, [.. code, Tree.Invoke(target, given)]), function.Result);
    }

    private Operand Call(Operand function, Operand[] arguments)
    {
        if (arguments.Length > ScriptFunction.Parameters) throw new OutsideSubsetException(_at);
        var target = Tree.Call(typeof(Objects), nameof(Objects.Function), null, function.Value());
        var given = Enumerable.Range(0, ScriptFunction.Parameters)
            .Select(i => i < arguments.Length ? arguments[i].Value() : Operand.Undefined.Code);
        return new Operand(Tree.Call(target, nameof(ScriptFunction.Call), null, [_run, .. given]), ScriptType.Any);
    }

    private Operand[] Arguments(CallExpression call)
    {
        if (call.Arguments.OfType<SpreadElement>().FirstOrDefault() is { } spread) throw new OutsideSubsetException(spread);
        return [.. call.Arguments.Select(Expression)];
    }

    /// <summary>A method of a text, a list, a number or an object; which, if it is not known, is seen when running.</summary>
    private Operand Method(Operand self, MemberExpression callee, CallExpression call)
    {
        if (callee.Computed) return Call(Item(self, Expression(callee.Property)), Arguments(call));
        var name = ((Identifier)callee.Property).Name;
        if (Callback(self, name, call) is { } inLine) return inLine;
        var text = TextMethods.GetValueOrDefault(name);
        var list = ListMethods.GetValueOrDefault(name);
        if (name == "push" && call.Arguments.Count > 0) return Push(self, call);
        var given = Arguments(call);
        if (name is "toFixed" or "hasOwnProperty") return Other(self, name, given, call);
        if (name == "toString" && self.Type.Kinds is Kinds.Number or Kinds.Boolean && given is []) return Operand.Text(self.Text());
        if (text is null && list is null)
        {
            return ScriptLanguage.Kept.Any(k => k.Members.Contains(name)) && self.Type.Kinds != Kinds.Object
                ? throw new OutsideSubsetException(call)
                : Call(Member(self, name, callee), given);
        }

        if (given.Length > 2) throw new OutsideSubsetException(call);
        if (text is not null && self.Type == ScriptType.Text) return TextMethod(self, text, given);
        if (list is not null && (text is null || !self.Type.May(Kinds.Text))) return ListMethod(self, list, given, name);
        return EitherMethod(self, text, list, given, name);
    }

    /// <summary>A method of texts or of lists, as the value turns out.</summary>
    private Operand EitherMethod(Operand self, string? text, string? list, Operand[] given, string name)
    {
        var held = Tree.Variable(typeof(ScriptValue));
        var variables = given.Select(a => Tree.Variable(a.Code.Type)).ToArray();
        var arguments = given.Zip(variables, (argument, variable) => argument with { Code = variable }).ToArray();
        var result = TextMethod(Operand.Text(Tree.Call(typeof(Texts), nameof(Texts.Of), null, held)), text!, arguments);
        if (list is not null)
        {
            var asList = ListMethod(new Operand(held, ScriptType.Any), list, arguments, name);
            var type = result.Type.Join(asList.Type);
            var isText = Tree.TypeIs(Tree.Property(held, nameof(ScriptValue.Reference)), typeof(string));
            result = new Operand(Tree.Condition(isText, result.As(type), asList.As(type)), type);
        }

        var keep = given.Zip(variables, (argument, variable) => Tree.Assign(variable, argument.Code));
        return result with
        {
            Code = Tree.Block([held, .. variables], [Tree.Assign(held, self.Value()), .. keep, result.Code]),
        };
    }

    private Operand TextMethod(Operand self, string method, Operand[] given) =>
        Of(typeof(Texts), method, [_run, Given(self).Code, .. Pair(given)]);

    private Operand ListMethod(Operand self, string method, Operand[] given, string name)
    {
        if (name is "concat" or "pop" or "shift" or "reverse" or "sort" && given.Length > 1) throw new OutsideSubsetException(_at);
        return Of(typeof(Lists), method, [_run, self.Value(), .. Pair(given)]);
    }

    private Operand Push(Operand self, CallExpression call)
    {
        if (call.Arguments.Count != 1) throw new OutsideSubsetException(call);
        if (call.Arguments[0] is not SpreadElement spread)
            return Of(typeof(Lists), nameof(Lists.Push), [_run, self.Value(), Given(Expression(call.Arguments[0])).Value()]);
        return Of(typeof(Lists), nameof(Lists.PushAll), [_run, self.Value(), Expression(spread.Argument).Value()]);
    }

    private Operand Other(Operand self, string name, Operand[] given, CallExpression call)
    {
        if (name == "hasOwnProperty" && given.Length == 1)
            return Of(typeof(Objects), nameof(Objects.HasOwn), [_run, self.Value(), given[0].Value()]);
        if (name != "toFixed" || given.Length > 1) throw new OutsideSubsetException(call);
        var number = self.Type == ScriptType.Number
            ? self.Code
            : Tree.Call(typeof(Numbers), nameof(Numbers.Of), null, self.Value());
        return Of(typeof(Numbers), nameof(Numbers.ToFixed), [number, given is [var digits] ? digits.Value() : Operand.Undefined.Code]);
    }

    /// <summary>Two arguments, undefined when not given.</summary>
    private Tree[] Pair(Operand[] given) =>
        [.. Enumerable.Range(0, 2).Select(i => i < given.Length ? Given(given[i]).Value() : Operand.Undefined.Code)];

    private static Tree[] Values(Operand[] given) => [.. given.Select(g => g.Value())];

    // What methods are given is no longer than they may take.
    private Operand Given(Operand argument) => !argument.Type.May(Kinds.Text) || argument.Code is System.Linq.Expressions.ConstantExpression
        ? argument
        : argument with { Code = Tree.Call(typeof(Texts), nameof(Texts.Given), null, _run, argument.Code) };

    /// <summary>A call of a method of the running folder, arguments that are not given undefined.</summary>
    private static Operand Of(Type type, string method, Tree[] arguments)
    {
        var parameters = type.GetMethods().Single(m => m.Name == method && m.GetParameters() is var p
            && p.Length >= arguments.Length && p.Zip(arguments).All(z => z.First.ParameterType == z.Second.Type)).GetParameters();
        var missing = Enumerable.Repeat(Operand.Undefined.Code, parameters.Length - arguments.Length);
        return Operand.Of(Tree.Call(type, method, null, [.. arguments, .. missing]));
    }
}
