using System.Net;
using System.Text;
using Amazon.Runtime;

namespace DynamoHandlers.Runtime.Tests.Wire;

/// <summary>Stands where the network would: keeps the requests and gives prepared answers, the last one over and over.</summary>
internal sealed class RecordingHttp : HttpClientFactory
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<Request> Requests { get; } = [];

    public RecordingHttp Answer(string json, HttpStatusCode status = HttpStatusCode.OK, Action<HttpResponseMessage>? also = null) =>
        Answer(() => new StringContent(json, Encoding.UTF8, "application/x-amz-json-1.0"), status, also);

    public RecordingHttp Answer(
        Func<HttpContent> content, HttpStatusCode status = HttpStatusCode.OK, Action<HttpResponseMessage>? also = null)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage(status) { Content = content() };
            response.Headers.Add("x-amzn-RequestId", "request-1");
            also?.Invoke(response);
            return response;
        });
        return this;
    }

    public RecordingHttp Refuse(string code, HttpStatusCode status = HttpStatusCode.BadRequest) =>
        Answer($$"""{"__type":"com.amazonaws.dynamodb.v20120810#{{code}}","message":"because"}""", status);

    public override HttpClient CreateHttpClient(IClientConfig clientConfig) => new(new Handler(this));

    public override bool UseSDKHttpClientCaching(IClientConfig clientConfig) => false;

    internal sealed record Request(string Uri, string Target, string ContentType, string Authorization, string Body);

    private sealed class Handler(RecordingHttp http) : HttpMessageHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            http.Requests.Add(new Request(
                request.RequestUri!.AbsoluteUri,
                request.Headers.GetValues("X-Amz-Target").Single(),
                request.Content!.Headers.ContentType!.ToString(),
                request.Headers.GetValues("Authorization").Single(),
                await request.Content.ReadAsStringAsync(cancellationToken)));
            return http._answers.Count > 1 ? http._answers.Dequeue()() : http._answers.Peek()();
        }
    }
}
