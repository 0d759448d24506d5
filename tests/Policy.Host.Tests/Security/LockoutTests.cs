using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Policy.Host.Security;
using Policy.Host.Tests.Fixtures;
using Policy.Rules;

namespace Policy.Host.Tests.Security;

[Collection(PlatformTests.Collection)]
public sealed class LockoutTests(RunningPlatform running)
{
    private readonly FakeTimeProvider clock = new(DateTimeOffset.UtcNow);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_five_wrong_passwords_the_right_one_is_refused_until_the_lock_is_over()
    {
        var accounts = await WithAccount("locked-out");

        for (var attempt = 0; attempt < Accounts.AttemptsBeforeLock; attempt++)
            Assert.Null(await accounts.Check("locked-out", "wrong", Cancellation));

        Assert.Null(await accounts.Check("locked-out", "right", Cancellation));
        clock.Advance(Accounts.LockTime - TimeSpan.FromSeconds(1));
        Assert.Null(await accounts.Check("locked-out", "right", Cancellation));
        clock.Advance(TimeSpan.FromSeconds(1));
        Assert.NotNull(await accounts.Check("locked-out", "right", Cancellation));
    }

    [Fact]
    public async Task The_right_password_forgives_the_wrong_ones_before_it()
    {
        var accounts = await WithAccount("forgetful");

        for (var round = 0; round < 2; round++)
        {
            for (var attempt = 0; attempt < Accounts.AttemptsBeforeLock - 1; attempt++)
                Assert.Null(await accounts.Check("forgetful", "wrong", Cancellation));
            Assert.NotNull(await accounts.Check("forgetful", "right", Cancellation));
        }
    }

    [Fact]
    public async Task Guesses_made_at_the_same_moment_all_count()
    {
        var accounts = await WithAccount("hammered");

        await Task.WhenAll(Enumerable.Range(0, Accounts.AttemptsBeforeLock)
            .Select(_ => accounts.Check("hammered", "wrong", Cancellation)));

        Assert.Null(await accounts.Check("hammered", "right", Cancellation));
    }

    private async Task<Accounts> WithAccount(string name)
    {
        var accounts = new Accounts(running.Services.GetRequiredService<IAccountStore>(), clock);
        await accounts.Add([(name, Role.Auditor, "right")], new ApiKey(ApiKeyHandler.Hash(name), name), Cancellation);
        return accounts;
    }
}
