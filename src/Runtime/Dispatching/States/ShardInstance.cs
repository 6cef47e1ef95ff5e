using DynamoHandlers.Leasing;

namespace DynamoHandlers.Dispatching.States;

/// <summary>An instance of a handler class that belongs to one run of a shard. For one caller at a time.</summary>
internal sealed class ShardInstance(ShardClass shardClass, object value)
{
    private ShardState _committed = new(NameOf(shardClass));
    private int _kept;
    private bool _isOver;

    public ShardClass Class { get; } = shardClass;

    public object Value { get; } = value;

    public string Name => NameOf(Class);

    /// <summary>Whether it was told that the run begins.</summary>
    public bool IsInitialized { get; set; }

    /// <summary>Whether it has taken in something since it was flushed.</summary>
    public bool IsToBeFlushed => _kept > 0;

    /// <summary>Whether it has taken in as much as it may before it is flushed.</summary>
    public bool IsFull => Class.IsBuffer && _kept >= Class.FlushCount;

    /// <summary>What is to be kept; null if that is what is kept already, or nothing is ever.</summary>
    public ShardState? Changed
    {
        get
        {
            if (Class.Save is not { } save)
            {
                return null;
            }

            var state = new ShardState(Name) { Image = _isOver ? null : save(Value) };
            return IsSame(state.Image, _committed.Image) ? null : state;
        }
    }

    public static string NameOf(ShardClass shardClass) => shardClass.Type.FullName ?? shardClass.Type.Name;

    /// <summary>Takes note that it has taken in something.</summary>
    public void Keep() => _kept++;

    /// <summary>Takes note that it was flushed.</summary>
    public void Flushed() => _kept = 0;

    /// <summary>Takes up what was kept; null for nothing.</summary>
    public void Restore(ShardState? kept)
    {
        Committed(kept ?? _committed);
        Class.Restore?.Invoke(Value, kept?.Image);
    }

    /// <summary>Takes note of what is kept.</summary>
    public void Committed(ShardState state) => _committed = state;

    /// <summary>Forgets the state: the shard ends.</summary>
    public void Clear() => _isOver = true;

    private static bool IsSame(byte[]? one, byte[]? other) =>
        one is null || other is null ? one == other : one.AsSpan().SequenceEqual(other);
}
