using System.Runtime.CompilerServices;
using Policy.Host.Wire;

namespace Policy.Host.Tests.Wire;

public sealed class InOrderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_keep_the_order_of_the_items_however_the_work_ends()
    {
        var last = new TaskCompletionSource();
        var results = InOrder.Run(
            Items(3, Cancellation),
            async (item, _) =>
            {
                if (item == 2) last.SetResult();
                else await last.Task;
                return item;
            },
            _ => 1,
            maxItems: 8,
            maxWeight: 100,
            Cancellation);

        Assert.Equal([0, 1, 2], await results.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task A_result_is_given_while_the_source_still_waits()
    {
        var more = new TaskCompletionSource();
        await using var results = InOrder.Run(OneThenWait(more.Task), (item, _) => Task.FromResult(item), _ => 1, 8, 100, Cancellation)
            .GetAsyncEnumerator(Cancellation);

        Assert.True(await results.MoveNextAsync());
        Assert.Equal(1, results.Current);

        more.SetResult();
        Assert.False(await results.MoveNextAsync());
    }

    [Theory]
    [InlineData(1, 10, 3)]
    [InlineData(10, 4, 2)]
    [InlineData(1000, 4, 1)]
    public async Task Work_stays_within_the_limits(int weight, int maxItems, int expectedMost)
    {
        var (running, most) = (0, 0);
        var gate = new Lock();

        await InOrder.Run(Items(20, Cancellation), Work, _ => weight, maxItems, maxWeight: weight == 1 ? 3 : 20, Cancellation).ToListAsync(Cancellation);

        Assert.InRange(most, 1, expectedMost);

        async Task<int> Work(int item, CancellationToken cancellation)
        {
            lock (gate) most = Math.Max(most, ++running);
            await Task.Yield();
            lock (gate) running--;
            return item;
        }
    }

    [Fact]
    public async Task An_exception_of_the_work_ends_the_run()
    {
        var run = InOrder.Run<int, int>(Items(100, Cancellation), (_, _) => throw new InvalidOperationException("bug"), _ => 1, 4, 100, Cancellation);

        await Assert.ThrowsAsync<InvalidOperationException>(async () => await run.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task An_exception_of_the_source_ends_the_run()
    {
        var run = InOrder.Run(Broken(), (item, _) => Task.FromResult(item), _ => 1, 4, 100, Cancellation);

        await Assert.ThrowsAsync<IOException>(async () => await run.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Leaving_early_stops_the_work()
    {
        var (started, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        var run = InOrder.Run(
            Items(int.MaxValue, Cancellation),
            async (item, cancellation) =>
            {
                if (item == 0) return item;
                started.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                stopped.TrySetResult();
                return item;
            },
            _ => 1,
            maxItems: 1,
            maxWeight: 2,
            Cancellation);

        await foreach (var item in run)
        {
            await started.Task.WaitAsync(Cancellation);
            break;
        }

        await stopped.Task.WaitAsync(Cancellation);
    }

    private static async IAsyncEnumerable<int> Items(int count, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        for (var i = 0; i < count; i++)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            yield return i;
        }
    }

    private static async IAsyncEnumerable<int> OneThenWait(Task more)
    {
        yield return 1;
        await more;
    }

    private static async IAsyncEnumerable<int> Broken()
    {
        await Task.Yield();
        yield return 1;
        throw new IOException("gone");
    }
}
