using System.Buffers;
using System.Text.Json;
using DynamoHandlers.Images.Text;

namespace DynamoHandlers.Wire;

/// <summary>
/// Reads a GetRecords response once and notes where its records are. Of the images only the JSON is checked here;
/// whether they are DynamoDB's is found when they are read.
/// </summary>
internal ref partial struct RecordPageParser
{
    private readonly ReadOnlySpan<byte> _bytes;
    private JsonCursor _json;

    public RecordPageParser(ReadOnlySpan<byte> bytes)
    {
        _bytes = bytes;
        _json = new JsonCursor(bytes, maxDepth: 192); // An image may have 128.
        Entries = [];
    }

    /// <summary>Rented; the caller returns them, also after an exception.</summary>
    public RecordEntry[] Entries { get; private set; }

    public int Count { get; private set; }

    public string? NextShardIterator { get; private set; }

    /// <summary>Reads <c>{"NextShardIterator":…,"Records":[…]}</c>.</summary>
    public void ReadPage()
    {
        Read();
        Expect(JsonTokenType.StartObject, "a GetRecords response must be a JSON object");
        var hasRecords = false;
        while (NextMember())
        {
            if (_json.ValueTextEquals("NextShardIterator"u8))
            {
                NextShardIterator = ReadIterator();
            }
            else if (_json.ValueTextEquals("Records"u8))
            {
                if (hasRecords)
                {
                    throw Malformed("there are two Records");
                }

                hasRecords = true;
                ReadRecords();
            }
            else
            {
                SkipMember();
            }
        }

        // Without this an answer that is none would look like the end of the shard.
        if (!hasRecords)
        {
            throw Malformed("there are no Records");
        }

        ReadEnd();
    }

    /// <summary>Reads a record that stands alone, as one of a Lambda event does.</summary>
    public void ReadSingleRecord()
    {
        Read();
        ReadRecord();
        ReadEnd();
    }

    private string? ReadIterator()
    {
        if (!ReadUnlessNull())
        {
            return null;
        }

        Expect(JsonTokenType.String, "NextShardIterator must be a text");
        return DecodeText() is { Length: > 0 } iterator ? iterator : throw Malformed("NextShardIterator is empty");
    }

    private void ReadRecords()
    {
        Read();
        Expect(JsonTokenType.StartArray, "Records must be an array");
        for (Read(); _json.TokenType != JsonTokenType.EndArray; Read())
        {
            ReadRecord();
        }
    }

    private void ReadRecord()
    {
        Expect(JsonTokenType.StartObject, "a record must be a JSON object");
        var start = _json.TokenStartIndex;
        var entry = new RecordEntry();
        while (NextMember())
        {
            if (_json.ValueTextEquals("dynamodb"u8))
            {
                ReadChange(ref entry);
            }
            else if (_json.ValueTextEquals("eventID"u8))
            {
                entry.EventId = ReadText();
            }
            else if (_json.ValueTextEquals("eventName"u8))
            {
                entry.Kind = ReadKind();
            }
            else if (_json.ValueTextEquals("userIdentity"u8))
            {
                ReadIdentity(ref entry);
            }
            else
            {
                SkipMember();
            }
        }

        if (entry.Kind is null)
        {
            throw Malformed("the record has no eventName");
        }

        if (entry.EventId.IsEmpty)
        {
            throw Malformed("the record has no eventID");
        }

        if (entry.SequenceNumber.IsEmpty)
        {
            throw Malformed("the record has no SequenceNumber");
        }

        entry.Whole = new ByteRange(start, _json.BytesConsumed - start);
        entry.IsTimeToLive = entry.Kind == ChangeKind.Remove
            && IsText(entry.IdentityType, "Service"u8)
            && IsText(entry.PrincipalId, "dynamodb.amazonaws.com"u8);
        Add(entry);
    }

    private void ReadChange(ref RecordEntry entry)
    {
        if (!ReadUnlessNull())
        {
            return;
        }

        Expect(JsonTokenType.StartObject, "dynamodb must be a JSON object");
        while (NextMember())
        {
            if (_json.ValueTextEquals("NewImage"u8))
            {
                entry.NewImage = ReadImage();
            }
            else if (_json.ValueTextEquals("OldImage"u8))
            {
                entry.OldImage = ReadImage();
            }
            else if (_json.ValueTextEquals("Keys"u8))
            {
                entry.Keys = ReadImage();
            }
            else if (_json.ValueTextEquals("SequenceNumber"u8))
            {
                entry.SequenceNumber = ReadSequenceNumber();
            }
            else if (_json.ValueTextEquals("ApproximateCreationDateTime"u8))
            {
                entry.CreatedTicks = ReadCreated();
            }
            else if (_json.ValueTextEquals("SizeBytes"u8))
            {
                entry.SizeBytes = ReadSize();
            }
            else
            {
                SkipMember();
            }
        }
    }

    // Lambda writes these names in another case than GetRecords.
    private void ReadIdentity(ref RecordEntry entry)
    {
        if (!ReadUnlessNull())
        {
            return;
        }

        Expect(JsonTokenType.StartObject, "userIdentity must be a JSON object");
        entry.HasIdentity = true;
        while (NextMember())
        {
            if (IsNamedIgnoringCase("type"u8))
            {
                entry.IdentityType = ReadText();
            }
            else if (IsNamedIgnoringCase("principalId"u8))
            {
                entry.PrincipalId = ReadText();
            }
            else
            {
                SkipMember();
            }
        }
    }

    private void Add(in RecordEntry entry)
    {
        if (Count == Entries.Length)
        {
            var larger = ArrayPool<RecordEntry>.Shared.Rent(Math.Max(64, Count * 2));
            Entries.AsSpan(0, Count).CopyTo(larger);
            if (Entries.Length > 0)
            {
                ArrayPool<RecordEntry>.Shared.Return(Entries);
            }

            Entries = larger;
        }

        Entries[Count++] = entry;
    }
}
