using System.Text.Json;
using Policy.Host.Tests.Fixtures;

namespace Policy.Host.Tests.Security;

[Collection(PlatformTests.Collection)]
public sealed class DemoAccountsTests(RunningPlatform running)
{
    private string FilePath => Path.Combine(running.DataFolder, "demo-accounts.json");

    [Fact]
    public async Task The_file_names_everybody_with_a_password_of_their_own()
    {
        var file = JsonElement.Parse(await File.ReadAllTextAsync(FilePath, TestContext.Current.CancellationToken));

        var users = file.GetProperty("users").EnumerateArray().ToArray();
        Assert.Equal(
            [("author", "author"), ("author2", "author"), ("approver", "approver"), ("auditor", "auditor"), ("operator", "operator"),
                ("administrator", "administrator")],
            users.Select(static u => (u.GetProperty("name").GetString(), u.GetProperty("role").GetString())));
        var secrets = users.Select(static u => u.GetProperty("password").GetString()!).Append(running.ApiKey).ToArray();
        Assert.Distinct(secrets);
        Assert.All(secrets, static secret => Assert.True(secret.Length >= 20));
    }

    [Fact]
    public void Only_its_owner_may_read_the_file()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such modes.");
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
    }
}
