using System.Collections.Immutable;
using Policy.Engine;
using Policy.Rules.Policies;
using Policy.Rules.Releases;

namespace Policy.Rules;

/// <summary>The versioned store of policies and releases.</summary>
public sealed class PolicyStore
{
    // The helper who fills this in chooses the constructor; it is registered by AddPolicyStore.

    /// <summary>All zones, parents before children.</summary>
    public Task<ImmutableArray<Zone>> Zones(CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Adds a zone; nothing happens when an equal zone exists. Refused: <c>unknown-zone</c> for the parent,
    /// <c>zone-exists</c>, <c>invalid-key</c>, <c>role</c> unless administrator.</summary>
    public Task<Result<Zone>> AddZone(Zone zone, Actor by, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The policies a zone has or inherits at a time, and drafts, by key; empty for an unknown zone.</summary>
    public Task<ImmutableArray<PolicyView>> Policies(string zone, DateTimeOffset at, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>One policy; null when the zone neither has nor inherits it.</summary>
    public Task<PolicyView?> Policy(string zone, string key, DateTimeOffset at, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The zone's own versions of a policy, newest first.</summary>
    public Task<ImmutableArray<PolicyVersion>> Versions(string zone, string key, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Carries out a command.</summary>
    public Task<Result<DraftSaved>> Execute(SaveDraft command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Draft>> Execute(SubmitDraft command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<PolicyVersion>> Execute(ApproveDraft command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Draft>> Execute(RejectDraft command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Release>> Execute(PublishRelease command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <inheritdoc cref="Execute(SaveDraft, CancellationToken)"/>
    public Task<Result<Release>> Execute(RollbackRelease command, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>All releases of a zone, newest number first.</summary>
    public Task<ImmutableArray<Release>> Releases(string zone, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The composed documents of a release.</summary>
    public Task<ImmutableArray<Document>> Documents(Release release, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>The composed documents of the release in force in a zone at a time; empty when none is.</summary>
    public Task<ImmutableArray<Document>> DocumentsInForce(string zone, DateTimeOffset at, CancellationToken cancellation) => throw new NotImplementedException();

    /// <summary>Compiles what the zone would decide with a draft in place: the documents in force at a time, with the
    /// draft (a document, or an overlay composed with the parent's) put in. Nothing is stored.</summary>
    public Task<Candidate> Candidate(string zone, string key, string json, DateTimeOffset at, CancellationToken cancellation) => throw new NotImplementedException();
}

/// <summary>A draft in its zone.</summary>
/// <param name="Rules">The compiled rules; null when there is an error.</param>
/// <param name="Document">The draft as it would apply, overlay composed; null when it cannot be read or composed.</param>
/// <param name="Problems">All findings of the draft itself; pointers are into the draft's own JSON.</param>
public sealed record Candidate(RuleSet? Rules, Document? Document, ImmutableArray<Diagnostic> Problems);
