using System.Globalization;
using System.Net;
using System.Text;
using System.Xml.Linq;
using Amazon.Runtime;
using Amazon.S3;

namespace DynamoHandlers.S3.Tests;

/// <summary>
/// A bucket behind the SDK's own client, where the network would be: objects can be put, got, deleted and listed, in pages
/// of a few keys, in the order of the keys' bytes.
/// </summary>
internal sealed class FakeS3 : HttpClientFactory
{
    public const string Bucket = "letters";

    private const int KeysPerPage = 3;

    private static readonly XNamespace Xml = "http://s3.amazonaws.com/doc/2006-03-01/";

    // S3 orders keys by their bytes in UTF-8, and keys here are ASCII.
    private readonly SortedDictionary<string, byte[]> _objects = new(StringComparer.Ordinal);

    /// <summary>The keys of the objects, in order.</summary>
    public IReadOnlyList<string> Keys => [.. _objects.Keys];

    /// <summary>What was asked, as "METHOD key".</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Called after a page was listed.</summary>
    public Action? Listed { get; set; }

    public IAmazonS3 CreateClient() => new AmazonS3Client(
        new BasicAWSCredentials("key", "secret"),
        new AmazonS3Config { ServiceURL = "http://s3.test", ForcePathStyle = true, MaxErrorRetry = 0, HttpClientFactory = this });

    public void Put(string key, byte[] content) => _objects[key] = content;

    public string Get(string key) => Encoding.UTF8.GetString(_objects[key]);

    public void Remove(string key) => _objects.Remove(key);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    private HttpResponseMessage Answer(HttpRequestMessage request, byte[] body)
    {
        var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath).TrimStart('/');
        var bucket = path.Split('/')[0];
        var key = path[Math.Min(path.Length, bucket.Length + 1)..];
        Requests.Add($"{request.Method} {key}");
        if (bucket != Bucket)
        {
            return Refuse("NoSuchBucket");
        }

        switch (request.Method.Method)
        {
            case "PUT":
                _objects[key] = body;
                return new HttpResponseMessage(HttpStatusCode.OK);
            case "DELETE":
                _objects.Remove(key);
                return new HttpResponseMessage(HttpStatusCode.NoContent);
            case "GET" when key.Length == 0:
                return List(request.RequestUri.Query);
            case "GET" when _objects.TryGetValue(key, out var content):
                return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
            case "GET":
                return Refuse("NoSuchKey");
            default:
                throw new NotSupportedException($"{request.Method} {request.RequestUri}");
        }
    }

    private HttpResponseMessage List(string query)
    {
        var parameters = query.TrimStart('?').Split('&').Select(static part => part.Split('=', 2))
            .ToDictionary(static part => part[0], static part => Uri.UnescapeDataString(part.ElementAtOrDefault(1) ?? ""));
        var prefix = parameters.GetValueOrDefault("prefix") ?? "";
        var after = parameters.GetValueOrDefault("continuation-token") ?? "";
        var keys = _objects.Keys.Where(key =>
            key.StartsWith(prefix, StringComparison.Ordinal) && string.CompareOrdinal(key, after) > 0).ToArray();
        var page = keys.Take(KeysPerPage).ToArray();
        var result = new XElement(
            Xml + "ListBucketResult",
            new XElement(Xml + "IsTruncated", keys.Length > page.Length ? "true" : "false"),
            page.Select(key => new XElement(
                Xml + "Contents", new XElement(Xml + "Key", key), new XElement(Xml + "Size", _objects[key].Length))));
        if (keys.Length > page.Length)
        {
            result.Add(new XElement(Xml + "NextContinuationToken", page[^1]));
        }

        Listed?.Invoke();
        return Answer(HttpStatusCode.OK, result);
    }

    private static HttpResponseMessage Refuse(string code) =>
        Answer(HttpStatusCode.NotFound, new XElement("Error", new XElement("Code", code), new XElement("Message", "because")));

    private static HttpResponseMessage Answer(HttpStatusCode status, XElement xml) => new(status)
    {
        Content = new StringContent(xml.ToString(), Encoding.UTF8, "application/xml"),
    };

    private sealed class Handler(FakeS3 s3) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
            var isChunked = request.Headers.TryGetValues("X-Amz-Content-SHA256", out var hash)
                && hash.Single().StartsWith("STREAMING-", StringComparison.Ordinal);
            return s3.Answer(request, isChunked ? Unchunk(body) : body);
        }

        // "size;signature CRLF bytes CRLF", until a size of 0; then checksums.
        private static byte[] Unchunk(byte[] body)
        {
            using var content = new MemoryStream();
            for (var at = 0; ;)
            {
                var end = at + body.AsSpan(at).IndexOf("\r\n"u8);
                var size = int.Parse(
                    Encoding.ASCII.GetString(body, at, end - at).Split(';')[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
                if (size == 0)
                {
                    return content.ToArray();
                }

                content.Write(body, end + 2, size);
                at = end + 2 + size + 2;
            }
        }
    }
}
