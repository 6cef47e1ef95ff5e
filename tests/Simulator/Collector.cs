using System.Globalization;
using System.Text;
using DynamoHandlers.Dispatching;

namespace DynamoHandlers.Simulator;

/// <summary>Counts the changes of a shard, and adds them to the totals when it is flushed, or later.</summary>
/// <param name="random">What chance comes from.</param>
/// <param name="failing">How often flushing fails.</param>
/// <param name="hasState">Whether it may leave changes for the next flush, in its state.</param>
internal sealed class Collector(Random random, double failing, bool hasState) : IShardBuffer
{
    private string _shard = "";
    private long _count;
    private bool _isOver;

    public static ShardClass Describe(Profile profile, Random random)
    {
        var hasState = profile.Exactness == Exactness.States;
        var (interval, count) = profile.Flush();
        return new()
        {
            Type = typeof(Collector),
            Create = _ => new Collector(random, profile.FailingCalls, hasState),
            FlushInterval = interval,
            FlushCount = count,
            Restore = hasState ? static (instance, image) => ((Collector)instance)._count = image is null ? 0 : new Count(image).Value : null,
            Save = hasState ? static instance => ((Collector)instance).Save() : null,
        };
    }

    public void Add() => _count++;

    public ValueTask InitializeAsync(ShardInfo shard, CancellationToken stop)
    {
        _shard = shard.ShardId;
        return default;
    }

    public ValueTask ShardEndedAsync(CancellationToken stop)
    {
        _isOver = true;
        return default;
    }

    public ValueTask FlushAsync(ChangeTransaction transaction, CancellationToken stop)
    {
        if (random.NextDouble() < failing)
        {
            throw new InvalidDataException("Flushing fails (simulated).");
        }

        var isKept = hasState && !_isOver && random.Next(3) == 0;
        if (_count > 0 && !isKept)
        {
            Totals.Add(transaction, "shards", _shard, _count);
            _count = 0;
        }

        return default;
    }

    private byte[]? Save() => _count == 0 ? null : new Count(_count).ToImage();
}

/// <summary>A number that is kept.</summary>
/// <param name="Value">The number.</param>
internal sealed record Count(long Value)
{
    public Count(ReadOnlySpan<byte> image)
        : this(long.Parse(image, CultureInfo.InvariantCulture))
    {
    }

    public byte[] ToImage() => Encoding.UTF8.GetBytes(Value.ToString(CultureInfo.InvariantCulture));
}
