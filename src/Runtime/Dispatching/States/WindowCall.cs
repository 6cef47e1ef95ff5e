using DynamoHandlers.Images;

namespace DynamoHandlers.Dispatching.States;

/// <summary>A window, as the handler is called with it, and its state before and after the call, as an image.</summary>
internal sealed class WindowCall
{
    /// <summary>When the window begins.</summary>
    public required DateTimeOffset Start { get; init; }

    /// <summary>When it ends.</summary>
    public required DateTimeOffset End { get; init; }

    /// <summary>Whether it ends with this call.</summary>
    public bool IsFinal { get; init; }

    /// <summary>Whether it ends as the shard does.</summary>
    public bool IsShardEnd { get; init; }

    /// <summary>The state; null for none.</summary>
    public byte[]? State { get; set; }

    public Window<TState> Create<TState>(ImageMapper<TState> mapper)
        where TState : class => new()
        {
            Start = Start,
            End = End,
            IsFinal = IsFinal,
            IsShardEnd = IsShardEnd,
            State = State is null ? null : mapper(State),
        };
}
