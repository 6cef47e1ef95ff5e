namespace DynamoHandlers.Streams;

/// <summary>
/// The arithmetic of the memory for pages: what fits, what may stay, how much to ask for. No clock, no tasks, no lock.
/// </summary>
/// <remarks>
/// Half of the capacity may be pages that stay until they are handled. All else that is used gets free again whatever
/// handlers do: room of fetches under way, and pages that can be taken back. As the capacity is at least two pages,
/// there is always a fetch that can go on.
/// </remarks>
/// <param name="capacity">How many bytes there are, at least those of two pages.</param>
internal struct PageLedger(long capacity)
{
    /// <summary>The most that a fetch brings: the service's limit for one answer.</summary>
    public const int PageBytes = 1024 * 1024;

    /// <summary>How large records are taken to be of which nothing is known yet.</summary>
    public const int TypicalRecord = 4 * 1024;

    /// <summary>The bytes of pages and of room reserved for fetches under way.</summary>
    public long Used { get; private set; }

    /// <summary>Of these, the bytes of pages that stay until they are handled.</summary>
    public long Kept { get; private set; }

    /// <summary>How many pages and fetches under way there are.</summary>
    public int Rooms { get; private set; }

    /// <summary>How many more fetches fit.</summary>
    public readonly int FreeRooms => (int)Math.Max(0, (capacity - Used) / PageBytes);

    /// <summary>Reserves the room for a fetch; false if there is none.</summary>
    public bool TryReserve()
    {
        if (FreeRooms == 0)
        {
            return false;
        }

        Used += PageBytes;
        Rooms++;
        return true;
    }

    /// <summary>Whether more can be fetched than what is handled at the moment.</summary>
    public readonly bool HasRoomToSpare => Used + PageBytes <= capacity / 2;

    /// <summary>A fetch that had room reserved brought a page, which takes what it needs. Larger ones count in full.</summary>
    public void Fill(long bytes) => Used += bytes - PageBytes;

    /// <summary>
    /// Whether a page may stay until it is handled, when that begins; else it must be ready to be taken back still.
    /// </summary>
    public bool TryKeep(long bytes)
    {
        if (Kept + bytes > capacity / 2)
        {
            return false;
        }

        Kept += bytes;
        return true;
    }

    /// <summary>A fetch brought nothing.</summary>
    public void Release() => Release(PageBytes, wasKept: false);

    /// <summary>A page is gone.</summary>
    public void Release(long bytes, bool wasKept)
    {
        Used -= bytes;
        Kept -= wasKept ? bytes : 0;
        Rooms--;
    }

    /// <summary>
    /// How many records to ask for, so that the pages of all shards that have one or wait for one can stay.
    /// </summary>
    /// <param name="waiting">How many shards wait for room.</param>
    /// <param name="bytesPerRecord">What the shard's records took so far.</param>
    /// <param name="max">The most to ask for.</param>
    public readonly int RecordsToFetch(int waiting, long bytesPerRecord, int max)
    {
        var share = capacity / 2 / Math.Max(1, Rooms + waiting);
        return (int)Math.Clamp(share / Math.Max(1, bytesPerRecord), 1, max);
    }
}
