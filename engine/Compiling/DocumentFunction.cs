using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;
using Policy.Engine.Flows;

namespace Policy.Engine.Compiling;

/// <summary>A document as a function of the fields of its fact type.</summary>
internal static class DocumentFunction
{
    /// <summary>The name under which expressions call the document.</summary>
    public static Symbol Symbol(string name, CompiledDocument document)
    {
        var function = Value.Function(new Function(
            [.. document.Facts.Fields.Select(f => new FunctionParameter(f.Name, DataTypes.TypeOf(f.Definition)))],
            (frame, arguments) => Call(document, frame, arguments))
        {
            Result = document.Source is ExpressionDocument { Result: { } result } ? DataTypes.TypeOf(result) : null,
        });
        return new Symbol(name, DataType.Function with { Items = ResultOf(document) }, _ => function);
    }

    private static Value Call(CompiledDocument document, Frame frame, Value[] arguments)
    {
        if (!frame.Spend(Limits.DocumentCallCost)) return Value.Null;
        var facts = new Context(document.Facts.Shape, arguments);
        var evaluation = frame.Evaluate(() => document.Evaluate(facts, frame.AsOf, trace: false));
        return document is CompiledFlow ? evaluation.Outcome : evaluation.Outputs;
    }

    private static DataType ResultOf(CompiledDocument document)
    {
        if (document is not CompiledFlow) return document.Output;
        foreach (var member in document.Output.Members)
            if (member.Name == CompiledFlow.Outcome) return member.Type;
        return DataType.Any;
    }
}
