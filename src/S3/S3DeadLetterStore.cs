using System.Net;
using System.Runtime.CompilerServices;
using Amazon.S3;
using Amazon.S3.Model;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.Telemetry;
using Microsoft.Extensions.Logging;

namespace DynamoHandlers.S3;

/// <summary>
/// Keeps each dead letter as an object, whose key begins with handler and item and goes on with the position, so that a
/// listing, which is in the order of the keys, has the letters of an item together and in order.
/// </summary>
internal sealed class S3DeadLetterStore(IAmazonS3 s3, bool ownsClient, string bucket, string prefix, ILogger logger)
    : IDeadLetterStore, IDisposable
{
    private const string Suffix = ".json";

    /// <inheritdoc/>
    public async ValueTask PutAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        using var body = new MemoryStream(DeadLetterJson.Write(letter), writable: false);
        var request = new PutObjectRequest
        {
            BucketName = bucket,
            Key = KeyOf(letter),
            InputStream = body,
            ContentType = "application/json",
            AutoCloseStream = false,
        };
        await s3.PutObjectAsync(request, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<DeadLetter> ReadAsync(
        string? handler, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var request = new ListObjectsV2Request
        {
            BucketName = bucket,
            Prefix = handler is null ? prefix : $"{prefix}{DeadLetterKey.OfHandler(handler)}/",
        };
        ListObjectsV2Response page;
        do
        {
            page = await s3.ListObjectsV2Async(request, cancellationToken).ConfigureAwait(false);
            foreach (var entry in page.S3Objects ?? [])
            {
                var letter = await ReadObjectAsync(entry.Key, cancellationToken).ConfigureAwait(false);
                if (letter is not null && (handler is null || letter.Handler == handler))
                {
                    yield return letter;
                }
            }

            request.ContinuationToken = page.NextContinuationToken;
        }
        while (page.IsTruncated == true);
    }

    /// <inheritdoc/>
    public async ValueTask DeleteAsync(DeadLetter letter, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(letter);
        await s3.DeleteObjectAsync(new() { BucketName = bucket, Key = KeyOf(letter) }, cancellationToken).ConfigureAwait(false);
    }

    public void Dispose()
    {
        if (ownsClient)
        {
            s3.Dispose();
        }
    }

    private string KeyOf(DeadLetter letter) => $"{prefix}{DeadLetterKey.Of(letter)}{Suffix}";

    /// <summary>Reads a letter; null if it is gone meanwhile, or if the object is no letter.</summary>
    private async ValueTask<DeadLetter?> ReadObjectAsync(string key, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        try
        {
            using var response = await s3.GetObjectAsync(
                new GetObjectRequest { BucketName = bucket, Key = key }, cancellationToken).ConfigureAwait(false);
            await response.ResponseStream.CopyToAsync(body, cancellationToken).ConfigureAwait(false);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound && e.ErrorCode == "NoSuchKey")
        {
            return null;
        }

        var letter = DeadLetterJson.Read(body.GetBuffer().AsMemory(0, (int)body.Length));
        if (letter is null)
        {
            Log.DeadLetterObjectDamaged(logger, key, bucket);
        }

        return letter;
    }
}
