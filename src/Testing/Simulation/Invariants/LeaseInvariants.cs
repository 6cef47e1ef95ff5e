using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using DynamoHandlers.Testing.InMemory.Values;

namespace DynamoHandlers.Testing.Simulation.Invariants;

/// <summary>
/// What must hold of leases and markers, whoever writes them: epochs and checkpoints rise, nobody commits for another,
/// gates open on evidence, and a lease and its marker take turns.
/// </summary>
internal sealed class LeaseInvariants(LeaseRows rows, Deliveries deliveries, Action<string> fail)
{
    private readonly HashSet<string> _touched = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private readonly HashSet<string> _opened = new(StringComparer.Ordinal);

    /// <summary>A lease's row changed.</summary>
    /// <param name="key">The lease.</param>
    /// <param name="old">The row before; null if there was none.</param>
    /// <param name="new">The row after; null if it was removed.</param>
    /// <param name="request">By which request of a worker; null if by somebody else.</param>
    public void Changed(string key, MapValue? old, MapValue? @new, AmazonWebServiceRequest? request)
    {
        _touched.Add(key);
        if (@new is null && request is null)
        {
            deliveries.LeaseDeleted(key);
        }
        else if (@new is null)
        {
            // Judged with the next request of a worker, which need not be to blame.
            _ = request is not null && _removed.Add(key);
        }
        else if (@new.Text("gate") == "open" && old?.Text("gate") != "open")
        {
            _opened.Add(key);
        }

        // The test's own hand may do anything.
        if (request is not null && old is not null && @new is not null)
        {
            Compare(key, LeaseView.Of(old), LeaseView.Of(@new), request);
        }
    }

    /// <summary>A marker was made or removed.</summary>
    public void MarkerChanged(string key, MapValue? old, MapValue? @new)
    {
        _touched.Add(key);
        if (old is null && @new?.Text("reason") == "trimmed" && deliveries.IsKept(key))
        {
            fail($"a marker says that shard {key} is trimmed, and the service keeps it");
        }

        if (@new is null && deliveries.IsKept(key))
        {
            fail($"the marker of shard {key} was deleted while the service keeps the shard");
        }
    }

    /// <summary>A request is done: what it may break for a moment must hold again.</summary>
    public void Settle(AmazonWebServiceRequest? request)
    {
        foreach (var key in _touched)
        {
            var lease = rows.Lease(key);
            var isMarked = rows.Markers.ContainsKey(key);
            if (lease is not null && isMarked)
            {
                fail($"lease {key} stands beside its marker");
            }

            if (request is not null && _removed.Contains(key) && lease is null && !isMarked)
            {
                fail($"lease {key} was deleted and left no marker");
            }

            if (lease is { GateOpen: true } && _opened.Contains(key) && !MayOpen(key, lease.Value))
            {
                fail($"the gate of lease {key} is open, and its parent is neither finished nor marked");
            }
        }

        _touched.Clear();
        _removed.Clear();
        _opened.Clear();
    }

    // The parent by what the service knows, as the row may not name it.
    private bool MayOpen(string key, LeaseView lease)
    {
        var parent = deliveries.ParentOf(key) ?? lease.Parent;
        return parent is null || rows.IsPassed($"{key[..(key.LastIndexOf('/') + 1)]}{parent}");
    }

    private void Compare(string key, LeaseView old, LeaseView @new, AmazonWebServiceRequest request)
    {
        if (@new.Epoch < old.Epoch)
        {
            fail($"the epoch of lease {key} fell from {old.Epoch} to {@new.Epoch}");
        }

        if (@new.Owner is not null && @new.Owner != old.Owner && @new.Epoch <= old.Epoch)
        {
            fail($"lease {key} went from {old.Owner ?? "nobody"} to {@new.Owner} with the epoch {@new.Epoch} unchanged");
        }

        var isRewound = @new.Rewound is not null && @new.Rewound != old.Rewound;
        if (isRewound)
        {
            CompareRewound(key, old, @new);
        }
        else if (old.Request is not null && (@new.Request is null || @new.State == "finished") && @new.State != "closed")
        {
            fail($"lease {key} was to be rewound ({old.Request}), and is {@new.State} without having been");
        }

        if (@new.Checkpoint.CompareTo(old.Checkpoint) < 0 && !isRewound)
        {
            fail($"the checkpoint of lease {key} went back from {old.Checkpoint} to {@new.Checkpoint}");
        }

        if (@new.Owner is not null && @new.Owner != old.Owner && !old.GateOpen && !@new.GateOpen)
        {
            fail($"lease {key} was taken by {@new.Owner} while its gate is shut");
        }

        if (@new.Checkpoint != old.Checkpoint)
        {
            CompareClaims(key, old, request);
            deliveries.Committed(key, @new.Checkpoint);
        }

        if (old.State == "finished" && @new.State != "finished")
        {
            fail($"lease {key} was finished and is {@new.State} now");
        }
    }

    private void CompareRewound(string key, LeaseView old, LeaseView @new)
    {
        if (@new.Epoch <= old.Epoch)
        {
            fail($"lease {key} was rewound with the epoch {old.Epoch} unchanged");
        }

        if (old.Owner is { } owner && old.Request is null && rows.IsLive(owner))
        {
            fail($"lease {key} was rewound while {owner} owns it and was not asked");
        }

        if (old.Request is not null && old.Request != @new.Rewound)
        {
            fail($"lease {key} was rewound by {@new.Rewound}, and {old.Request} was asked for");
        }

        if (@new.Checkpoint.CompareTo(old.Checkpoint) > 0)
        {
            fail($"lease {key} was rewound from {old.Checkpoint} forward to {@new.Checkpoint}");
        }

        var from = rows.Leases[key].Text("from");
        deliveries.Rewound(
            key,
            @new.Checkpoint,
            from is null ? DateTimeOffset.MinValue : DateTimeOffset.Parse(from, System.Globalization.CultureInfo.InvariantCulture));
    }

    // What the writer believed when it wrote, whatever became of its conditions on the way.
    private void CompareClaims(string key, LeaseView old, AmazonWebServiceRequest request)
    {
        if (Claims(request, key) is not { } claims)
        {
            return;
        }

        if (claims.TryGetValue(":ep", out var epoch) && epoch.N != old.Epoch.ToString(System.Globalization.CultureInfo.InvariantCulture))
        {
            fail($"a checkpoint of lease {key} was committed under epoch {epoch.N}, and the lease is at {old.Epoch}");
        }

        if (claims.TryGetValue(":me", out var owner) && owner.S != old.Owner)
        {
            fail($"{owner.S} committed a checkpoint of lease {key}, which {old.Owner ?? "nobody"} owns");
        }
    }

    private static Dictionary<string, AttributeValue>? Claims(AmazonWebServiceRequest request, string key) => request switch
    {
        UpdateItemRequest r => r.ExpressionAttributeValues,
        TransactWriteItemsRequest r =>
            r.TransactItems.Find(item => item.Update?.Key.GetValueOrDefault("sk")?.S == key)?.Update.ExpressionAttributeValues,
        _ => null,
    };
}
