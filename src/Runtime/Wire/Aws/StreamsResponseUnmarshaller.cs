using System.Net;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using Amazon.Runtime.Internal.Transform;
using Amazon.Runtime.Internal.Util;

namespace DynamoHandlers.Wire.Aws;

/// <summary>Hands the response's body on as it is, after the SDK has computed its checksum.</summary>
internal sealed class StreamsResponseUnmarshaller(StreamsRequest request) : JsonResponseUnmarshaller
{
    public override UnmarshallerContext CreateContext(
        IWebResponseData response,
        bool readEntireResponse,
        Stream stream,
        RequestMetrics metrics,
        bool isException,
        Amazon.Runtime.IRequestContext requestContext)
    {
        var body = isException || request.Body.Array is null
            ? stream
            : new MemoryStream(request.Body.Array, request.Body.Offset, request.Body.Count, writable: false);
        return base.CreateContext(response, readEntireResponse, body, metrics, isException, requestContext);
    }

    public override AmazonWebServiceResponse Unmarshall(JsonUnmarshallerContext input)
    {
        // Around the body is a stream that computes the CRC-32 which the SDK then compares with the service's header.
        input.Stream.CopyTo(Stream.Null);
        return new StreamsResponse
        {
            Body = request.Body,
            Date = StreamsResponse.ParseDate(input.ResponseData.GetHeaderValue("Date")),
        };
    }

    public override AmazonServiceException UnmarshallException(
        JsonUnmarshallerContext input, Exception innerException, HttpStatusCode statusCode)
    {
        var json = new StreamingUtf8JsonReader(input.Stream);
        var error = JsonErrorResponseUnmarshaller.GetInstance().Unmarshall(input, ref json);
        return new AmazonDynamoDBException(
            error.Message, innerException, error.Type, error.Code, error.RequestId, statusCode);
    }
}
