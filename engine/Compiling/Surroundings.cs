using System.Collections.Immutable;
using Policy.Engine.Expressions;
using Policy.Engine.FactTypes;
using Policy.Engine.Flows;

namespace Policy.Engine.Compiling;

/// <summary>What the expressions of a document see.</summary>
/// <param name="Facts">The fact type.</param>
/// <param name="Scope">Its fields, and behind them the decisions that the document reads.</param>
/// <param name="Dated">True when there is a declaration day with which periods can be compared.</param>
/// <param name="Requirements">The decisions it reads, by position.</param>
/// <param name="ReadsSteps">True when it also sees the earlier steps of a flow, behind the required decisions.</param>
internal sealed record Surroundings(
    FactType Facts, Scope Scope, bool Dated, ImmutableArray<Requirement> Requirements, bool ReadsSteps)
{
    /// <param name="facts">The fact type.</param>
    /// <param name="requirements">The decisions it requires.</param>
    /// <param name="functions">The documents that it calls.</param>
    /// <param name="flow">The flow's part; null for a document by itself.</param>
    /// <param name="document">The document.</param>
    public static Surroundings Of(FactType facts, ImmutableArray<Requirement> requirements, ImmutableArray<Symbol> functions, StepScope? flow, Document document)
    {
        var steps = flow?.VisibleTo(document.IsShadow()).Select(s => Decisions.Symbol(s.Id, s.Type, requirements.Length + s.Position)) ?? [];
        var required = requirements.Select((r, position) => Decisions.Symbol(r.Name, r.Document.Output, position));
        var outermost = new Scope(null, steps.DistinctBy(s => s.Name)) { Dialect = document.Dialect };
        var scope = new Scope(new Scope(outermost, required.Concat(functions).DistinctBy(s => s.Name)), facts.Fields.Select(FactSymbol));
        return new(facts, scope, HasDay(facts) || flow is { Dated: true }, requirements, flow is not null);
    }

    /// <summary>The scope of one item of a list field; null, with the problem reported, when there is no such field.</summary>
    public ItemScope? Items(string? forEach, Reporter reporter)
    {
        if (forEach is null) return new ItemScope(-1, Facts, Scope);
        if (Facts.Field(forEach) is { Type: FieldType.List, Members: { } members })
            return new ItemScope(Facts.Shape.Slot(forEach), members, new Scope(Scope, members.Fields.Select(ItemSymbol)));
        var lists = Facts.Fields.Where(f => f is { Type: FieldType.List, Members: not null }).Select(f => f.Name).ToArray();
        reporter.At("forEach").Error(DiagnosticCode.UnknownList, Messages.UnknownList(forEach, lists));
        return null;
    }

    /// <summary>Reports a period where there is no day to compare it with.</summary>
    public void CheckPeriod(DateOnly? from, DateOnly? to, Reporter at)
    {
        if (!Dated && (from ?? to) is not null) at.At(from is null ? "to" : "from").Error(DiagnosticCode.PeriodWithoutDay, Messages.PeriodWithoutDay(Facts.Key));
    }

    private static bool HasDay(FactType facts) => facts.Field("declaredAt") is { Type: FieldType.Instant or FieldType.Date };

    private static Symbol FactSymbol(FactField field, int slot) => new(field.Name, DataTypes.Of(field), Place.Fact(slot));

    private static Symbol ItemSymbol(FactField field, int slot) => new(field.Name, DataTypes.Of(field), Place.Item(slot));
}

/// <summary>What a document with or without <c>forEach</c> runs over.</summary>
/// <param name="Slot">Slot of the list field; -1: the document runs once, on the facts.</param>
/// <param name="Type">The fields of an item, or of the facts.</param>
/// <param name="Scope">What expressions see.</param>
internal sealed record ItemScope(int Slot, FactType Type, Scope Scope)
{
    public bool IsEach => Slot >= 0;
}
