using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Api;

[Collection(PlatformTests.Collection)]
public sealed class BatchTests(RunningPlatform platform)
{
    private const string Path = "/api/decisions/batch";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_line_is_answered_in_its_place()
    {
        var declarations = Declarations.Generated(1000);

        var answers = await Decide(declarations.Select(d => d.ToJsonString()));

        Assert.Equal(declarations.Select(d => (string)d["declarationNo"]!), answers.Select(a => a.Text("declarationNo")));
    }

    [Fact]
    public async Task A_client_that_sends_all_before_it_reads_is_answered_in_full()
    {
        var declaration = Declarations.New().ToJsonString();

        var answers = await Decide(Enumerable.Repeat(declaration, 10_000));

        Assert.Equal(10_000, answers.Count);
        Assert.Single(answers.Select(a => a.GetRawText()).Distinct());
    }

    [Fact]
    public async Task Bad_lines_get_error_lines_and_stop_nothing()
    {
        var decided = Declarations.New();
        await platform.Machine().Decide(decided);
        var changed = decided.DeepClone();
        changed["freight"] = 7;

        var answers = await Decide(
        [
            Declarations.New().ToJsonString(),
            "{",
            "",
            Declarations.New(("zone", "atlantis")).ToJsonString(),
            changed.ToJsonString(),
            decided.ToJsonString(),
            new string('x', 10 * 1024 * 1024 + 1),
            Declarations.New(("totalValue", -1)).ToJsonString(),
            Declarations.New().ToJsonString(),
        ]);

        Assert.Equal(
            ["decided", "2 400 invalid", "3 400 blank-line", "4 422 unknown-zone", "5 409 declaration-decided", "decided",
                "7 400 line-too-long", "8 400 invalid", "decided"],
            answers.Select(Outline));
        Assert.Equal(["/totalValue"], answers[7].GetProperty("error").Pointers());
    }

    [Fact]
    public async Task The_same_number_twice_in_a_batch_is_decided_once()
    {
        var declaration = Declarations.New().ToJsonString();

        var answers = await Decide(Enumerable.Repeat(declaration, 100));

        Assert.Single(answers.Select(a => a.GetRawText()).Distinct());
    }

    [Fact]
    public async Task A_sender_that_waits_for_each_answer_gets_it()
    {
        using var sender = new TurnByTurn(platform);

        for (var turn = 0; turn < 3; turn++)
        {
            var declaration = Declarations.New();
            await sender.Send(declaration.ToJsonString());
            Assert.Equal((string)declaration["declarationNo"]!, (await sender.Answer()).Text("declarationNo"));
        }
    }

    [Fact]
    public async Task A_sender_that_goes_away_leaves_the_host_serving()
    {
        using (var sender = new TurnByTurn(platform))
        {
            foreach (var declaration in Declarations.Generated(50)) await sender.Send(declaration.ToJsonString());
            await sender.Answer();
        }

        Assert.Equal(200, (await platform.Machine().Decide(Declarations.New())).Status);
    }

    private static string Outline(JsonElement answer)
    {
        if (!answer.TryGetProperty("error", out var error)) return "decided";
        return $"{answer.GetProperty("line")} {error.GetProperty("status")} {error.Text("code")}";
    }

    private async Task<List<JsonElement>> Decide(IEnumerable<string> lines)
    {
        using var answer = await platform.Machine().PostAsync(new Uri(Path, UriKind.Relative), Declarations.Ndjson(lines), Cancellation);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType!.MediaType);
        var text = await answer.Content.ReadAsStringAsync(Cancellation);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line))];
    }

    /// <summary>A connection that sends line by line, as the test goes; HttpClient sends all before it reads.</summary>
    private sealed class TurnByTurn : IDisposable
    {
        private readonly TcpClient _connection;
        private readonly StreamReader _reader;

        public TurnByTurn(RunningPlatform platform)
        {
            _connection = new TcpClient(platform.Address.Host, platform.Address.Port);
            _reader = new StreamReader(_connection.GetStream());
            _connection.GetStream().Write(Encoding.ASCII.GetBytes(
                $"POST {Path} HTTP/1.1\r\nHost: localhost\r\nX-Api-Key: {platform.ApiKey}\r\n"
                + "Content-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\n"));
        }

        public async Task Send(string line)
        {
            var chunk = Encoding.UTF8.GetBytes(line + "\n");
            byte[] framed = [.. Encoding.ASCII.GetBytes($"{chunk.Length:X}\r\n"), .. chunk, .. "\r\n"u8];
            await _connection.GetStream().WriteAsync(framed, Cancellation);
        }

        /// <summary>The next answer, past headers and framing.</summary>
        public async Task<JsonElement> Answer()
        {
            var line = "";
            while (!line.StartsWith('{')) line = await _reader.ReadLineAsync(Cancellation) ?? throw new EndOfStreamException();
            return JsonElement.Parse(line);
        }

        public void Dispose()
        {
            _reader.Dispose();
            _connection.Dispose();
        }
    }
}
