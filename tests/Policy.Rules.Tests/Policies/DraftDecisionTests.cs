using System.Collections.Immutable;
using Policy.Rules.Audit;
using Policy.Rules.Policies;
using static Policy.Rules.Tests.StoreUnderTest;

namespace Policy.Rules.Tests.Policies;

/// <summary>Given events, when a command, then events or a refusal: no database.</summary>
public sealed class DraftDecisionTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 8, 0, 0, TimeSpan.FromHours(8));

    [Fact]
    public void A_first_save_creates_the_policy() =>
        Assert.IsType<PolicyCreated>(Decide(null, null).Value[0]);

    [Fact]
    public void A_save_needs_the_drafts_current_etag()
    {
        var draft = Drafted();
        Assert.Equal("stale-draft", Decide(draft, null).Refusal?.Code);
        Assert.Equal("stale-draft", Decide(draft, "other").Refusal?.Code);
        Assert.True(Decide(draft, draft.Draft!.ETag).Succeeded);
        Assert.Equal("stale-draft", Decide(null, "gone").Refusal?.Code);
    }

    [Fact]
    public void Every_save_gives_another_etag_even_of_the_same_text()
    {
        var first = Drafted();
        var second = first.After(Decide(first, first.Draft!.ETag).Value.Single());
        Assert.NotEqual(first.Draft.ETag, second.Draft!.ETag);
    }

    [Fact]
    public void What_the_approver_said_stays_with_the_draft_while_it_is_mended()
    {
        var rejected = Submitted().After(new DraftRejected("too low", "approver", Now));
        Assert.Equal((DraftState.Rejected, "too low"), (rejected.Draft!.State, rejected.Draft.Comment));

        var mended = rejected.After(Decide(rejected, rejected.Draft.ETag).Value.Single());
        Assert.Equal((DraftState.Draft, "too low"), (mended.Draft!.State, mended.Draft.Comment));

        var again = mended.After(new DraftSubmitted("raised", null, Grounds, "author", Now));
        Assert.Equal("raised", again.Draft!.Comment);
        Assert.Null(again.After(new DraftSubmitted(" ", null, Grounds, "author", Now)).Draft!.Comment);
    }

    [Theory]
    [InlineData("Channel")]
    [InlineData("a--b")]
    [InlineData("a_b")]
    [InlineData("")]
    [InlineData("键")]
    public void A_key_is_kebab_case(string key) =>
        Assert.Equal("invalid-key", SaveDraft.Decide(null, new("z", key, "{}", null, Author), Now).Refusal?.Code);

    [Fact]
    public void A_draft_has_a_limit_and_no_nul_character()
    {
        var large = new string(' ', SaveDraft.MaxLength + 1);
        Assert.Equal("too-large", SaveDraft.Decide(null, new("z", "k", large, null, Author), Now).Refusal?.Code);
        Assert.Equal("invalid-text", SaveDraft.Decide(null, new("z", "k", "{\0}", null, Author), Now).Refusal?.Code);
    }

    [Theory]
    [InlineData(Role.Approver)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    public void Only_authors_write(Role role)
    {
        var actor = new Actor("somebody", role);
        Assert.Equal("role", SaveDraft.Decide(null, new("z", "k", "{}", null, actor), Now).Refusal?.Code);
        Assert.Equal("role", SubmitDraft.Decide(Drafted(), new("z", "k", "", actor), Sound, Now).Refusal?.Code);
    }

    [Theory]
    [InlineData(Role.Author)]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    public void Only_approvers_decide(Role role)
    {
        var actor = new Actor("somebody", role);
        Assert.Equal("role", ApproveDraft.Decide(Submitted(), new("z", "k", "", actor), Sound, Now).Refusal?.Code);
        Assert.Equal("role", RejectDraft.Decide(Submitted(), new("z", "k", "", actor), Now).Refusal?.Code);
    }

    [Fact]
    public void A_draft_is_submitted_once()
    {
        Assert.Equal("no-draft", SubmitDraft.Decide(null, new("z", "k", "", Author), null, Now).Refusal?.Code);
        Assert.Equal("not-editable", SubmitDraft.Decide(Submitted(), new("z", "k", "", Author), Sound, Now).Refusal?.Code);
    }

    [Fact]
    public void Nobody_approves_what_he_edited_whatever_role_he_has_now()
    {
        var own = new Actor(Author.Name.ToUpperInvariant(), Role.Approver);
        Assert.Equal("own-draft", ApproveDraft.Decide(Submitted(), new("z", "k", "", own), Sound, Now).Refusal?.Code);
    }

    [Fact]
    public void An_edit_voids_the_submission()
    {
        var submitted = Submitted();
        var edited = submitted.After(Decide(submitted, submitted.Draft!.ETag).Value.Single());
        Assert.Equal(DraftState.Draft, edited.Draft!.State);
        Assert.Equal("not-submitted", ApproveDraft.Decide(edited, new("z", "k", "", Approver), Sound, Now).Refusal?.Code);
    }

    [Fact]
    public void What_is_found_stops_submission_and_approval()
    {
        var unsound = Sound with { Check = Sound.Check with { Refusal = Refusals.CasesFailing("z", []) } };
        Assert.Equal("cases-failing", SubmitDraft.Decide(Drafted(), new("z", "k", "", Author), unsound, Now).Refusal?.Code);
        Assert.Equal("cases-failing", ApproveDraft.Decide(Submitted(), new("z", "k", "", Approver), unsound, Now).Refusal?.Code);
    }

    [Fact]
    public void An_approval_is_of_what_was_submitted_and_seen()
    {
        var otherBase = Sound with { Grounds = Grounds with { Base = "another" } };
        Assert.Equal("stale-review", Approve(otherBase).Refusal?.Code);
        Assert.Equal("stale-review", Approve(Sound, "what I saw").Refusal?.Code);
        var approved = Assert.IsType<VersionApproved>(Approve(Sound, Grounds.Hash).Value.Single());
        Assert.Equal((Grounds, "simulation", "candidate"), (approved.Grounds, approved.Simulation, approved.Hash));
    }

    [Fact]
    public void An_approval_needs_a_simulation_where_there_is_something_to_compare_with()
    {
        Assert.Equal("no-simulation", Approve(Sound with { Simulation = null }).Refusal?.Code);
        Assert.True(Approve(Sound with { Simulation = null, NeedsSimulation = false }).Succeeded);
    }

    [Fact]
    public void Every_part_of_the_grounds_is_in_their_hash()
    {
        ReviewGrounds[] all =
        [
            Grounds, Grounds with { Candidate = "" }, Grounds with { Base = "" }, Grounds with { Cases = "" }, Grounds with { Properties = "" },
            Grounds with { Difference = "" }, Grounds with { Waivers = [new("P1", "why")] }, Grounds with { Waivers = [new("P1", "because")] },
        ];
        Assert.Equal(all.Length, all.Select(g => g.Hash).Distinct().Count());
    }

    [Fact]
    public void A_draft_is_discarded_by_an_author_who_has_seen_it()
    {
        var draft = Drafted();
        Assert.Equal("stale-draft", DiscardDraft.Decide(draft, new("z", "k", "old", "", Author), Now).Refusal?.Code);
        Assert.Equal("role", DiscardDraft.Decide(draft, new("z", "k", draft.Draft!.ETag, "", Approver), Now).Refusal?.Code);
        Assert.Equal("no-draft", DiscardDraft.Decide(null, new("z", "k", "", "", Author), Now).Refusal?.Code);
        Assert.Null(draft.After(DiscardDraft.Decide(draft, new("z", "k", draft.Draft.ETag, "", Author), Now).Value.Single()).Draft);
    }

    [Fact]
    public void A_comment_stays_open_until_somebody_resolves_it()
    {
        var state = Drafted();
        foreach (var (row, column) in new[] { (null, null), ("R1", null), ("R1", "totalValue") })
            state = state.After(AddComment.Decide(state, new("z", "k", "why?", row, column, Approver), Now).Value.Single());
        Assert.Equal([1, 2, 3], state.OpenComments.Select(c => c.Number));

        state = state.After(ResolveComment.Decide(state, new("z", "k", 2, Author), Now).Value.Single());
        Assert.Equal([1, 3], state.OpenComments.Select(c => c.Number));
        Assert.Equal("unknown-comment", ResolveComment.Decide(state, new("z", "k", 2, Author), Now).Refusal?.Code);
    }

    [Theory]
    [InlineData("", null, null, "invalid-text")]
    [InlineData("x\0", null, null, "invalid-text")]
    [InlineData("x", null, "totalValue", "invalid-text")]
    public void A_comment_has_a_text_and_a_place(string text, string? row, string? column, string code) =>
        Assert.Equal(code, AddComment.Decide(Drafted(), new("z", "k", text, row, column, Author), Now).Refusal?.Code);

    [Theory]
    [InlineData(Role.Auditor)]
    [InlineData(Role.Operator)]
    [InlineData(Role.Administrator)]
    public void Who_only_reads_does_not_comment(Role role) =>
        Assert.Equal("role", AddComment.Decide(Drafted(), new("z", "k", "x", null, null, new("a", role)), Now).Refusal?.Code);

    [Fact]
    public void A_new_draft_is_based_on_the_newest_version()
    {
        var state = Submitted();
        var approved = state.After(ApproveDraft.Decide(state, new("z", "k", "", Approver), Sound, Now).Value.Single());
        Assert.Equal((1, null), (approved.Versions, approved.Draft));
        var begun = approved.After(Decide(approved, null).Value.Single());
        Assert.Equal(1, begun.Draft!.BaseVersion);
    }

    [Fact]
    public void Every_event_carries_the_hash_of_the_one_before()
    {
        var events = EventChain.Link("z/k", 0, "", Decide(null, null).Value).ToImmutableArray();
        Assert.Equal(["", EventChain.Hash("z/k", 1, events[0])], events.Select(e => e.Previous));
        Assert.NotEqual(EventChain.Hash("z/k", 1, events[0]), EventChain.Hash("z/k", 1, events[0] with { By = "other" }));
        Assert.NotEqual(EventChain.Hash("z/k", 1, events[0]), EventChain.Hash("z/k", 2, events[0]));
    }

    private static ReviewGrounds Grounds { get; } = new("candidate", "base", "cases", "properties", "difference", []);

    private static DraftReview Sound { get; } = new(
        new DraftCheck(TestPolicies.Read(TestPolicies.Sampling), new Candidate(null, null, []), null, null), Grounds, true, "simulation");

    private static Result<ImmutableArray<AuditedEvent>> Decide(PolicyState? state, string? ifMatch) =>
        SaveDraft.Decide(state, new("z", "k", "{}", ifMatch, Author), Now);

    private static Result<ImmutableArray<AuditedEvent>> Approve(DraftReview review, string? seen = null) =>
        ApproveDraft.Decide(Submitted(), new("z", "k", "", Approver, seen), review, Now);

    private static PolicyState Drafted() => Decide(null, null).Value.Aggregate(PolicyState.Begin("z", "k"), (s, e) => s.After(e));

    private static PolicyState Submitted() => Drafted().After(new DraftSubmitted("", null, Grounds, Author.Name, Now));
}
