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

        var again = mended.After(new DraftSubmitted("raised", "author", Now));
        Assert.Equal("raised", again.Draft!.Comment);
        Assert.Null(again.After(new DraftSubmitted(" ", "author", Now)).Draft!.Comment);
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
        var unsound = Sound with { Refusal = Refusals.CasesFailing("z", []) };
        Assert.Equal("cases-failing", SubmitDraft.Decide(Drafted(), new("z", "k", "", Author), unsound, Now).Refusal?.Code);
        Assert.Equal("cases-failing", ApproveDraft.Decide(Submitted(), new("z", "k", "", Approver), unsound, Now).Refusal?.Code);
    }

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

    private static DraftCheck Sound { get; } = new(
        TestPolicies.Read(TestPolicies.Sampling), new Candidate(null, null, []), null);

    private static Result<ImmutableArray<AuditedEvent>> Decide(PolicyState? state, string? ifMatch) =>
        SaveDraft.Decide(state, new("z", "k", "{}", ifMatch, Author), Now);

    private static PolicyState Drafted() => Decide(null, null).Value.Aggregate(PolicyState.Begin("z", "k"), (s, e) => s.After(e));

    private static PolicyState Submitted() => Drafted().After(new DraftSubmitted("", Author.Name, Now));
}
