using System.Collections.Immutable;
using System.Text.Json;

namespace Policy.Engine.Documents;

/// <summary>Legal force of a document: only <see cref="InForce"/> and <see cref="Pilot"/> may change a live decision.</summary>
public enum Force
{
    /// <summary>Mandated or built.</summary>
    InForce,

    /// <summary>Explored or piloted.</summary>
    Pilot,

    /// <summary>Sought from a higher authority: runs in shadow.</summary>
    Sought,

    /// <summary>Encouraged only: runs in shadow.</summary>
    Encouraged,
}

/// <summary>A document as authored, stored and hashed: the only stored form of a rule.</summary>
public abstract record Document
{
    /// <summary>The value of <c>kind</c> in JSON, for example <c>decisionTable</c>.</summary>
    public abstract string Kind { get; }

    /// <summary>Kebab-case key, unique within a zone.</summary>
    public required string Key { get; init; }

    /// <summary>Title in both languages; null when the key serves.</summary>
    public LocalizedText? Title { get; init; }

    /// <summary>Key of the fact type the document reads; empty for a fact type itself and for an overlay.</summary>
    public string Facts { get; init; } = "";

    /// <summary>The legal act behind the document; null when none is named.</summary>
    public string? LegalBasis { get; init; }

    /// <summary>Rows of the policy catalogue and acts that the document implements, for example <c>H30</c>.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>Legal force; in force by default.</summary>
    public Force Force { get; init; } = Force.InForce;

    /// <summary>Information requirements (DMN 1.5, section 6.2): names under which the document's expressions read the
    /// outputs of other decisions, each with that decision's key, for example <c>credit</c> → <c>credit-grade</c> and
    /// then <c>credit.grade</c> in a cell. Checked against the other document's outputs. In a flow an earlier step
    /// that uses the required document satisfies it; evaluated alone, the required documents are evaluated first on
    /// the same facts (an object field named like their fact type, when it differs). Cycles are errors.</summary>
    public ImmutableSortedDictionary<string, string> Requires { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>Knowledge requirements (DMN 1.5, section 6.2): names under which the document's expressions call other
    /// documents as functions, each with that document's key. The parameters are the fields of the other document's fact
    /// type, in order; the result is its outputs (a flow's: its outcome). Cycles are errors.</summary>
    public ImmutableSortedDictionary<string, string> Functions { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    /// <summary>How the document's expressions are read; as policies need it by default.</summary>
    public Dialect Dialect { get; init; } = Dialect.Policy;

    /// <summary>Golden cases: facts with the result people expect.</summary>
    public ImmutableArray<Case> Cases { get; init; } = [];

    /// <summary>Properties that this and every later version must keep.</summary>
    public ImmutableArray<PropertyStatement> Properties { get; init; } = [];
}

/// <summary>A golden case.</summary>
/// <param name="Id">Stable id, unique in the document.</param>
/// <param name="Title">What the case shows; null when the id says it.</param>
/// <param name="Facts">The facts as a JSON object of the document's fact type.</param>
/// <param name="Expect">The outputs that matter, compared member by member; members not named are not compared.</param>
public sealed record Case(string Id, string? Title, JsonElement Facts, JsonElement Expect);

/// <summary>A property stated once and kept by every later version. Which members are set depends on <paramref name="Kind"/>.</summary>
/// <param name="Id">Stable id, unique in the document.</param>
/// <param name="Kind"><c>monotone</c>, <c>implies</c>, <c>complete</c> or <c>notLooserThan</c>.</param>
/// <param name="Input">Monotone: the input that moves.</param>
/// <param name="Output">Monotone: the output that must follow.</param>
/// <param name="Direction">Monotone: <c>nondecreasing</c> or <c>nonincreasing</c>.</param>
/// <param name="When">Implies: the premise, a FEEL expression.</param>
/// <param name="Then">Implies: the conclusion, a FEEL expression.</param>
/// <param name="Key">NotLooserThan: the other document as <c>zone/key</c>.</param>
public sealed record PropertyStatement(
    string Id,
    string Kind,
    string? Input = null,
    string? Output = null,
    string? Direction = null,
    string? When = null,
    string? Then = null,
    string? Key = null);
