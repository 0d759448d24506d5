using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Policy.Host.Wire;

/// <summary>Works on many items at once and gives the results in the order of the items, each as soon as it and all
/// before it are there.</summary>
internal static class InOrder
{
    /// <summary>Runs the work. The source is read no further than the limits allow.</summary>
    /// <param name="source">The items.</param>
    /// <param name="work">The work on one item. When it throws, the whole run ends with its exception.</param>
    /// <param name="weight">Weight of an item, for example its bytes.</param>
    /// <param name="maxItems">Most items in work or waiting for their turn.</param>
    /// <param name="maxWeight">Most weight in work; a heavier item is worked on alone.</param>
    /// <param name="cancellation">Stops the run.</param>
    public static async IAsyncEnumerable<TResult> Run<TItem, TResult>(
        IAsyncEnumerable<TItem> source,
        Func<TItem, CancellationToken, Task<TResult>> work,
        Func<TItem, long> weight,
        int maxItems,
        long maxWeight,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var token = stop.Token;
        var load = new Load(maxWeight);
        var started = Channel.CreateBounded<Task<TResult>>(maxItems);
        var feeding = Feed();
        try
        {
            await foreach (var task in started.Reader.ReadAllAsync(cancellation)) yield return await task;
            await feeding;
        }
        finally
        {
            await stop.CancelAsync();
            await feeding.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            while (started.Reader.TryRead(out var left))
                await ((Task)left).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        async Task Feed()
        {
            try
            {
                await foreach (var item in source.WithCancellation(token))
                {
                    var itemWeight = weight(item);
                    await load.Take(itemWeight, token);
                    await started.Writer.WriteAsync(Work(item, itemWeight), token);
                }
            }
            finally
            {
                started.Writer.Complete();
            }
        }

        async Task<TResult> Work(TItem item, long itemWeight)
        {
            try
            {
                return await work(item, token);
            }
            finally
            {
                load.Give(itemWeight);
            }
        }
    }

    /// <summary>The weight in work. Only one caller takes; many give back.</summary>
    private sealed class Load(long limit)
    {
        private readonly SemaphoreSlim _given = new(0);
        private long _taken;

        public async Task Take(long weight, CancellationToken cancellation)
        {
            while (Volatile.Read(ref _taken) is > 0 and var taken && taken + weight > limit)
                await _given.WaitAsync(cancellation);
            Interlocked.Add(ref _taken, weight);
        }

        public void Give(long weight)
        {
            Interlocked.Add(ref _taken, -weight);
            if (_given.CurrentCount == 0) _given.Release();
        }
    }
}
