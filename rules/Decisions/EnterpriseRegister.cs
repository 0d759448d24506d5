namespace Policy.Rules.Decisions;

/// <summary>What the credit database knows of an enterprise.</summary>
/// <param name="Code">Customs enterprise code.</param>
/// <param name="Json">A JSON object of fact type <c>enterprise</c>; its members join <c>enterprise</c> of a declaration
/// before it is decided.</param>
public sealed record EnterpriseRecord(string Code, string Json);

/// <summary>The credit database (the "one database" of the pilot zones): reference data of decisions, frozen into the
/// recorded facts of each.</summary>
public sealed class EnterpriseRegister
{
    // The helper who fills this in chooses the constructor.

    /// <summary>The record of an enterprise; null when it is not known. Answers from memory once loaded.</summary>
    public ValueTask<EnterpriseRecord?> Find(string code, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Adds or replaces records.</summary>
    public Task Put(IEnumerable<EnterpriseRecord> records, CancellationToken cancellation) => throw new NotImplementedException();
}
