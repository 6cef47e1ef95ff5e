namespace DynamoHandlers.Streams;

/// <summary>
/// Answers questions about the shards of one stream for all in the process who ask at about the same time: when a table's
/// shards roll together, one listing serves all the parents that end. Thread-safe.
/// </summary>
internal sealed class ShardFinder(ShardDiscovery discovery, string streamArn, TimeProvider clock)
{
    // For so long questions are gathered: shards that roll together end within their polling delays, not at once, but
    // while one batch is answered the next gathers.
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(30);

    // Up to so many parents, a request for the children of each costs no more than a listing.
    private const int MaxSingle = 3;

    private readonly object _gate = new();
    private List<Question> _questions = [];
    private bool _isAnswering;
    private int _lastPages = 1;

    /// <summary>The shards that continue one, as far as they are listed yet.</summary>
    public async ValueTask<IReadOnlyList<string>> FindChildrenAsync(string shardId, CancellationToken cancellationToken)
    {
        var listing = await AskAsync(shardId, cancellationToken).ConfigureAwait(false);
        return [.. listing.ChildrenOf(shardId).Select(static child => child.ShardId)];
    }

    /// <summary>A complete listing, begun after the call.</summary>
    public Task<ShardListing> ListAsync(CancellationToken cancellationToken) => AskAsync(parentShardId: null, cancellationToken);

    private Task<ShardListing> AskAsync(string? parentShardId, CancellationToken cancellationToken)
    {
        var question = new Question(parentShardId, cancellationToken);
        lock (_gate)
        {
            _questions.Add(question);
            if (!_isAnswering)
            {
                _isAnswering = true;
                _ = AnswerAsync();
            }
        }

        return question.Answer.Task.WaitAsync(cancellationToken);
    }

    private async Task AnswerAsync()
    {
        while (true)
        {
            await Task.Delay(Gathering, clock).ConfigureAwait(false);
            List<Question> batch;
            lock (_gate)
            {
                batch = _questions;
                _questions = [];
                if (batch.Count == 0)
                {
                    _isAnswering = false;
                    return;
                }
            }

            // Whoever has gone meanwhile wants no answer.
            batch.RemoveAll(static question => question.Gone.IsCancellationRequested);
            await AnswerAsync(batch).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(List<Question> batch)
    {
        var parents = batch.Select(static question => question.ParentShardId).OfType<string>().ToArray();
        if (parents.Length < batch.Count)
        {
            var use = parents.Length > 0 ? DescribeUse.Urgent : DescribeUse.Background;
            await AnswerAsync(batch, stop => discovery.ListAsync(streamArn, use, stop)).ConfigureAwait(false);
        }
        else if (parents.Length > Math.Max(MaxSingle, _lastPages))
        {
            // Shard ids begin with the time, and are listed in their order: children are after the oldest parent. A
            // child that should not be is found by the stream's sync, as one that is listed late is.
            var oldest = parents.Min(StringComparer.Ordinal)!;
            await AnswerAsync(batch, stop => discovery.ListAfterAsync(streamArn, oldest, stop)).ConfigureAwait(false);
        }
        else
        {
            await Task.WhenAll(batch.Select(question => AnswerAsync(
                [question], stop => discovery.ListChildrenAsync(streamArn, question.ParentShardId!, stop)))).ConfigureAwait(false);
        }
    }

    private async Task AnswerAsync(List<Question> batch, Func<CancellationToken, ValueTask<ShardListing>> list)
    {
        using var gone = new CancellationTokenSource();
        var left = batch.Count;
        var registrations = batch.ConvertAll(question => question.Gone.UnsafeRegister(_ => Leave(), null));
        try
        {
            var listing = await list(gone.Token).ConfigureAwait(false);
            _lastPages = batch.Count > 1 ? listing.Pages : _lastPages;
            batch.ForEach(question => question.Answer.TrySetResult(listing));
        }
        catch (Exception e)
        {
            batch.ForEach(question => question.Answer.TrySetException(e));
        }
        finally
        {
            registrations.ForEach(static registration => registration.Dispose());
        }

        void Leave()
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                gone.Cancel();
            }
        }
    }

    /// <summary>What somebody waits for: the children of a shard, or all shards.</summary>
    private sealed class Question(string? parentShardId, CancellationToken gone)
    {
        public string? ParentShardId { get; } = parentShardId;

        public CancellationToken Gone { get; } = gone;

        public TaskCompletionSource<ShardListing> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
