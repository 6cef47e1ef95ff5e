using System.Security.Cryptography;
using System.Text;
using DynamoHandlers.Leasing.Workers;

namespace DynamoHandlers.Leasing;

/// <summary>
/// A lease in this worker's hands, for one epoch: what it may do ends with the fence, or when a commit is refused.
/// </summary>
internal sealed class LeaseHold : IDisposable
{
    // The most that the service takes.
    private const int TokenLength = 36;

    private readonly Fence _fence;
    private readonly CancellationTokenSource _lost;
    private HashSet<string> _sent = [];
    private Checkpoint _sentFor;
    private long _transactions;

    public LeaseHold(Lease lease, string owner, Fence fence)
    {
        Key = lease.Key;
        ParentShardId = lease.ParentShardId;
        Owner = owner;
        Epoch = lease.Epoch;
        Committed = lease.Checkpoint;
        Lease = lease;
        _fence = fence;
        _lost = CancellationTokenSource.CreateLinkedTokenSource(fence.Token);
    }

    public LeaseKey Key { get; }

    /// <summary>The lease as it was taken.</summary>
    public Lease Lease { get; }

    /// <summary>Whether its next record is not to be touched, as it has killed workers, by the next owner either.</summary>
    public bool IsRecordIsolated { get; set; }

    public string? ParentShardId { get; }

    public string Owner { get; }

    public long Epoch { get; }

    /// <summary>The checkpoint that the row has, as far as this worker knows. One writer at a time.</summary>
    public Checkpoint Committed { get; set; }

    /// <summary>The token of the last transaction that the row tells of, as far as it had to be looked at.</summary>
    public string? LastTransaction { get; set; }

    /// <summary>Whether somebody had deleted the row, so that this worker made it anew under another epoch.</summary>
    public bool WasDeleted { get; set; }

    /// <summary>Whether the lease ends with this epoch because its shard is to be rewound.</summary>
    public bool IsToBeRewound { get; set; }

    /// <summary>
    /// Makes what tells the service that a transaction is one that it has had already: never twice the same under this epoch,
    /// as a handler that is called again may write something else. One writer at a time.
    /// </summary>
    /// <param name="reached">How far the transaction says that the shard is done.</param>
    public string NewToken(Checkpoint reached)
    {
        if (reached != _sentFor)
        {
            (_sentFor, _sent) = (reached, []);
        }

        var text = $"{Owner}\n{Epoch}\n{Key}\n{reached}\n{++_transactions}";
        var token = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..TokenLength];
        _sent.Add(token);
        return token;
    }

    /// <summary>
    /// Whether the row tells of a transaction for the same checkpoint that was sent and whose answer was lost, this time or in
    /// an attempt before.
    /// </summary>
    public bool HasCommitted => LastTransaction is { } last && _sent.Contains(last);

    /// <summary>Takes note of a transaction's answer.</summary>
    public void Answered() => _sent.Clear();

    /// <summary>Cancelled when the lease is held no more.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>Whether the worker may still act under the lease.</summary>
    public bool IsHeld => !_fence.IsFenced && !_lost.IsCancellationRequested;

    /// <summary>Takes note that a commit was refused.</summary>
    public void Lose() => _ = _lost.CancelAsync();

    public void Dispose() => _lost.Dispose();
}
