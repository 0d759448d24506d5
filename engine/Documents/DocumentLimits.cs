namespace Policy.Engine.Documents;

/// <summary>How much a document may hold, in UTF-16 units where nothing else is said.</summary>
internal static class DocumentLimits
{
    public const int DocumentBytes = 256 * 1024 * 1024;
    public const int FactsBytes = 10 * 1024 * 1024;
    public const int Key = 64;
    public const int Id = 100;
    public const int Text = 4_000;
    public const int Cell = 10_000;
    public const int Source = 1_000_000;
    public const int FieldDepth = 8;
}
