using System.Collections.Immutable;
using System.Text.Json;
using Policy.Engine.Expressions;

namespace Policy.Engine.Compiling;

/// <summary>Checks what a document states about itself: its cases and properties.</summary>
internal static class StatementChecks
{
    public static void Check(Document document, Surroundings surroundings, CompiledDocument? compiled, Reporter reporter)
    {
        for (var i = 0; i < document.Cases.Length; i++) CheckCase(document.Cases[i], surroundings.Facts, compiled, reporter.At("cases").At(i));
        for (var i = 0; i < document.Properties.Length; i++)
            CheckProperty(document.Properties[i], surroundings, compiled, reporter.At("properties").At(i));
    }

    private static void CheckCase(Case item, FactType facts, CompiledDocument? compiled, Reporter at)
    {
        Facts.Read(facts, item.Facts, submitted: false, at.At("facts"));
        if (item.Expect.ValueKind != JsonValueKind.Object || compiled?.Output is not { Members.IsDefault: false, Kind: ValueKind.Object } output) return;
        foreach (var member in item.Expect.EnumerateObject()) CheckOutput(member.Name, output.Members, at.At("expect").At(member.Name));
    }

    private static void CheckProperty(PropertyStatement property, Surroundings surroundings, CompiledDocument? compiled, Reporter at)
    {
        var outputs = OutputsOf(compiled);
        switch (property.Kind)
        {
            case "monotone":
                if (property.Output is { } output && !outputs.IsDefault) CheckOutput(output, outputs, at.At("output"));
                if (property.Input is { } input && Scope(compiled, surroundings, default) is { } inputs) Feel.Compile(input, inputs, at.At("input"));
                break;
            case "implies" when Scope(compiled, surroundings, outputs) is { } scope:
                if (property.When is { } when) Conditions.Compile(when, scope, at.At("when"));
                if (property.Then is { } then) Conditions.Compile(then, scope, at.At("then"));
                break;
            case "notLooserThan" when property.Key is { } key && key.Split('/') is not [{ Length: > 0 }, { Length: > 0 }]:
                at.At("key").Error(DiagnosticCode.Mistyped, Messages.NotLooserThanKey);
                break;
        }
    }

    /// <summary>What a property may name: the facts (of one item with <c>forEach</c>) and the outputs. Null when the
    /// document itself has errors, which would only be repeated.</summary>
    private static Scope? Scope(CompiledDocument? compiled, Surroundings surroundings, ImmutableArray<DataType.Member> outputs)
    {
        if (compiled is null) return null;
        var scope = compiled.Source switch
        {
            DecisionTableDocument { ForEach: { } forEach } => surroundings.Items(forEach, new Reporter(""))?.Scope,
            ListDocument { ForEach: { } forEach } => surroundings.Items(forEach, new Reporter(""))?.Scope,
            _ => null,
        };
        var named = outputs.IsDefault ? [] : outputs.Select(o => new Symbol(o.Name, o.Type, frame => frame.Input.AsObject()[o.Name]));
        return new Scope(scope ?? surroundings.Scope, named);
    }

    private static ImmutableArray<DataType.Member> OutputsOf(CompiledDocument? compiled) => compiled?.Output switch
    {
        { Kind: ValueKind.Object } output => output.Members,
        { Kind: ValueKind.List, Items: { Kind: ValueKind.Object } items } => items.Members,
        _ => default,
    };

    private static void CheckOutput(string name, ImmutableArray<DataType.Member> outputs, Reporter at)
    {
        if (outputs.Any(o => o.Name == name)) return;
        at.Error(DiagnosticCode.UnknownOutput, Messages.UnknownOutput(name, [.. outputs.Select(o => o.Name)]));
    }
}
