using System.Collections.Frozen;
using Acornima.Ast;
using Policy.Engine.Scripts.Running;
using Tree = System.Linq.Expressions.Expression;

namespace Policy.Engine.Scripts.Emission;

/// <content>The functions and methods that are offered, and what runs them.</content>
internal sealed partial class Emitter
{
    private static readonly FrozenDictionary<string, string> GlobalFunctions = Named(
        nameof(Numbers.ParseFloat), nameof(Numbers.ParseInt), "isNaN", nameof(Numbers.GlobalIsNaN),
        "isFinite", nameof(Numbers.GlobalIsFinite));

    private static readonly FrozenDictionary<string, string> NumberFunctions = Named(
        nameof(Numbers.IsFinite), nameof(Numbers.IsInteger), nameof(Numbers.IsSafeInteger), nameof(Numbers.ParseFloat),
        nameof(Numbers.ParseInt), "isNaN", nameof(Numbers.IsNaN));

    private static readonly FrozenDictionary<string, string> MathFunctions = Named(
        nameof(Numbers.Abs), nameof(Numbers.Ceil), nameof(Numbers.Floor), nameof(Numbers.Round), nameof(Numbers.Trunc),
        nameof(Numbers.Sign), nameof(Numbers.Sqrt), nameof(Numbers.Pow), nameof(Numbers.Max), nameof(Numbers.Min));

    private static readonly FrozenDictionary<string, string> ObjectFunctions = Named(
        nameof(Objects.Keys), nameof(Objects.Values), nameof(Objects.Entries), nameof(Objects.HasOwn),
        nameof(Objects.Assign), nameof(Objects.Freeze));

    private static readonly FrozenDictionary<string, string> TextMethods = Named(
        nameof(Texts.At), nameof(Texts.CharAt), nameof(Texts.CharCodeAt), nameof(Texts.EndsWith), nameof(Texts.Includes),
        nameof(Texts.IndexOf), nameof(Texts.LastIndexOf), nameof(Texts.PadEnd), nameof(Texts.PadStart), nameof(Texts.Repeat),
        nameof(Texts.Replace), nameof(Texts.ReplaceAll), nameof(Texts.Slice), nameof(Texts.Split), nameof(Texts.StartsWith),
        nameof(Texts.Substring), nameof(Texts.ToLowerCase), nameof(Texts.ToUpperCase), nameof(Texts.Trim),
        nameof(Texts.TrimEnd), nameof(Texts.TrimStart), nameof(Texts.ToString));

    private static readonly FrozenDictionary<string, string> ListMethods = Named(
        nameof(Lists.At), nameof(Lists.Concat), nameof(Lists.Flat), nameof(Lists.Includes), nameof(Lists.IndexOf),
        nameof(Lists.Join), nameof(Lists.LastIndexOf), nameof(Lists.Pop), nameof(Lists.Reverse), nameof(Lists.Shift),
        nameof(Lists.Slice), nameof(Lists.Sort));

    private static FrozenDictionary<string, string> Named(params string[] names)
    {
        var methods = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < names.Length; i++)
        {
            if (char.IsLower(names[i][0])) methods.Add(names[i], names[++i]);
            else methods.Add(char.ToLowerInvariant(names[i][0]) + names[i][1..], names[i]);
        }

        return methods.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private bool IsGlobal(string name) => name is "Math" or "Number" or "Object" or "Array" or "String"
        && _scope.Find(name) is null;

    private static Operand GlobalMember(string space, MemberExpression member) =>
        (space, member.Computed ? null : (member.Property as Identifier)?.Name) switch
        {
            ("Math", "PI") => Operand.Constant(Math.PI),
            ("Math", "E") => Operand.Constant(Math.E),
            ("Number", "MAX_SAFE_INTEGER") => Operand.Constant(9_007_199_254_740_991d),
            ("Number", "MIN_SAFE_INTEGER") => Operand.Constant(-9_007_199_254_740_991d),
            ("Number", "EPSILON") => Operand.Constant(double.BitIncrement(1) - 1),
            _ => throw new OutsideSubsetException(member),
        };

    private Operand GlobalCall(string space, MemberExpression callee, CallExpression call)
    {
        var name = callee is { Computed: false, Property: Identifier property } ? property.Name : "";
        if (space == "Math" && name is "max" or "min") return Extreme(name, call);
        var given = Arguments(call);
        if (space == "Math" && MathFunctions.TryGetValue(name, out var math))
        {
            var count = name == "pow" ? 2 : 1;
            var numbers = Enumerable.Range(0, count).Select(i => (i < given.Length ? given[i] : Operand.Undefined).Number());
            return given.Length <= count ? Of(typeof(Numbers), math, [.. numbers]) : throw new OutsideSubsetException(call);
        }

        if (space == "Number" && NumberFunctions.TryGetValue(name, out var number) && given.Length <= 2)
            return Of(typeof(Numbers), number, Values(given[..Math.Min(given.Length, name == "parseInt" ? 2 : 1)]));
        if (space == "Object" && ObjectFunctions.TryGetValue(name, out var function)
            && given.Length == (name is "hasOwn" or "assign" ? 2 : 1))
            return Of(typeof(Objects), function, [_run, .. Values(given)]);
        if (space == "Array" && name == "isArray" && given.Length == 1)
            return Of(typeof(Lists), nameof(Lists.IsList), Values(given));
        throw new OutsideSubsetException(call);
    }

    private Operand Extreme(string name, CallExpression call)
    {
        if (call.Arguments is [SpreadElement spread])
        {
            var folded = name == "max" ? nameof(Numbers.MaxOf) : nameof(Numbers.MinOf);
            return Of(typeof(Numbers), folded, [_run, Expression(spread.Argument).Value()]);
        }

        var numbers = Arguments(call).Select(a => a.Number()).ToArray();
        if (numbers.Length == 0) return Operand.Constant(name == "max" ? double.NegativeInfinity : double.PositiveInfinity);
        return Operand.Number(numbers.Aggregate((a, b) => Tree.Call(typeof(Numbers), MathFunctions[name], null, a, b)));
    }
}
