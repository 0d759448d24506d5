using System.Globalization;
using static Policy.Engine.Tests.Rules;

namespace Policy.Engine.Tests.EntryLists;

public sealed class ListTests
{
    private const string Negative = """
        {"kind":"list","key":"l","facts":"parcel","forEach":"goods","columns":[
           {"field":"code","match":"prefix"},{"field":"name","match":"keyword"},{"field":"origin","match":"equals"}],
         "effects":["prohibit","licence","warn"],"entries":[
           {"id":"N1","values":["9301",null,null],"effect":"prohibit"},
           {"id":"N2","values":[null,"象牙",null],"effect":"licence","from":"2018-01-01"},
           {"id":"N3","values":["93",null,"US"],"effect":"warn"},
           {"id":"N4","values":[null,"ivory","US"],"effect":"warn"}]}
        """;

    [Theory]
    [InlineData("""{"line":7,"code":"93019000"}""", """{"effect":"prohibit","hits":[{"id":"N1","effect":"prohibit","line":7}]}""", "N1")]
    [InlineData("""{"code":"9302"}""", """{"effect":null,"hits":[]}""", "")]
    [InlineData("""{"code":"930"},{"code":"9301","origin":"US"}""", """{"effect":"prohibit","hits":[{"id":"N1","effect":"prohibit","line":2},{"id":"N3","effect":"warn","line":2}]}""", "N1,N3")]
    [InlineData("""{"code":"1","name":"非洲象牙雕刻"}""", """{"effect":"licence","hits":[{"id":"N2","effect":"licence","line":1}]}""", "N2")]
    [InlineData("""{"code":"1","name":"Ivory comb","origin":"US"}""", """{"effect":"warn","hits":[{"id":"N4","effect":"warn","line":1}]}""", "N4")]
    [InlineData("""{"code":"1","name":"Ivory comb"}""", """{"effect":null,"hits":[]}""", "")]
    public void Every_column_with_a_value_must_match(string goods, string outputs, string matched)
    {
        var evaluation = Set(Parcel, Negative).Evaluate("l", $$"""{"declaredAt":"2020-01-01T00:00:00+08:00","goods":[{{goods}}]}""");
        Assert.Equal(outputs, evaluation.Json());
        Assert.Equal(matched, string.Join(',', evaluation.Matched));
    }

    [Theory]
    [InlineData("2017-12-31T23:59:59+08:00", "null")]
    [InlineData("2018-01-01T00:00:00+08:00", "\"licence\"")]
    public void Entries_apply_in_their_period(string declaredAt, string effect) =>
        Assert.StartsWith($$"""{"effect":{{effect}},""", Set(Parcel, Negative)
            .Evaluate("l", $$"""{"declaredAt":"{{declaredAt}}","goods":[{"code":"1","name":"象牙"}]}""").Json());

    [Fact]
    public void A_positive_list_says_which_line_is_outside_it()
    {
        var rules = Set(Parcel, """
            {"kind":"list","key":"l","facts":"parcel","forEach":"goods","columns":[{"field":"code","match":"prefix"}],
             "effects":["return","accept"],"otherwise":"return","when":"value > 10",
             "entries":[{"id":"G1","values":["61"],"effect":"accept"}]}
            """);
        Assert.Equal(
            """{"effect":"return","hits":[{"id":"G1","effect":"accept","line":1},{"id":null,"effect":"return","line":2}]}""",
            rules.Evaluate("l", """{"value":11,"goods":[{"code":"6109"},{"code":"62"}]}""").Json());
        Assert.Equal("""{"effect":null,"hits":[]}""", rules.Evaluate("l", """{"value":10,"goods":[{"code":"62"}]}""").Json());
        Assert.Equal("""{"effect":null,"hits":[]}""", rules.Evaluate("l", "{}").Json());
    }

    [Fact]
    public void The_same_hits_on_lines_of_other_numbers_say_their_numbers()
    {
        var rules = Set(Parcel, Negative);
        foreach (var line in (string[])["1", "2", "1.0", "1"])
            Assert.Equal(
                $$"""{"effect":"prohibit","hits":[{"id":"N1","effect":"prohibit","line":{{line[..1]}}}]}""",
                rules.Evaluate("l", $$"""{"goods":[{"line":{{line}},"code":"9301"}]}""").Json());
    }

    [Fact]
    public void A_list_may_match_the_facts_themselves_by_values_of_any_type()
    {
        var rules = Set(Parcel, """
            {"kind":"list","key":"l","facts":"parcel","columns":[{"field":"value","match":"equals"},{"field":"licensed","match":"equals"}],
             "effects":["warn"],"entries":[{"id":"1","values":["5.0",false],"effect":"warn"}]}
            """);
        Assert.Equal("""{"effect":"warn","hits":[{"id":"1","effect":"warn","line":null}]}""", rules.Evaluate("l", """{"value":5,"licensed":false}""").Json());
        Assert.Equal("""{"effect":null,"hits":[]}""", rules.Evaluate("l", """{"value":5}""").Json());
    }

    [Fact]
    public void Every_problem_is_found_at_its_place() => Compile(Parcel, """
        {"kind":"list","key":"l","facts":"parcel","forEach":"goods","columns":[{"field":"kode","match":"prefix"},{"field":"price","match":"keyword"},
           {"field":"name","match":"keyword"},{"field":"price","match":"equals"}],
         "effects":["warn","warn"],"otherwise":"ban","when":"value","entries":[
           {"id":"1","values":[null,null,"--",null],"effect":"warn"},{"id":"2","values":[null,null,null,"ten"],"effect":"worn"}]}
        """).AssertErrors(
        (DiagnosticCode.BadColumn, "/columns/0/field"),
        (DiagnosticCode.BadColumn, "/columns/1/field"),
        (DiagnosticCode.DuplicateId, "/effects/1"),
        (DiagnosticCode.UnknownEffect, "/otherwise"),
        (DiagnosticCode.NotBoolean, "/when"),
        (DiagnosticCode.BadEntryValue, "/entries/0/values/2"),
        (DiagnosticCode.BadEntryValue, "/entries/1/values/3"),
        (DiagnosticCode.UnknownEffect, "/entries/1/effect"));

    [Fact]
    public void An_entry_without_values_is_warned_of()
    {
        var compilation = Compile(Parcel, """
            {"kind":"list","key":"l","facts":"parcel","columns":[{"field":"hs","match":"prefix"}],"effects":["warn"],
             "entries":[{"id":"1","values":[null],"effect":"warn"}]}
            """);
        Assert.NotNull(compilation.RuleSet);
        Assert.Equal((Severity.Warning, "/entries/0/values"), compilation.Diagnostics.Select(d => (d.Severity, d.Pointer)).Single());
    }

    [Fact]
    public void The_trace_shows_the_candidates_and_the_cell_that_failed()
    {
        var pass = Set(Parcel, Negative).Evaluate("l", """{"declaredAt":"2020-01-01T00:00:00+08:00","goods":[{"code":"9305","origin":"CN"}]}""")
            .Trace!.Passes[0];
        var item = Assert.Single(pass.Items);
        Assert.Equal(("N3", false), (item.Id, item.Hit));
        Assert.Equal(("origin", "US", false), (item.Cells[^1].Column, item.Cells[^1].Test, item.Cells[^1].Holds));
    }

    [Fact]
    public void A_list_of_a_million_entries_compiles_and_decides()
    {
        var entries = new ListEntry[1_000_000];
        for (var i = 0; i < entries.Length; i++)
        {
            var text = (1_000_000 + i).ToString(CultureInfo.InvariantCulture);
            entries[i] = new ListEntry { Id = "E" + text, Values = i % 10 == 0 ? [null, "词" + text] : ["9" + text, null], Effect = "prohibit" };
        }

        var list = new ListDocument
        {
            Key = "l",
            Facts = "parcel",
            ForEach = "goods",
            Columns = [new ListColumn("code", ListMatch.Prefix), new ListColumn("name", ListMatch.Keyword)],
            Effects = ["prohibit"],
            Entries = [.. entries],
        };
        var rules = RuleSet.Compile([Document(Parcel), list]).RuleSet!;
        var facts = rules.Facts("l", """{"goods":[{"code":"9123456700","name":"x"},{"code":"1","name":"好词1234560的"}]}""");
        Assert.Equal(["E1234567", "E1234560"], rules.Evaluate("l", facts).Matched);
    }
}
