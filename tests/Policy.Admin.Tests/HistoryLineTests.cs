using Policy.Admin.History;
using Policy.Rules.Policies;

namespace Policy.Admin.Tests;

public sealed class HistoryLineTests
{
    [Fact]
    public void Saves_of_one_person_with_nothing_between_are_one_line()
    {
        var lines = HistoryLine.Of([Saved("li"), Saved("li"), Saved("wang"), Entry(HistoryKind.Commented), Saved("wang")]);

        Assert.Equal(
            [(HistoryKind.Edited, 2), (HistoryKind.Edited, 1), (HistoryKind.Commented, 1), (HistoryKind.Edited, 1)],
            lines.Select(l => (l.Entry.Kind, l.Saves)));
    }

    [Fact]
    public void A_version_is_compared_with_the_one_before_it_and_the_first_with_none()
    {
        var lines = HistoryLine.Of([Entry(HistoryKind.Approved) with { Version = 2 }, Entry(HistoryKind.Approved) with { Version = 1 }]);

        Assert.Equal([1, null], lines.Select(l => l.Previous));
    }

    private static HistoryEntry Saved(string by) => Entry(HistoryKind.Edited) with { By = by };

    private static HistoryEntry Entry(HistoryKind kind) => new(kind, DateTimeOffset.UnixEpoch, "li", "", "sha256:a");
}
