namespace DynamoHandlers.Wire;

/// <summary>Where in a shard to start reading.</summary>
public readonly record struct ShardPosition
{
    private ShardPosition(ShardIteratorType type, SequenceNumber sequenceNumber)
    {
        Type = type;
        SequenceNumber = sequenceNumber;
    }

    /// <summary>The kind of position.</summary>
    public ShardIteratorType Type { get; }

    /// <summary>The record; none for the ends of the shard.</summary>
    public SequenceNumber SequenceNumber { get; }

    /// <summary>The oldest record that is still kept.</summary>
    public static ShardPosition TrimHorizon => default;

    /// <summary>Right after the newest record.</summary>
    public static ShardPosition Latest => new(ShardIteratorType.Latest, default);

    /// <summary>Right after a record.</summary>
    public static ShardPosition After(SequenceNumber sequenceNumber) =>
        new(ShardIteratorType.AfterSequenceNumber, sequenceNumber);
}

/// <summary>The service's kinds of shard iterators.</summary>
public enum ShardIteratorType
{
    /// <summary>The oldest record that is still kept.</summary>
    TrimHorizon,

    /// <summary>Right after the newest record.</summary>
    Latest,

    /// <summary>Right after a record.</summary>
    AfterSequenceNumber,
}
