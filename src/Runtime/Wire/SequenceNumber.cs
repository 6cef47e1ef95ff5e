namespace DynamoHandlers.Wire;

/// <summary>
/// A record's position in its shard: a decimal number of up to 40 digits, kept as the text that the service gave and
/// compared as a number. The default value is no position and comes before all others.
/// </summary>
public readonly struct SequenceNumber(string value) : IComparable<SequenceNumber>, IEquatable<SequenceNumber>
{
    private readonly string? _value = value;

    /// <summary>Whether this is no position.</summary>
    public bool IsNone => string.IsNullOrEmpty(_value);

    /// <inheritdoc/>
    public int CompareTo(SequenceNumber other)
    {
        if (IsNone || other.IsNone)
        {
            return other.IsNone.CompareTo(IsNone);
        }

        ReadOnlySpan<char> mine = Digits, theirs = other.Digits;
        return mine.Length != theirs.Length
            ? mine.Length.CompareTo(theirs.Length)
            : mine.SequenceCompareTo(theirs);
    }

    // Without leading zeroes, which DynamoDB Local writes. Zero has no digits then, as none has: hence IsNone first.
    private ReadOnlySpan<char> Digits => _value.AsSpan().TrimStart('0');

    /// <inheritdoc/>
    public bool Equals(SequenceNumber other) => IsNone == other.IsNone && Digits.SequenceEqual(other.Digits);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SequenceNumber other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => string.GetHashCode(Digits);

    /// <summary>The text that the service gave.</summary>
    public override string ToString() => _value ?? "";

    /// <summary>Equality by number.</summary>
    public static bool operator ==(SequenceNumber left, SequenceNumber right) => left.Equals(right);

    /// <summary>Inequality by number.</summary>
    public static bool operator !=(SequenceNumber left, SequenceNumber right) => !left.Equals(right);

    /// <summary>Order by number.</summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) < 0;

    /// <summary>Order by number.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) > 0;

    /// <summary>Order by number.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) <= 0;

    /// <summary>Order by number.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left.CompareTo(right) >= 0;
}
