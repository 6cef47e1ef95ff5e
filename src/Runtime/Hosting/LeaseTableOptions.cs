namespace DynamoHandlers;

/// <summary>
/// Where the lease table is, and how it is created. A table that exists is used as it is: what is said here of capacity,
/// tags, protection and recovery has no effect on it.
/// </summary>
public sealed class LeaseTableOptions
{
    /// <summary>
    /// Provisioned read units, strongly consistent reads of 4 KB a second. Default: none, the table is paid on demand. Set
    /// <see cref="WriteCapacityUnits"/> too.
    /// </summary>
    public long? ReadCapacityUnits { get; set; }

    /// <summary>
    /// Provisioned write units, writes of 1 KB a second. Default: none, the table is paid on demand. Set
    /// <see cref="ReadCapacityUnits"/> too.
    /// </summary>
    public long? WriteCapacityUnits { get; set; }

    /// <summary>Tags of the table: at most 50, names up to 128 and values up to 256 characters. Default: none.</summary>
    public IDictionary<string, string> Tags { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Whether the table can only be deleted after this protection was taken off it. Default: no.</summary>
    public bool DeletionProtection { get; set; }

    /// <summary>
    /// Whether the table can be restored as it was at any time of the last 35 days. Default: no; leases older than the
    /// 24 hours that streams keep records are of no use.
    /// </summary>
    public bool PointInTimeRecovery { get; set; }

    /// <summary>
    /// The region of the lease table, such as <c>eu-west-1</c>, if not that of the tables. Default: none. With
    /// <see cref="Endpoint"/>: the region that its requests are signed for.
    /// </summary>
    /// <remarks>
    /// A lease table reached in another way than the tables (here, by <see cref="Endpoint"/> or by
    /// <c>UseLeaseTableClient</c>) cannot be part of a transaction with them, so exactly-once handling is not possible.
    /// </remarks>
    public string? Region { get; set; }

    /// <summary>The URL of the lease table's service, if not that of the tables. Default: none.</summary>
    public Uri? Endpoint { get; set; }
}
