using Npgsql;
using Policy.Host.Embedded;
using Policy.Rules.Decisions;

namespace Policy.Rules.Tests.Decisions;

public sealed class DecisionLogTests(PostgresFixture postgres)
{
    private static readonly DateTimeOffset Day = new(2026, 11, 11, 0, 0, 3, TimeSpan.FromHours(8));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_decision_is_found_as_it_was_recorded()
    {
        await using var host = await NewLog();
        var record = Record(1) with { Rows = ["channel-thresholds/R1"] };
        Assert.Equal(AppendStatus.Recorded, (await host.Log.Append(record, Cancellation)).Status);
        var found = await host.Log.Find("N1", Cancellation);
        Assert.Equal(record.Rows, found!.Rows);
        Assert.Equal(record, host.Log.Open(found) with { Rows = record.Rows });
        Assert.Equal(record.DecidedAt.Offset, found.DecidedAt.Offset);
        Assert.Null(await host.Log.Find("N2", Cancellation));
    }

    [Fact]
    public async Task The_same_content_is_repeated_and_other_content_conflicts()
    {
        await using var host = await NewLog();
        await using var other = await host.OtherHost();
        await host.Log.Append(Record(1), Cancellation);
        var repeated = await other.Log.Append(Record(1) with { DecisionId = "again", DecidedAt = Day.AddDays(3) }, Cancellation);
        Assert.Equal((AppendStatus.Repeated, "D000001"), (repeated.Status, repeated.Record!.DecisionId));
        var conflict = await other.Log.Append(Record(1) with { DecisionId = "other", ContentHash = "sha256:other" }, Cancellation);
        Assert.Equal((AppendStatus.Conflict, "D000001"), (conflict.Status, conflict.Record!.DecisionId));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from policy.decisions"));
    }

    [Fact]
    public async Task Of_the_same_declaration_at_the_same_moment_on_two_hosts_one_is_recorded()
    {
        await using var host = await NewLog();
        await using var other = await host.OtherHost();
        var answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(i =>
            (i % 2 == 0 ? host : other).Log.Append(Record(i % 20) with { DecisionId = $"X{i}" }, Cancellation)));
        Assert.Equal(20, answers.Count(a => a.Status == AppendStatus.Recorded));
        Assert.Equal(180, answers.Count(a => a.Status == AppendStatus.Repeated));
        foreach (var same in answers.GroupBy(a => a.Record!.DeclarationNo))
            Assert.Single(same.Select(a => a.Record!.DecisionId).Distinct());
    }

    [Fact]
    public async Task A_full_queue_takes_nothing_and_loses_nothing()
    {
        await using var first = await NewLog();
        await using var host = await first.OtherHost(logCapacity: 3);
        await host.Log.Append(Record(0), Cancellation);
        var waiting = new List<Task<Appended>>();
        await using (var connection = await first.Source.OpenConnectionAsync(Cancellation))
        await using (var transaction = await connection.BeginTransactionAsync(Cancellation))
        {
            await using var hold = new NpgsqlCommand("lock table policy.declaration_numbers in access exclusive mode", connection);
            await hold.ExecuteNonQueryAsync(Cancellation);
            for (var i = 1; i < 100_000 && waiting.LastOrDefault() is not { IsCompletedSuccessfully: true }; i++)
                waiting.Add(host.Log.Append(Record(i), Cancellation));
            Assert.True(waiting[^1].IsCompletedSuccessfully, "The queue never filled up.");
            Assert.Equal(new Appended(AppendStatus.Full, null), await waiting[^1]);
        }

        var answers = await Task.WhenAll(waiting);
        Assert.All(answers[..^1], a => Assert.Equal(AppendStatus.Recorded, a.Status));
        Assert.Null(await host.Log.Find($"N{answers.Length}", Cancellation));
        Assert.Equal((long)answers.Length, await host.Scalar<long>("select count(*) from policy.decisions"));
    }

    [Fact]
    public async Task Pages_follow_one_another_newest_first_without_gap_or_overlap()
    {
        await using var host = await NewLog();
        // Several at the same instant, over two days.
        await Task.WhenAll(Enumerable.Range(0, 57).Select(i =>
            host.Log.Append(Record(i) with { DecidedAt = Day.AddHours(i / 5) }, Cancellation)));
        var pages = new List<DecisionPage>();
        do pages.Add(await host.Log.Search(new DecisionQuery(Take: 10, After: pages.LastOrDefault()?.Next), Cancellation));
        while (pages[^1].Next is not null);
        Assert.Equal([10, 10, 10, 10, 10, 7], pages.Select(p => p.Records.Length));
        var ids = pages.SelectMany(p => p.Records).Select(r => r.DecisionId).ToArray();
        Assert.Equal(Enumerable.Range(0, 57).OrderByDescending(i => i).Select(i => Record(i).DecisionId), ids);
        Assert.Empty((await host.Log.Search(new DecisionQuery(After: "no key", Zone: "nowhere"), Cancellation)).Records);
    }

    [Fact]
    public async Task A_search_filters_by_every_criterion()
    {
        await using var host = await NewLog();
        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => host.Log.Append(
            Record(i) with
            {
                Zone = i % 2 == 0 ? "hangzhou" : "qingdao",
                Outcome = i % 4 == 0 ? "inspect" : "release",
                DecidedAt = Day.AddMinutes(i),
                Rows = [$"channel-thresholds/R{i % 3}", "sampling-ratios/S1"],
            },
            Cancellation)));
        Assert.Equal(20, await Count(new DecisionQuery(Zone: "hangzhou")));
        Assert.Equal(10, await Count(new DecisionQuery(Outcome: "inspect")));
        Assert.Equal(13, await Count(new DecisionQuery(Row: "channel-thresholds/R1")));
        Assert.Equal(7, await Count(new DecisionQuery(Row: "channel-thresholds/R0", Zone: "hangzhou")));
        Assert.Equal(5, await Count(new DecisionQuery(From: Day.AddMinutes(10), To: Day.AddMinutes(15))));
        Assert.Equal(0, await Count(new DecisionQuery(Row: "channel-thresholds/R' or true --")));
        var between = await host.Log.Facts("qingdao", Day.AddMinutes(27), Day.AddMinutes(37), Cancellation).ToListAsync(Cancellation);
        Assert.Equal(["N35", "N33", "N31", "N29", "N27"], between.Select(r => r.DeclarationNo));
        Assert.Equal(5, await host.Log.Count("qingdao", Day.AddMinutes(27), Day.AddMinutes(37), Cancellation));

        async Task<int> Count(DecisionQuery query) => (await host.Log.Search(query with { Take = 100 }, Cancellation)).Records.Length;
    }

    [Fact]
    public async Task Personal_fields_are_nowhere_in_the_database_as_plain_text()
    {
        await using var host = await postgres.NewStore();
        await host.Begin(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await host.Active.Refresh(Cancellation);
        await Knowing(Task.FromResult(host));
        var plain = TestPolicies.Facts("N1", 100);
        await host.Log.Append(Record(1) with { Facts = plain, ReleaseHash = host.Active.InForce("hangzhou")!.Release.Hash }, Cancellation);
        await host.Log.Append(Record(2) with { Facts = TestPolicies.Facts("N2", 100), ReleaseNumber = 77 }, Cancellation);
        Assert.Equal(0L, await host.Scalar<long>(
            "select count(*) from policy.decisions d where d::text like '%990101199001011234%' or d::text like '%张小明%'"));
        Assert.Equal(1L, await host.Scalar<long>("select count(*) from policy.decisions where facts like '%\"totalValue\":100,%'"));

        var found = await host.Log.Find("N1", Cancellation);
        Assert.DoesNotContain("张小明", found!.Facts, StringComparison.Ordinal);
        var masked = host.Log.Mask(found).Facts;
        Assert.Contains("\"name\":\"张**\"", masked, StringComparison.Ordinal);
        Assert.Contains("\"idNumber\":\"99****…1234\"", masked, StringComparison.Ordinal);
        Assert.DoesNotContain("199001", masked, StringComparison.Ordinal);
        Assert.Contains("\"idNumber\":\"990101199001011234\",\"name\":\"张小明\"", host.Log.Open(found).Facts, StringComparison.Ordinal);
        Assert.Contains("张小明", host.Log.Open((await host.Log.Find("N2", Cancellation))!).Facts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_answered_as_recorded_survives_a_killed_server_and_nothing_else_is_answered()
    {
        var folder = Path.Combine(Path.GetTempPath(), $"policy-kill-{Guid.NewGuid():N}");
        await using var server = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { DataFolder = folder }, Cancellation);
        await using (var host = await Knowing(StoreUnderTest.Start(server.ConnectionString, Path.Combine(server.Folder, "..", $"{Guid.NewGuid():N}.key"))))
        {
            await host.Log.Append(Record(0), Cancellation);
            var appends = new List<Task<Appended>>();
            for (var i = 1; i <= 3000; i++)
            {
                appends.Add(host.Log.Append(Record(i), Cancellation));
                if (i % 50 == 0) await Task.WhenAny(appends[^1], Task.Delay(2, Cancellation));
                if (i == 2000) await server.Kill();
            }

            await Assert.ThrowsAnyAsync<DecisionLogUnavailable>(() => Task.WhenAll(appends));
            var answered = appends.Where(a => a.IsCompletedSuccessfully).Select(a => a.Result).ToArray();
            Assert.NotEmpty(answered);
            Assert.All(answered, a => Assert.Equal(AppendStatus.Recorded, a.Status));

            await server.Restart(Cancellation);
            NpgsqlConnection.ClearAllPools();
            var stored = await host.Scalar<string[]>("select array_agg(declaration_no) from policy.decisions");
            Assert.Empty(answered.Select(a => a.Record!.DeclarationNo).Except(stored!));
            Assert.Equal(AppendStatus.Recorded, (await host.Log.Append(Record(9999), Cancellation)).Status);
        }

        await server.DisposeAsync();
        Directory.Delete(server.Folder, recursive: true);
    }

    private Task<StoreUnderTest> NewLog() => Knowing(postgres.NewStore());

    // With the releases that the records name.
    private static async Task<StoreUnderTest> Knowing(Task<StoreUnderTest> starting)
    {
        var host = await starting;
        await host.Sql("""
            insert into policy.mt_doc_release (id, data)
            select zone || number, jsonb_build_object('zone', zone, 'number', number, 'hash', 'sha256:release')
            from (values ('hangzhou', 1), ('hangzhou', 77), ('qingdao', 1)) as releases (zone, number)
            """);
        return host;
    }

    private static DecisionRecord Record(int i) => new()
    {
        DecisionId = $"D{i:000000}",
        DeclarationNo = $"N{i}",
        Zone = "hangzhou",
        DeclaredAt = Day,
        DecidedAt = Day.AddMilliseconds(7),
        ContentHash = $"sha256:{i}",
        ReleaseNumber = 1,
        ReleaseHash = "sha256:release",
        Facts = $"{{\"declarationNo\":\"N{i}\"}}",
        Decision = "{\"outcome\":\"release\",\"z\":1,\"a\":2}",
        Outcome = "release",
        Channel = "green",
    };
}
