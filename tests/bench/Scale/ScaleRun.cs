using System.Diagnostics;
using System.Globalization;
using System.Text;
using Policy.Host.Embedded;
using Policy.Seed;

namespace Policy.Benchmarks.Scale;

/// <summary>What officers do in a store that has grown, by the API of a host of its own: time, and memory of the host.</summary>
internal static class ScaleRun
{
    private const string Zone = "/api/zones/national";

    public static async Task Run(string[] only)
    {
        var folder = Directory.CreateTempSubdirectory("policy-scale-").FullName;
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.OtherExecute);
        try
        {
            await using var database = await EmbeddedPostgres.Start(new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder, "postgres") });
            var data = Path.Combine(folder, "data");
            await using (await BenchHost.Start(database.ConnectionString, data, data))
            {
            }

            if (Wanted("policies")) await Policies(database.ConnectionString, data);
            if (Wanted("table")) await Large(database.ConnectionString, data, "A table of 50,000 rows", [ReferenceTable.FactType], Table(50_000), Table(50_001));
            if (Wanted("list")) await Large(database.ConnectionString, data, "A list of a million entries", [], List(1_000_000), List(1_000_001));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        bool Wanted(string name) => only.Length == 0 || only.Contains(name, StringComparer.Ordinal);
    }

    private static async Task Policies(string database, string data)
    {
        var clock = Stopwatch.StartNew();
        await GrownStore.Make(database);
        Console.WriteLine(Invariant($"Grown in {clock.Elapsed.TotalSeconds:0} s."));
        await using var host = await BenchHost.Start(database, data, data);
        var measured = new Measured("500 policies × 200 versions, 2,000 releases in each of 5 zones", host);
        measured.Add("start of a host", host.Started);
        var (before, after) = (GrownStore.Table(GrownStore.Policy, 5000), GrownStore.Table(GrownStore.Policy, 6000));
        var people = await People.Of(host);
        await measured.Take("list the policies", () => people.Auditor.Send(HttpMethod.Get, $"{Zone}/policies"));
        await measured.Take("list them again", () => people.Auditor.Send(HttpMethod.Get, $"{Zone}/policies"));
        await Loop(measured, people, GrownStore.Policy, [before, after]);
        await measured.Take("list the releases", () => people.Auditor.Send(HttpMethod.Get, $"{Zone}/releases"));
        measured.Print();
    }

    private static async Task Large(string database, string data, string title, IEnumerable<Document> first, Document before, Document after)
    {
        await using var host = await BenchHost.Start(database, data, data);
        var measured = new Measured(title, host);
        var people = await People.Of(host);
        foreach (var document in first)
        {
            await Draft(new Measured("", host), people, document);
            await Publish(new Measured("", host), people, document.Key, 1);
        }

        await Loop(measured, people, before.Key, [before, after]);
        measured.Print();
        await using var other = await BenchHost.Start(database, data, data + "-other");
        var again = new Measured(title + ", next start", other);
        again.Add("start of a host", other.Started);
        again.Print();
    }

    // The first document is brought in, the second one replaces it, measured.
    private static async Task Loop(Measured measured, People people, string key, Document[] documents)
    {
        var policy = $"{Zone}/policies/{key}";
        var number = 0;
        foreach (var document in documents)
        {
            var rest = document == documents[^1] ? measured : measured.Aside();
            number = await Draft(rest, people, document);
            await Publish(rest, people, key, number);
        }

        await measured.Take("open a policy", () => people.Auditor.Send(HttpMethod.Get, policy));
        await measured.Take("open it again", () => people.Auditor.Send(HttpMethod.Get, policy));
        await measured.Take("history: versions", () => people.Auditor.Send(HttpMethod.Get, $"{policy}/versions"));
        await measured.Take("history: one version", () => people.Auditor.Send(HttpMethod.Get, $"{policy}/versions/{number}"));
        await measured.Take("history: events", () => people.Auditor.Send(HttpMethod.Get, $"/api/audit?zone=national&key={key}"));
    }

    private static async Task<int> Draft(Measured measured, People people, Document document)
    {
        var draft = $"{Zone}/policies/{document.Key}/draft";
        var json = Encoding.UTF8.GetString(DocumentJson.Write(document));
        var etag = (await measured.Take("save a draft", () => people.Author.Send(HttpMethod.Put, draft, json))).ETag;
        await measured.Take("save it again", () => people.Author.Send(HttpMethod.Put, draft, json + " ", etag));
        if (measured.IsShown) await measured.Take("difference to what is in force", () => people.Author.Send(HttpMethod.Get, $"{Zone}/policies/{document.Key}/diff"));
        await measured.Take("submit", () => people.Author.Send(HttpMethod.Post, $"{draft}/submit", """{"comment":"x"}"""));
        await measured.Take("simulate 50 parcels", () => Simulate(people.Author, document.Key));
        var approved = await measured.Take("approve", () => people.Approver.Send(HttpMethod.Post, $"{draft}/approve", """{"comment":"x"}"""));
        return approved.Body.GetProperty("number").GetInt32();
    }

    private static async Task Publish(Measured measured, People people, string key, int version)
    {
        var body = Invariant($$"""{"policies":[{"key":"{{key}}","version":{{version}}}],"comment":"x"}""");
        await measured.Take("publish", () => people.Approver.Send(HttpMethod.Post, $"{Zone}/releases", body));
    }

    private static async Task<(string?, System.Text.Json.JsonElement)> Simulate(HttpClient author, string key)
    {
        var body = $$$$"""
            {"zone":"national","candidate":{"drafts":["{{{{key}}}}"]},"source":{"generated":{"count":50,"seed":1,"profile":"normal"}}}
            """;
        var id = (await author.Send(HttpMethod.Post, "/api/simulations", body)).Body.GetProperty("id").GetString();
        while (true)
        {
            var found = await author.Send(HttpMethod.Get, $"/api/simulations/{id}");
            switch (found.Body.GetProperty("state").GetString())
            {
                case "done":
                    return found;
                case "queued" or "running":
                    await Task.Delay(20);
                    break;
                default:
                    throw new InvalidOperationException(found.Body.GetRawText());
            }
        }
    }

    private static DecisionTableDocument Table(int rows) => ReferenceTable.Document(ReferenceTable.Rows(rows));

    private static ListDocument List(int entries) => new()
    {
        Key = "scale-list",
        Title = new("规模测量", "Measured at scale"),
        Facts = "declaration",
        ForEach = "goods",
        LegalBasis = "Order 1",
        Columns = [new("hsCode", ListMatch.Prefix), new("name", ListMatch.Keyword)],
        Effects = ["deny"],
        Entries = [.. Enumerable.Range(0, entries).Select(i => new ListEntry
        {
            Id = Invariant($"E{i:0000000}"),
            Values = i % 2 == 0 ? [Invariant($"{10_000_000 + i}"), null] : [null, Invariant($"goods{i:x6}")],
            Effect = "deny",
        })],
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>Who does it.</summary>
internal sealed record People(HttpClient Author, HttpClient Approver, HttpClient Auditor)
{
    public static async Task<People> Of(BenchHost host) => new(await host.As("author"), await host.As("approver"), await host.As("auditor"));
}

/// <summary>A table of what was measured.</summary>
internal sealed class Measured(string title, BenchHost host)
{
    private readonly List<string> _rows = [];

    /// <summary>Whether it is printed in the end.</summary>
    public bool IsShown => title.Length > 0;

    /// <summary>One whose rows nobody wants.</summary>
    public Measured Aside() => new("", host);

    public void Add(string what, TimeSpan took)
    {
        var (now, peak) = host.Memory;
        _rows.Add(string.Create(CultureInfo.InvariantCulture, $"| {what} | {took.TotalSeconds:0.00} s | {peak:#,0} MB | {now:#,0} MB |"));
        if (IsShown) Console.WriteLine(_rows[^1]);
        else Console.WriteLine("  (" + _rows[^1] + ")");
    }

    public async Task<T> Take<T>(string what, Func<Task<T>> work)
    {
        host.ForgetPeak();
        var clock = Stopwatch.StartNew();
        var result = await work();
        Add(what, clock.Elapsed);
        return result;
    }

    public void Print()
    {
        Console.WriteLine();
        Console.WriteLine($"| {title} | Time | Memory of the host, most | then |");
        Console.WriteLine("|---|---:|---:|---:|");
        _rows.ForEach(Console.WriteLine);
        Console.WriteLine();
    }
}
