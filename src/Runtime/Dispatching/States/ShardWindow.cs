using DynamoHandlers.Leasing;

namespace DynamoHandlers.Dispatching.States;

/// <summary>
/// The windows of one handler in one shard: which is open, and what the handler has aggregated. For one caller at a time.
/// </summary>
internal sealed class ShardWindow(HandlerDescriptor handler)
{
    // DynamoDB takes items of 400 KB, and the rest of the row is small; what a text takes in UTF-8 is what counts.
    private const int MaxBytes = 350 * 1024;

    private readonly long _size = (long)handler.WindowSize!.Value.TotalSeconds;
    private ShardState _committed = new(handler.Name);
    private WindowBounds _bounds;
    private byte[]? _image;

    public HandlerDescriptor Handler { get; } = handler;

    /// <summary>Whether a window is open.</summary>
    public bool IsOpen => _bounds.Start is not null;

    /// <summary>What is to be kept; null if that is what is kept already.</summary>
    public ShardState? Changed
    {
        get
        {
            var state = new ShardState(Handler.Name) { Image = _image, Window = _bounds.Start, Until = _bounds.Until };
            return state.Window == _committed.Window && state.Until == _committed.Until && state.Image == _committed.Image ? null : state;
        }
    }

    /// <summary>Takes up what was kept.</summary>
    public void Restore(ShardState kept)
    {
        (_image, _bounds) = (kept.Image, new(kept.Window, kept.Until));
        Committed(kept);
    }

    /// <summary>Takes note of what is kept.</summary>
    public void Committed(ShardState state) => _committed = state;

    /// <summary>Opens a window for a change, if none is open.</summary>
    public void Open(DateTimeOffset at) => _bounds = _bounds.Open(at.ToUnixTimeSeconds(), _size);

    /// <summary>Whether the window that is open is over.</summary>
    public bool IsOver(DateTimeOffset at) => _bounds.IsOver(at.ToUnixTimeSeconds(), _size);

    /// <summary>The next call for the window that is open.</summary>
    public WindowCall Call(bool isFinal = false, bool isShardEnd = false) => new()
    {
        Start = DateTimeOffset.FromUnixTimeSeconds(_bounds.Start!.Value),
        End = DateTimeOffset.FromUnixTimeSeconds(_bounds.End(_size)),
        State = _image,
        IsFinal = isFinal,
        IsShardEnd = isShardEnd,
    };

    /// <summary>Makes sure that what a call has left can be kept.</summary>
    /// <exception cref="InvalidOperationException">It is too large.</exception>
    public void Check(WindowCall call)
    {
        if (call.State?.Length > MaxBytes)
        {
            throw new InvalidOperationException(
                $"The state of {Handler.Name} has {call.State.Length} bytes as an item image; at most {MaxBytes} can be kept. Aggregate "
                + "less, or in shorter windows, and write what is large to a table of your own.");
        }
    }

    /// <summary>Takes over what a call has left that was made for the window.</summary>
    public void Take(WindowCall call)
    {
        _image = call.State;
        if (call.IsFinal)
        {
            _bounds = _bounds.Close(_size);
        }
    }

    /// <summary>Whether there is something of which the handler has to know that the shard ends.</summary>
    public bool HasState => IsOpen || _image is not null;

    /// <summary>Forgets everything: the shard ends.</summary>
    public void Clear() => (_image, _bounds) = (null, default);
}
