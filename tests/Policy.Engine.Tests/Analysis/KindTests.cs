using Policy.Engine.Analysis;

namespace Policy.Engine.Tests.Analysis;

public sealed class KindTests
{
    [Fact]
    public void A_document_that_decides_by_code_is_said_to_be_unproved()
    {
        var rules = Rules.Set(Rules.Parcel, """
            {"kind":"script","key":"s","facts":"parcel","outputs":[{"name":"x","type":"number"}],
             "source":"function decide(facts) { return { x: 1 }; }"}
            """);

        var analysis = DocumentAnalysis.Of(rules, "s", cancellation: TestContext.Current.CancellationToken);

        Assert.False(analysis.IsDecided);
        var finding = Assert.Single(analysis.Findings);
        Assert.Equal((FindingCode.NotDecided, Severity.Information, false), (finding.Code, finding.Severity, finding.IsProved));
    }

    [Fact]
    public void A_fact_type_has_nothing_to_find()
    {
        var analysis = DocumentAnalysis.Of(
            Rules.Set(Rules.Parcel), "parcel", cancellation: TestContext.Current.CancellationToken);

        Assert.True(analysis.IsDecided);
        Assert.Empty(analysis.Findings);
    }
}
