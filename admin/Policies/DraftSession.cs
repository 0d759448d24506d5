using System.Collections.Immutable;
using System.Text;
using Policy.Admin.Common;
using Policy.Engine.Analysis;
using Policy.Engine.Overlays;
using Policy.Engine;
using Policy.Rules;
using Policy.Rules.Decisions;
using Policy.Rules.Policies;
using Policy.Rules.Releases;
using Policy.Rules.Simulations;

namespace Policy.Admin.Policies;

/// <summary>One officer's work on the draft of a policy: what is edited, what is wrong with it, what it would decide.</summary>
public sealed class DraftSession(PolicyStore store, ActiveReleases active, SimulationStore simulations, TimeProvider time)
{
    private ImmutableArray<Document> _inForce = [];
    private Document? _inherited;
    private OverlayDocument? _overlay;
    private string? _etag;

    /// <summary>The policy as the zone sees it; null when it has none of that key.</summary>
    public PolicyView? View { get; private set; }

    /// <summary>The parent's document in force that the zone overlays; null when the zone has a document of its own.</summary>
    public Document? Parent { get; private set; }

    /// <summary>The draft's own JSON: a document, or an overlay.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The draft as it would apply in the zone; null while its JSON cannot be read or composed.</summary>
    public Document? Document { get; private set; }

    /// <summary>Findings; pointers are into <see cref="Document"/>, or into <see cref="Text"/> while that is null.</summary>
    public ImmutableArray<Diagnostic> Problems { get; private set; } = [];

    /// <summary>True when the draft cannot be compiled.</summary>
    public bool HasErrors => Problems.Any(p => p.Severity == Severity.Error);

    /// <summary>What is in force now; null when the zone has no release.</summary>
    public CompiledRelease? Baseline { get; private set; }

    /// <summary>What would decide with the draft in place; null while it has errors.</summary>
    public CompiledRelease? Candidate { get; private set; }

    /// <summary>True when what was submitted was simulated, or there is nothing in force to compare it with.</summary>
    public bool Simulated { get; private set; }

    /// <summary>True when there is something to save.</summary>
    public bool Changed { get; private set; }

    /// <summary>True when the newest version is in no release yet.</summary>
    public bool Publishable { get; private set; }

    /// <summary>When the newest version, released already, takes effect; null when that is past or it is in no release.</summary>
    public DateTimeOffset? TakesEffect { get; private set; }

    /// <summary>Where the policy stands.</summary>
    public Stage Stage => (Changed, View?.Draft) switch
    {
        (false, { State: DraftState.Submitted }) => Stage.Submitted,
        (false, null) => Publishable ? Stage.Approved : Stage.Live,
        _ => Stage.Draft,
    };

    /// <summary>Loads the policy and begins with its draft, else its newest version, else what is in force.</summary>
    public async Task Load(string zone, string key, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        View = await store.Policy(zone, key, now, cancellation);
        if (View is null) return;
        _inForce = await store.DocumentsInForce(zone, now, cancellation);
        Baseline = await active.InForce(zone, now, cancellation);
        _inherited = Parent = await ParentDocument(zone, key, now, cancellation);
        var holding = (await store.Releases(zone, cancellation)).Where(r => View.Current is { } newest && Contains(r, newest)).ToList();
        Publishable = View.Current is not null && holding.Count == 0;
        TakesEffect = holding.Count > 0 && holding.Min(r => r.EffectiveFrom) is var from && from > now ? from : null;
        Simulated = Baseline?.Rules.Document(Clearance.Flow) is null || (View.Draft?.Submission?.Grounds is { } grounds
            && await simulations.Of(zone, key, grounds.Candidate, cancellation) is not null);
        _etag = View.Draft?.ETag;
        Text = View.Draft?.Json ?? View.Current?.Json ?? NewText();
        Read();
        Changed = false;
    }

    /// <summary>Takes over an edited document.</summary>
    public void Edit(Document document)
    {
        Document = document;
        if (Parent is not null)
        {
            _overlay = OverlayDifferences.Of(Parent, document, _overlay ?? new OverlayDocument { Key = document.Key });
            Text = Json(_overlay);
        }
        else
        {
            Text = Json(document);
        }

        Changed = true;
        Check();
    }

    /// <summary>Takes over edited JSON, however broken.</summary>
    public void EditText(string text)
    {
        Text = text;
        Changed = true;
        Read();
    }

    /// <summary>What an edit would bring, without taking it over.</summary>
    public ImmutableArray<Diagnostic> Probe(Document document) =>
        RuleSet.Compile(Replaced(document)).Diagnostics.Sort(BySeverity);

    /// <summary>The draft's properties that are not proved.</summary>
    public ImmutableArray<UnprovedProperty> Unproved()
    {
        if (Candidate?.Rules is not { } rules || rules.Document(View!.Key) is not { Properties.IsEmpty: false }) return [];
        var check = PropertyCheck.Of(rules, View.Key, zone => active.InForce(zone)?.Rules);
        var broken = check.Broken.DistinctBy(f => f.Property).Select(f => new UnprovedProperty(f.Property!, f.Message)).ToList();
        return [.. broken, .. check.Undecided.Where(id => broken.TrueForAll(b => b.Id != id)).Select(id => new UnprovedProperty(id, null))];
    }

    /// <summary>Saves. Nothing is lost when the answer is <c>stale-draft</c>.</summary>
    public async Task<Result<DraftSaved>> Save(Actor by, CancellationToken cancellation)
    {
        var saved = await store.Execute(new SaveDraft(View!.Zone, View.Key, Text, _etag, by), cancellation);
        if (saved.Succeeded)
        {
            _etag = saved.Value.ETag;
            Changed = false;
            View = await store.Policy(View.Zone, View.Key, time.GetUtcNow(), cancellation);
        }

        return saved;
    }

    /// <summary>After a conflict: keeps this work, makes the next save replace what the other saved, and says what both amount to
    /// together.</summary>
    public async Task<DraftMerge?> AcceptConflict(CancellationToken cancellation)
    {
        var merge = await store.Merge(View!.Zone, View.Key, _etag, Text, cancellation);
        View = await store.Policy(View.Zone, View.Key, time.GetUtcNow(), cancellation);
        _etag = View?.Draft?.ETag;
        return merge;
    }

    private static string Json(Document document) => Display.Indent(Encoding.UTF8.GetString(DocumentJson.Write(document)));

    private static bool Contains(Release release, PolicyVersion version) => release.Entries
        .Any(e => e.Key == version.Key && e.Layers.Contains(new Layer(version.Zone, version.Number)));

    private static int BySeverity(Diagnostic left, Diagnostic right) => left.Severity.CompareTo(right.Severity);

    private async Task<Document?> ParentDocument(string zone, string key, DateTimeOffset now, CancellationToken cancellation)
    {
        var parent = (await store.Zones(cancellation)).FirstOrDefault(z => z.Key == zone)?.Parent;
        if (parent is null) return null;
        var inherited = (await store.Policy(parent, key, now, cancellation))?.InForce;
        return inherited is not null && OverlayDifferences.Supports(inherited) ? inherited : null;
    }

    private string NewText()
    {
        if (Parent is not null) return Json(new OverlayDocument { Key = View!.Key });
        return View!.InForce is { } inForce ? Json(inForce) : "";
    }

    private void Read()
    {
        var reading = DocumentJson.Read(Encoding.UTF8.GetBytes(Text));
        (Document, Problems, Candidate, _overlay) = (null, reading.Problems, null, null);
        // A document of its own in a zone below replaces the parent's whole.
        Parent = reading.Document is null or OverlayDocument ? _inherited : null;
        if (reading.Document is not OverlayDocument overlay)
        {
            Document = reading.Document;
        }
        else if (Parent is not null)
        {
            var composed = Overlay.Apply(Parent, overlay);
            (_overlay, Document, Problems) = (overlay, composed.Document, composed.Problems);
        }

        if (Document is not null) Check();
    }

    private void Check()
    {
        var compiled = RuleSet.Compile(Replaced(Document!));
        Problems = compiled.Diagnostics.Sort(BySeverity);
        Candidate = compiled.RuleSet is { } rules && Baseline is not null ? new CompiledRelease(Baseline.Release, rules) : null;
    }

    private IEnumerable<Document> Replaced(Document document) =>
        _inForce.Where(d => d.Key != document.Key).Append(document);
}
