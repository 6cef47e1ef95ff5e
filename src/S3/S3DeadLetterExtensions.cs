using System.Text;
using Amazon.S3;
using DynamoHandlers.DeadLetters;
using DynamoHandlers.S3;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace DynamoHandlers;

/// <summary>Keeps dead letters in S3.</summary>
public static class S3DeadLetterExtensions
{
    // S3 takes keys of 1024 bytes, of which the letter's own may have 461.
    private const int MaxPrefix = 500;

    /// <summary>
    /// Keeps dead letters in a bucket, an object each, instead of in a DynamoDB table. Replaces whatever store there was,
    /// whichever call came first. The bucket must exist; a lifecycle rule of it says how long letters are kept, as
    /// <see cref="DeadLetterOptions"/> has no effect on it.
    /// </summary>
    /// <param name="builder">The worker.</param>
    /// <param name="bucket">
    /// The bucket: a general purpose bucket, as a directory bucket does not list its objects in order.
    /// </param>
    /// <param name="prefix">
    /// What the keys of the objects begin with, to which a slash is added; at most 500 bytes of UTF-8. Default:
    /// <c>dead-letters/</c> with the application's name.
    /// </param>
    /// <param name="client">
    /// Makes the client, once; the store disposes it. Default: the <see cref="IAmazonS3"/> of the service collection, else
    /// one by the SDK's own defaults (credential chain, region).
    /// </param>
    /// <returns>The same builder.</returns>
    /// <exception cref="ArgumentException">The bucket's name is empty, or the prefix is too long.</exception>
    public static IDynamoHandlersBuilder UseS3DeadLetters(
        this IDynamoHandlersBuilder builder, string bucket, string? prefix = null, Func<IServiceProvider, IAmazonS3>? client = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentException.ThrowIfNullOrWhiteSpace(bucket);
        if (prefix is not null && Encoding.UTF8.GetByteCount(prefix) > MaxPrefix)
        {
            throw new ArgumentException($"The prefix has more than {MaxPrefix} bytes of UTF-8; S3 takes keys of 1024 bytes.", nameof(prefix));
        }

        builder.Services.Replace(ServiceDescriptor.Singleton<IDeadLetterStore>(provider => new S3DeadLetterStore(
            client?.Invoke(provider) ?? provider.GetService<IAmazonS3>() ?? new AmazonS3Client(),
            ownsClient: client is not null || provider.GetService<IAmazonS3>() is null,
            bucket,
            Complete(prefix ?? $"dead-letters/{provider.GetRequiredService<IOptions<DynamoHandlersOptions>>().Value.Application}"),
            (provider.GetService<ILoggerFactory>() ?? NullLoggerFactory.Instance).CreateLogger("DynamoHandlers"))));
        return builder;
    }

    private static string Complete(string prefix) => prefix.Length == 0 || prefix.EndsWith('/') ? prefix : $"{prefix}/";
}
