namespace Policy.Rules.Storage;

/// <summary>A composed document of releases, stored once by its content hash.</summary>
/// <param name="Id">Content hash.</param>
/// <param name="Json">Canonical JSON.</param>
internal sealed record ComposedDocument(string Id, string Json);
