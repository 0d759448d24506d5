namespace Policy.Rules.Policies;

/// <summary>Saves a draft, begun from the newest version if there is none yet. Refused: <c>stale-draft</c> when
/// <paramref name="IfMatch"/> is not the draft's ETag (null: there must be no draft), <c>unknown-zone</c>,
/// <c>invalid-key</c>, <c>too-large</c>, <c>role</c> unless author.</summary>
/// <param name="Zone">Key of the zone.</param>
/// <param name="Key">Key of the document.</param>
/// <param name="Json">The document or overlay; broken JSON is kept and reported.</param>
/// <param name="IfMatch">ETag the editor started from; null for a first save.</param>
/// <param name="By">Who saves.</param>
public sealed record SaveDraft(string Zone, string Key, string Json, string? IfMatch, Actor By);

/// <summary>Submits the draft for approval. Refused: <c>no-draft</c>, <c>not-editable</c>, <c>errors</c>,
/// <c>cases-failing</c>, <c>role</c> unless author.</summary>
public sealed record SubmitDraft(string Zone, string Key, string Comment, Actor By);

/// <summary>Approves the submitted draft, which becomes the next version. Refused: <c>not-submitted</c>,
/// <c>own-draft</c> when <paramref name="By"/> edited it, <c>errors</c>, <c>cases-failing</c>, <c>parent-locked</c>,
/// <c>role</c> unless approver.</summary>
public sealed record ApproveDraft(string Zone, string Key, string Comment, Actor By);

/// <summary>Sends the submitted draft back. Refused: <c>not-submitted</c>, <c>role</c> unless approver.</summary>
public sealed record RejectDraft(string Zone, string Key, string Comment, Actor By);
