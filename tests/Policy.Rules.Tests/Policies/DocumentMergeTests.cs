using Policy.Rules.Policies;

namespace Policy.Rules.Tests.Policies;

/// <summary>What becomes of two edits of one draft: no database.</summary>
public sealed class DocumentMergeTests
{
    private static readonly string Start = Table(("R1", "[0..10)", "green"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));

    [Fact]
    public void Edits_of_different_rows_are_put_together()
    {
        var mine = Table(("R1", "[0..5)", "green"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));
        var theirs = Table(("R1", "[0..10)", "green"), ("R2", "[10..30)", "green"), ("R3", "-", "red"));

        Assert.Equal([("R1", "[0..5)"), ("R2", "[10..30)"), ("R3", "-")], Merged(mine, theirs));
        Assert.Equal(Merged(mine, theirs), Merged(theirs, mine));
    }

    [Fact]
    public void Rows_added_by_one_and_removed_by_the_other_both_count()
    {
        var mine = Table(("R1", "[0..10)", "green"), ("N1", "[12..13)", "red"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));
        var theirs = Table(("R2", "[10..20)", "green"), ("N2", "[14..15)", "red"), ("R3", "-", "red"));

        Assert.Equal(["N1", "R2", "N2", "R3"], Merged(mine, theirs).Select(r => r.Id).Order(Comparer<string>.Create((a, b) => Place(a) - Place(b))));
        Assert.Equal(4, Merged(mine, theirs).Count);
        static int Place(string id) => Array.IndexOf(["N1", "R2", "N2", "R3"], id);
    }

    [Fact]
    public void The_order_of_him_who_moved_rows_counts()
    {
        var mine = Table(("R2", "[10..20)", "green"), ("R1", "[0..10)", "green"), ("R3", "-", "red"));
        var theirs = Table(("R1", "[0..10)", "green"), ("R2", "[10..20)", "green"), ("N", "[50..60)", "green"), ("R3", "-", "red"));

        Assert.Equal(["R2", "N", "R1", "R3"], Merged(mine, theirs).Select(r => r.Id));
        Assert.Equal(["R2", "N", "R1", "R3"], Merged(theirs, mine).Select(r => r.Id));
    }

    [Fact]
    public void One_row_changed_by_both_is_a_conflict_with_both_outcomes()
    {
        var mine = Table(("R1", "[0..5)", "green"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));
        var theirs = Table(("R1", "[0..6)", "green"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));

        var (json, conflicts) = DocumentMerge.Of(Start, mine, theirs);

        Assert.Null(json);
        var conflict = Assert.Single(conflicts);
        Assert.Equal(("rows", "R1"), (conflict.Member, conflict.Item));
        Assert.Contains("[0..5)", conflict.Mine, StringComparison.Ordinal);
        Assert.Contains("[0..6)", conflict.Theirs, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_removed_by_one_and_changed_by_the_other_is_a_conflict()
    {
        var mine = Table(("R1", "[0..10)", "green"), ("R3", "-", "red"));
        var theirs = Table(("R1", "[0..10)", "green"), ("R2", "[10..30)", "green"), ("R3", "-", "red"));

        var conflict = Assert.Single(DocumentMerge.Of(Start, mine, theirs).Conflicts);
        Assert.Equal(("R2", null), (conflict.Item, conflict.Mine));
    }

    [Fact]
    public void The_same_edit_by_both_is_none()
    {
        var both = Table(("R1", "[0..5)", "green"), ("R2", "[10..20)", "green"), ("R3", "-", "red"));
        Assert.Equal("[0..5)", Merged(both, both)[0].When);
    }

    [Fact]
    public void Members_outside_of_rows_are_taken_whole()
    {
        var mine = Start.Replace("\"first\"", "\"priority\"", StringComparison.Ordinal);
        var theirs = Start.Replace("\"first\"", "\"unique\"", StringComparison.Ordinal);

        Assert.Equal("hitPolicy", Assert.Single(DocumentMerge.Of(Start, mine, theirs).Conflicts).Member);
        Assert.Contains("priority", DocumentMerge.Of(Start, mine, Start).Json, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_document_is_never_merged() =>
        Assert.Equal("", Assert.Single(DocumentMerge.Of(Start, "{", Start).Conflicts).Member);

    private static List<(string Id, string When)> Merged(string mine, string theirs)
    {
        var (json, conflicts) = DocumentMerge.Of(Start, mine, theirs);
        Assert.Empty(conflicts);
        return [.. ((DecisionTableDocument)TestPolicies.Read(json!)).Rows.Select(r => (r.Id, r.When[0]))];
    }

    private static string Table(params (string Id, string When, string Channel)[] rows)
    {
        var written = string.Join(',', rows.Select(r => $$"""{"id":"{{r.Id}}","when":["{{r.When}}"],"then":["\"{{r.Channel}}\""]}"""));
        return $$"""
            {"kind":"decisionTable","key":"channel-thresholds","facts":"declaration","hitPolicy":"first",
             "inputs":[{"expression":"totalValue"}],"outputs":[{"name":"channel","type":"text","values":["green","red"]}],"rows":[{{written}}]}
            """;
    }
}
